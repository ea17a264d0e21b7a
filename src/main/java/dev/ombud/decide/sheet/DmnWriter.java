package dev.ombud.decide.sheet;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.Spelling;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.TextsType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import dev.ombud.ground.field.Known;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/// Writes a decision table as DMN 1.5 XML (OMG formal/24-01-01), for other tools to open: one
/// decision of the table's name, one `inputData` a field. A dot in a field's name becomes `_`,
/// because FEEL reads it as a path; ids of rows are the ids of rules. Cells are S-FEEL; of a field
/// that may be unknown, and of one with several words, a cell that could hold for null is spelled
/// out in FEEL, so that null meets only `-`. The same table always gives the same bytes. Stateless,
/// so thread-safe.
public final class DmnWriter {
  private static final String NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/";
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private final XMLStreamWriter xml;

  private DmnWriter(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /// The bytes of the document, in UTF-8.
  public static byte[] write(DecisionTable table) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
      new DmnWriter(xml).definitions(table);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a document in memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private void definitions(DecisionTable table) throws XMLStreamException {
    begin("definitions", "id", "definitions_" + name(table.name()), "name", table.name());
    xml.writeDefaultNamespace(NAMESPACE);
    xml.writeAttribute("namespace", "urn:ombud:table:" + table.name());
    Set<Field> fields = new LinkedHashSet<>();
    table.inputs().forEach(column -> fields.add(column.field()));
    table.outputs().forEach(column -> fields.add(column.field()));
    for (Field field : fields) {
      type(field);
    }
    for (Column input : table.inputs()) {
      String name = name(input.field().name());
      begin("inputData", "id", "input_" + name, "name", name);
      empty("variable", "id", "variable_" + name, "name", name, "typeRef", "t_" + name);
      xml.writeEndElement();
    }
    decision(table);
    xml.writeEndElement();
  }

  private void type(Field field) throws XMLStreamException {
    String name = "t_" + name(field.name());
    boolean several = isSeveral(field);
    begin("itemDefinition", "id", name, "name", name, "isCollection", Boolean.toString(several));
    element("typeRef", primitive(field));
    String allowed = allowed(field);
    if (!allowed.isEmpty()) {
      begin("allowedValues", "id", name + "_values");
      element("text", allowed);
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void decision(DecisionTable table) throws XMLStreamException {
    String name = name(table.name());
    begin("decision", "id", "decision_" + name, "name", name);
    empty("variable", "id", "variable_decision_" + name, "name", name, "typeRef", "Any");
    for (Column input : table.inputs()) {
      String field = name(input.field().name());
      begin("informationRequirement", "id", "requirement_" + field);
      empty("requiredInput", "href", "#input_" + field);
      xml.writeEndElement();
    }
    if (table.hitPolicy() == DecisionTable.HitPolicy.COLLECT_SUM) {
      begin(
          "decisionTable",
          "id",
          "table_" + name,
          "hitPolicy",
          DecisionTable.HitPolicy.COLLECT.text(),
          "aggregation",
          "SUM");
    } else {
      begin("decisionTable", "id", "table_" + name, "hitPolicy", table.hitPolicy().text());
    }
    for (Column input : table.inputs()) {
      String field = name(input.field().name());
      begin("input", "id", "column_" + field, "label", input.label());
      begin("inputExpression", "id", "expression_" + field, "typeRef", "t_" + field);
      element("text", field);
      xml.writeEndElement();
      xml.writeEndElement();
    }
    for (Column output : table.outputs()) {
      output(
          output,
          table.hitPolicy() == DecisionTable.HitPolicy.PRIORITY,
          concludesNothing(table, output));
    }
    empty("annotation", "name", "note");
    for (Row row : table.rows()) {
      rule(table, row);
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static boolean concludesNothing(DecisionTable table, Column output) {
    int column = table.outputs().indexOf(output);
    return table.rows().stream().anyMatch(row -> row.conclusions().get(column) == null);
  }

  /// @param ranks whether the order of its values says which row counts, so that they have to be
  ///   listed
  /// @param optional whether some row concludes nothing, which is none of the field's values
  private void output(Column output, boolean ranks, boolean optional) throws XMLStreamException {
    String field = name(output.field().name());
    begin(
        "output",
        "id",
        "conclusion_" + field,
        "label",
        output.label(),
        "name",
        field,
        "typeRef",
        optional ? primitive(output.field()) : "t_" + field);
    String allowed = allowed(output.field());
    if (!allowed.isEmpty() && (ranks || !optional)) {
      begin("outputValues", "id", "conclusion_" + field + "_values");
      element("text", optional ? allowed + ", null" : allowed);
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void rule(DecisionTable table, Row row) throws XMLStreamException {
    begin("rule", "id", row.id());
    for (int i = 0; i < row.tests().size(); i++) {
      begin("inputEntry", "id", row.id() + "_in_" + i);
      element("text", test(row.tests().get(i)));
      xml.writeEndElement();
    }
    for (int i = 0; i < table.outputs().size(); i++) {
      begin("outputEntry", "id", row.id() + "_out_" + i);
      element("text", literal(row.conclusions().get(i)));
      xml.writeEndElement();
    }
    begin("annotationEntry");
    element("text", row.note());
    xml.writeEndElement();
    xml.writeEndElement();
  }

  /// A name that FEEL reads as one.
  static String name(String name) {
    return name.replace('.', '_').replace('-', '_');
  }

  private static String primitive(Field field) {
    return switch (field.type()) {
      case NumberType _ -> "number";
      case WordType _, WordsType _, TextType _, TextsType _ -> "string";
      case FlagType _ -> "boolean";
    };
  }

  /// What may be, as a unary test; empty where that cannot be listed.
  private static String allowed(Field field) {
    return switch (field.type()) {
      case NumberType number ->
          "[" + Spelling.number(number.least()) + ".." + Spelling.number(number.most()) + "]";
      case WordType words -> words.open() ? "" : words(words.words());
      case WordsType _, TextType _, TextsType _ -> "";
      case FlagType _ -> "true, false";
    };
  }

  private static String test(UnaryTest test) {
    return switch (test) {
      case UnaryTest.Any _ -> "-";
      case UnaryTest.InRanges ranges -> ranges.text();
      case UnaryTest.IsFlag flag -> flag.text();
      case UnaryTest.InWords words when isSeveral(words.field()) -> several(words);
      case UnaryTest.InWords words -> one(words);
    };
  }

  private static boolean isSeveral(Field field) {
    return field.type() instanceof WordsType || field.type() instanceof TextsType;
  }

  private static String one(UnaryTest.InWords test) {
    String words = words(test.words().stream().sorted().toList());
    if (!test.negated()) {
      return words;
    }
    return Known.always(test.field())
        ? "not(" + words + ")"
        : "? != null and not(? in (" + words + "))";
  }

  private static String several(UnaryTest.InWords test) {
    String words = words(test.words().stream().sorted().toList());
    return test.negated()
        ? "? != null and count(?) > 0 and (every w in ? satisfies not(w in (" + words + ")))"
        : "? != null and (some w in ? satisfies w in (" + words + "))";
  }

  private static String words(List<String> words) {
    return words.stream().map(Spelling::literal).collect(Collectors.joining(", "));
  }

  private static String literal(@Nullable Object conclusion) {
    return switch (conclusion) {
      case null -> "null";
      case String word -> Spelling.literal(word);
      case Double number -> Spelling.number(number);
      default -> conclusion.toString();
    };
  }

  private void begin(String element, String... attributes) throws XMLStreamException {
    xml.writeStartElement(element);
    attributes(attributes);
  }

  private void empty(String element, String... attributes) throws XMLStreamException {
    xml.writeEmptyElement(element);
    attributes(attributes);
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }

  private void element(String name, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}
