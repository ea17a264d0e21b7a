package dev.ombud.decide.sheet;

import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Grid;
import dev.ombud.decide.table.RefusedException;
import dev.ombud.decide.table.Spelling;
import dev.ombud.decide.table.TableReader;
import dev.ombud.ground.base.HeavyWork;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.util.CellReference;

/// Streams the cells of a sheet into a grid and refuses by address what no table holds: formulas,
/// errors, merged cells, hidden rows and columns, objects. For one sheet and one thread.
final class SheetReader {
  private static final Pattern ADDRESS = Pattern.compile("([A-Z]{1,3}+)([1-9][0-9]{0,6}+)");
  private static final Pattern AREA =
      Pattern.compile("([A-Z]{1,3}+[1-9][0-9]{0,6}+):([A-Z]{1,3}+[1-9][0-9]{0,6}+)");
  private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");
  private static final int MAX_COLUMNS = 16_384;
  private static final int MAX_ROWS = 1_048_576;
  static final int MAX_CELLS = 1_000_000;

  /// What stands above the rows, and a few rows too many, so that the first of them is named.
  private static final int MAX_OTHERS = 1_000;

  private final String sheet;
  private final List<String> strings;
  private final CellFormats formats;
  private final Findings findings;
  private final NavigableMap<Integer, NavigableMap<Integer, Grid.Cell>> rows = new TreeMap<>();
  private final BitSet hiddenColumns = new BitSet();
  private final BitSet hiddenRows = new BitSet();
  private final BitSet usedColumns = new BitSet();
  private int cells;
  private int row;
  private int column;

  /// @param row from 1
  /// @param column from 0
  private record Address(int row, int column) {}

  SheetReader(String sheet, List<String> strings, CellFormats formats, Findings findings) {
    this.sheet = sheet;
    this.strings = strings;
    this.formats = formats;
    this.findings = findings;
  }

  NavigableMap<Integer, NavigableMap<Integer, Grid.Cell>> read(byte[] part) {
    Xml.visit(part, this::element);
    refuseHidden();
    return rows;
  }

  private void element(String name, XMLStreamReader xml) throws XMLStreamException {
    switch (name) {
      case "col" -> {
        if (Xml.isTrue(xml, "hidden") || isZero(Xml.attribute(xml, "width"))) {
          int first = Math.max(1, integer(Xml.attribute(xml, "min"), 1)) - 1;
          int last = Math.min(MAX_COLUMNS, integer(Xml.attribute(xml, "max"), MAX_COLUMNS));
          hiddenColumns.set(Math.min(first, last), Math.max(last, 0));
        }
      }
      case "row" -> {
        row = integer(Xml.attribute(xml, "r"), row + 1);
        requireRow();
        column = -1;
        if (Xml.isTrue(xml, "hidden") || isZero(Xml.attribute(xml, "ht"))) {
          hiddenRows.set(row);
        }
      }
      case "c" -> cell(xml);
      case "mergeCell" -> merged(Xml.attribute(xml, "ref"));
      case "oleObject", "control" ->
          findings.add(sheet, "embedded-object", "the sheet holds an embedded object: delete it");
      default -> {}
    }
  }

  private void cell(XMLStreamReader xml) throws XMLStreamException {
    HeavyWork.requireTime();
    String type = Xml.attribute(xml, "t");
    int style = integer(Xml.attribute(xml, "s"), 0);
    locate(Xml.attribute(xml, "r"));
    String value = "";
    boolean formula = false;
    while (true) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "f" -> {
            Xml.text(xml);
            formula = true;
          }
          case "v", "is" -> {
            // A program may leave the old text beside the new value; the cell's type says which
            // counts.
            boolean counts = xml.getLocalName().equals("is") == type.equals("inlineStr");
            String text = Xml.text(xml);
            value = counts ? text : value;
          }
          default -> Xml.text(xml);
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        break;
      }
    }
    Grid.Cell cell =
        formula
            ? refused("formula", "the cell holds a formula: write its value")
            : content(type, style, value);
    if (cell instanceof Grid.Text text && text.text().isBlank()) {
      return;
    }
    if (rows.computeIfAbsent(row, _ -> new TreeMap<>()).put(column, cell) != null) {
      refused("repeated-cell", "the file holds this cell twice: open it and save it anew");
    }
    requireFew(rows);
    usedColumns.set(column);
    if (++cells > MAX_CELLS) {
      throw new RefusedException(
          "too-large", "the sheet has more than %d cells: split the table".formatted(MAX_CELLS));
    }
  }

  /// Before anything is made of them: of a table all rows but a few are rows of it.
  ///
  /// @throws RefusedException where there are more than any table has
  static void requireFew(NavigableMap<Integer, ?> rows) {
    if (rows.size() > TableReader.MAX_ROWS + MAX_OTHERS) {
      throw new RefusedException(
          "too-many-rows", "a table has at most %d rows: split it".formatted(TableReader.MAX_ROWS));
    }
  }

  private void locate(String reference) {
    column++;
    Matcher address = ADDRESS.matcher(reference);
    if (address.matches()) {
      Address at = address(reference);
      column = at.column();
      row = at.row();
      requireRow();
    } else if (!reference.isEmpty()) {
      throw Archive.broken("has a cell at " + Spelling.quoted(reference));
    }
  }

  private void requireRow() {
    if (row < 1 || row > MAX_ROWS) {
      throw Archive.broken("has a row " + row);
    }
  }

  private Grid.Cell content(String type, int style, String value) {
    if (value.isEmpty()) {
      return new Grid.Text("");
    }
    return switch (type) {
      case "s" -> {
        int index = integer(value.strip(), -1);
        yield index >= 0 && index < strings.size()
            ? text(strings.get(index))
            : refused("broken", "the text of the cell is missing from the file: write it again");
      }
      case "inlineStr", "str" -> text(unescaped(value));
      case "b" -> new Grid.Flag(value.strip().equals("1") || value.strip().equals("true"));
      case "e" ->
          refused(
              "error-cell",
              "the cell holds the error %s: write a value".formatted(Spelling.quoted(value)));
      case "d" -> new Grid.Day(value);
      case "", "n" -> number(style, value.strip());
      default -> refused("broken", "the cell is of no known kind: write it again");
    };
  }

  private Grid.Cell text(String text) {
    try {
      CellText.require(text);
      return new Grid.Text(text);
    } catch (RefusedException e) {
      return refused(e.code(), e.reason());
    }
  }

  /// The format writes what XML cannot hold as `_x000D_`.
  static String unescaped(String text) {
    if (!text.contains("_x")) {
      return text;
    }
    return ESCAPE
        .matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                Character.toString((char) Integer.parseInt(found.group(1), 16))));
  }

  private Grid.Cell number(int style, String value) {
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return refused(
          "not-a-number", "%s is not a number: write it again".formatted(Spelling.quoted(value)));
    }
    return switch (formats.of(style)) {
      case PLAIN -> new Grid.Figure(number, false);
      case PERCENT -> new Grid.Figure(number, true);
      case DATE -> {
        LocalDateTime day =
            DateUtil.isValidExcelDate(number) ? DateUtil.getLocalDateTime(number) : null;
        yield new Grid.Day(day == null ? value : day.toString());
      }
    };
  }

  private Grid.Cell refused(String code, String message) {
    findings.add(sheet, row, column, code, message);
    return new Grid.Refused();
  }

  /// Titles above the table may be merged; nothing from the roles on may.
  private void merged(String area) {
    Matcher matcher = AREA.matcher(area);
    if (!matcher.matches()) {
      throw Archive.broken("merges " + Spelling.quoted(area));
    }
    Address first = address(matcher.group(1));
    if (address(matcher.group(2)).row() > 2) {
      findings.add(
          sheet,
          first.row(),
          first.column(),
          area,
          "merged",
          "the cells are merged: unmerge them and write each value");
    }
  }

  private void refuseHidden() {
    for (int hidden : rows.keySet()) {
      if (hiddenRows.get(hidden)) {
        findings.add(
            sheet,
            hidden,
            0,
            hidden + ":" + hidden,
            "hidden",
            "the row is hidden, maybe by a filter: unhide or delete it");
      }
    }
    hiddenColumns.and(usedColumns);
    for (int hidden : hiddenColumns.stream().toArray()) {
      String letter = CellReference.convertNumToColString(hidden);
      findings.add(
          sheet,
          1,
          hidden,
          letter + ":" + letter,
          "hidden",
          "the column is hidden: unhide or delete it");
    }
  }

  private static boolean isZero(String measure) {
    return measure.matches("0+(\\.0*)?");
  }

  /// The column of an address, from 0; empty where it is none.
  static OptionalInt column(String reference) {
    return ADDRESS.matcher(reference).matches()
        ? OptionalInt.of(address(reference).column())
        : OptionalInt.empty();
  }

  private static Address address(String reference) {
    int column = 0;
    int i = 0;
    for (; Character.isLetter(reference.charAt(i)); i++) {
      column = column * 26 + reference.charAt(i) - 'A' + 1;
    }
    return new Address(Integer.parseInt(reference.substring(i)), column - 1);
  }

  static int integer(String text, int otherwise) {
    try {
      return text.isEmpty() ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
