package dev.ombud.bench;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One table of 1,000 rows and what it is asked, in forms that three engines take: six inputs
/// (three words, three numbers), one output, FIRST. The real aggregates, spread over the products
/// of the table, are the questions. Immutable.
final class OneTable {
  static final int ROWS = 1_000;

  private static final int PRODUCTS = 40;
  private static final List<String> SURFACES =
      List.of("account", "billing", "browse", "general", "playback");

  /// The inputs, with the names that the other engines know them by: none has a dot.
  private static final Map<Field, String> INPUTS = inputs();

  private OneTable() {}

  private static Map<Field, String> inputs() {
    Map<Field, String> inputs = new java.util.LinkedHashMap<>();
    inputs.put(Vocabulary.PRODUCT, "product");
    inputs.put(Vocabulary.SURFACE, "surface");
    inputs.put(Vocabulary.TRUST, "trust");
    inputs.put(Vocabulary.COUNT, "count");
    inputs.put(Vocabulary.NEGATIVE_SHARE, "negativeShare");
    inputs.put(Vocabulary.CONFIDENCE, "confidence");
    return inputs;
  }

  static DecisionTable table() {
    List<Column> columns = new ArrayList<>();
    INPUTS.forEach((field, name) -> columns.add(new Column(field, columns.size() + 1, name)));
    List<Row> rows = new ArrayList<>();
    while (rows.size() < ROWS - 1) {
      rows.add(row(rows.size()));
    }
    rows.add(row(ROWS - 1, "P4", "-", "-", "-", "-", "-", "-"));
    return new DecisionTable(
        "severity",
        "severity.xlsx",
        "Severity",
        HitPolicy.FIRST,
        columns,
        List.of(new Column(Vocabulary.SEVERITY, columns.size() + 1, "severity")),
        rows);
  }

  private static Row row(int number) {
    int product = number / (5 * SURFACES.size());
    String name = '"' + product(product) + '"';
    String surface = '"' + SURFACES.get(number / 5 % SURFACES.size()) + '"';
    String confidence = ">= 0.%02d".formatted(70 + product % 8);
    return switch (number % 5) {
      case 0 ->
          row(number, "P1", name, surface, "\"HIGH\",\"MEDIUM\"", ">= 20", ">= 0.6", ">= 0.9");
      case 1 ->
          row(number, "P2", name, surface, "\"HIGH\",\"MEDIUM\"", ">= 10", ">= 0.4", ">= 0.8");
      case 2 -> row(number, "P2", name, surface, "-", "[5..10)", "> 0.5", confidence);
      case 3 -> row(number, "P3", name, surface, "not(\"LOW\")", ">= 3", "[0.7..1]", confidence);
      default -> row(number, "P4", name, surface, "-", "< 5", "< 0.2", "-");
    };
  }

  private static Row row(int number, String severity, String... cells) {
    List<UnaryTest> tests = new ArrayList<>();
    for (Field field : INPUTS.keySet()) {
      tests.add(GrownRuleset.read(field, cells[tests.size()]));
    }
    return new Row("SEV-%04d".formatted(number), number, "", tests, List.of(severity), "");
  }

  private static String product(int number) {
    return "product-%02d".formatted(number % PRODUCTS);
  }

  /// The real aggregates, each for one of the table's products.
  static List<Aggregate> questions() throws IOException {
    List<Aggregate> questions = new ArrayList<>();
    for (Aggregate each : Aggregates.real()) {
      questions.add(
          new Aggregate(
              each.specVersion(),
              each.aggregateId(),
              each.revision(),
              each.window(),
              product(questions.size()),
              each.surface(),
              each.funnelStep(),
              each.source(),
              each.release(),
              each.cohort(),
              each.cluster(),
              each.volume(),
              each.sentiment(),
              each.telemetry(),
              each.business(),
              each.exposure(),
              each.regions(),
              each.evidence(),
              each.tests(),
              each.lineage(),
              each.upstream(),
              each.entities(),
              each.ingestedAt(),
              each.correlation(),
              each.order(),
              each.links(),
              each.variables()));
    }
    return questions;
  }

  /// A question as variables.
  static Map<String, Object> variables(Aggregate question) {
    return Map.of(
        "product", question.product(),
        "surface", question.surface(),
        "trust", question.source().trust().name(),
        "count", question.volume().count(),
        "negativeShare", question.sentiment().negativeShare(),
        "confidence", question.cluster().confidence());
  }

  /// The table as a DMN 1.3 document. The cells are S-FEEL, ours as well as theirs.
  ///
  /// @param number what the engine calls the type of numbers
  static String dmn(DecisionTable table, String number) {
    StringBuilder inputs = new StringBuilder();
    StringBuilder needs = new StringBuilder();
    StringBuilder columns = new StringBuilder();
    INPUTS.forEach((field, name) -> {
      String type = field.type() instanceof Field.NumberType ? number : "string";
      inputs.append(
          "<inputData id='%1$s_data' name='%1$s'><variable name='%1$s' typeRef='%2$s'/></inputData>"
              .formatted(name, type));
      needs.append(
          "<informationRequirement id='%1$s_need'><requiredInput href='#%1$s_data'/></informationRequirement>"
              .formatted(name));
      columns.append(
          "<input id='%1$s_in' label='%1$s'><inputExpression id='%1$s_ex' typeRef='%2$s'><text>%1$s</text></inputExpression></input>"
              .formatted(name, type));
    });
    StringBuilder rows = new StringBuilder();
    for (Row row : table.rows()) {
      rows.append("<rule id='").append(row.id()).append("'>");
      for (int i = 0; i < row.tests().size(); i++) {
        entry(rows, "inputEntry", row.id() + "_" + i, row.tests().get(i).text());
      }
      entry(rows, "outputEntry", row.id() + "_out", "\"" + row.conclusions().getFirst() + '"');
      rows.append("</rule>\n");
    }
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="bench" name="bench"
        namespace="urn:ombud:bench">
      %s
      <decision id="severity" name="severity">
        <variable name="severity" typeRef="string"/>
        %s
        <decisionTable id="table" hitPolicy="FIRST">
          %s
          <output id="out" name="severity" typeRef="string"/>
          %s
        </decisionTable>
      </decision>
    </definitions>
    """
        .formatted(inputs, needs, columns, rows);
  }

  private static void entry(StringBuilder xml, String element, String id, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    xml.append("<%1$s id='%2$s'><text>%3$s</text></%1$s>".formatted(element, id, escaped));
  }
}
