package dev.ombud.decide.sheet;

import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Grid;
import dev.ombud.decide.table.HeaderReader;
import dev.ombud.decide.table.RefusedException;
import dev.ombud.decide.table.Spelling;
import dev.ombud.ground.base.HeavyWork;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Takes a text of comma-separated values (RFC 4180) apart into the grid of its cells. A comma, a
/// semicolon or a tab separates: the first of them counts, since the first line is always `Table`
/// and its name. By hand, since every cell that is wrong is named with its row and column, and the
/// rest is read all the same: no library of CSV says more than that a file is broken. For one text
/// and one thread.
final class CsvReader {
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{1,4}[/-]\\d{1,2}[/-]\\d{1,4}|\\d{1,2}\\.\\d{1,2}\\.\\d{4}"
              + "|\\d{1,2}[- /][A-Z][a-z]{2}([- /]\\d{2,4})?|[A-Z][a-z]{2}[- /]\\d{2}(\\d{2})?)"
              + "([T ]\\d{1,2}:\\d{2}.*)?");

  /// Some spreadsheets write many empty cells at the end of a line.
  private static final int MAX_COLUMNS = 1_000;

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,17}(\\.\\d{1,17})?");

  private final String text;
  private final char separator;
  private final List<Problem> problems = new ArrayList<>();
  private final NavigableMap<Integer, NavigableMap<Integer, Grid.Cell>> rows = new TreeMap<>();
  private final Map<Integer, Integer> widths = new HashMap<>();
  private int at;
  private int row = 1;
  private int column;
  private int cells;

  /// Kept until the name of the sheet is known.
  private record Problem(int row, int column, String code, String message) {}

  private CsvReader(String text) {
    this.text = text;
    this.separator = separator(text);
  }

  /// @throws RefusedException if the bytes are no UTF-8 or too many
  static Grid read(String file, byte[] csv, Findings findings) {
    if (csv.length > Archive.MAX_BYTES) {
      throw new RefusedException(
          "too-large",
          "the file has %d bytes, but a table has at most %d: split the table"
              .formatted(csv.length, Archive.MAX_BYTES));
    }
    CsvReader reader = new CsvReader(decoded(csv));
    while (reader.at < reader.text.length()) {
      HeavyWork.requireTime();
      reader.line();
    }
    reader.requireWidth();
    NavigableMap<Integer, Grid.Cell> title = reader.rows.getOrDefault(1, new TreeMap<>());
    String name = title.get(1) instanceof Grid.Text(String word) ? word.strip() : "";
    Grid grid = new Grid(file, WorkbookWriter.sheetName(name), reader.rows);
    for (Problem problem : reader.problems) {
      findings.add(grid.sheet(), problem.row, problem.column, problem.code, problem.message);
    }
    return grid;
  }

  private static String decoded(byte[] csv) {
    ByteBuffer bytes = ByteBuffer.wrap(csv);
    CharBuffer chars = CharBuffer.allocate(csv.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true);
    String text = chars.flip().toString();
    if (result.isError()) {
      throw new RefusedException(
          "not-utf-8",
          "line %d: byte 0x%02x is no UTF-8: save the file as \"CSV UTF-8\""
              .formatted(1 + text.chars().filter(c -> c == '\n').count(), csv[bytes.position()]));
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static char separator(String text) {
    boolean inQuotes = false;
    for (int i = 0; i < text.length() && text.charAt(i) != '\n'; i++) {
      char c = text.charAt(i);
      inQuotes ^= c == '"';
      if (!inQuotes && (c == ',' || c == ';' || c == '\t')) {
        return c;
      }
    }
    return ',';
  }

  private void line() {
    column = 0;
    while (true) {
      put(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      if (at < text.length() && text.charAt(at) == separator) {
        at++;
        column++;
        if (column == MAX_COLUMNS) {
          throw new RefusedException(
              "too-many-columns",
              "line %d has more than %d cells, but a table has at most %d columns: split it"
                  .formatted(row, MAX_COLUMNS, HeaderReader.MAX_COLUMNS));
        }
      } else {
        break;
      }
    }
    if (rows.containsKey(row)) {
      widths.put(row, column + 1);
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    row++;
  }

  private Grid.Cell plain() {
    int start = at;
    skip();
    String cell = text.substring(start, at);
    return cell.indexOf('"') < 0
        ? cell(cell)
        : refused(
            "bad-quotes",
            "%s has quotes inside: put the whole cell into quotes and write each inner one twice"
                .formatted(Spelling.quoted(cell)));
  }

  private Grid.Cell quoted() {
    StringBuilder cell = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' && !text.startsWith("\"\"", at)) {
        int end = ++at;
        skip();
        return at == end
            ? cell(cell.toString())
            : refused(
                "bad-quotes",
                "%s follows the closing quote: write each quote inside of the cell twice"
                    .formatted(Spelling.quoted(text.substring(end, at))));
      }
      at += c == '"' ? 1 : 0;
      cell.append(c);
    }
    return refused("bad-quotes", "the quotes that begin here never end: close them");
  }

  /// On to where the cell ends.
  private void skip() {
    while (at < text.length() && "\r\n".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == separator) {
        return;
      }
      at++;
    }
  }

  private void put(Grid.Cell cell) {
    if (cell instanceof Grid.Text(String blank) && blank.isBlank()) {
      return;
    }
    rows.computeIfAbsent(row, _ -> new TreeMap<>()).put(column, cell);
    SheetReader.requireFew(rows);
    if (++cells > SheetReader.MAX_CELLS) {
      throw new RefusedException(
          "too-large",
          "the file has more than %d cells: split the table".formatted(SheetReader.MAX_CELLS));
    }
  }

  private Grid.Cell refused(String code, String message) {
    problems.add(new Problem(row, column, code, message));
    return new Grid.Refused();
  }

  private Grid.Cell cell(String written) {
    String cell = CsvTable.disarmed(written);
    try {
      CellText.require(cell);
    } catch (RefusedException e) {
      return refused(e.code(), e.reason());
    }
    return typed(cell);
  }

  /// As a spreadsheet would take it. A number that is spelled in another way than a spreadsheet
  /// writes it, such as the version `1.10`, was not made by one and is still the text that it was.
  static Grid.Cell typed(String cell) {
    if (DATE.matcher(cell).matches()) {
      return new Grid.Day(cell);
    }
    if (NUMBER.matcher(cell).matches()) {
      double number = Double.parseDouble(cell);
      if (Spelling.number(number).equals(cell)) {
        return new Grid.Figure(number, false);
      }
    }
    return new Grid.Text(cell);
  }

  /// A comma too many or too few moves all that follows into other columns, where it may well be
  /// taken; a row that is not as wide as the header is therefore not looked into.
  private void requireWidth() {
    Integer roles = rows.higherKey(2);
    if (roles == null) {
      return;
    }
    int width = 0;
    for (int header = roles; header < roles + 3; header++) {
      width = Math.max(width, widths.getOrDefault(header, 0));
    }
    for (var entry : rows.tailMap(roles + 3).entrySet()) {
      int actual = widths.getOrDefault(entry.getKey(), 0);
      if (actual != width && problems.size() <= Findings.MAX_FINDINGS) {
        problems.add(
            new Problem(
                entry.getKey(),
                0,
                "cell-count",
                "the row has %d cells and the header %d: put a cell with `%s` in it into quotes"
                    .formatted(actual, width, separator == '\t' ? "tab" : separator)));
        entry.getValue().replaceAll((_, _) -> new Grid.Refused());
        for (int i = 0; i < Math.min(width, HeaderReader.MAX_COLUMNS); i++) {
          entry.getValue().put(i, new Grid.Refused());
        }
        entry.getValue().tailMap(width).clear();
      }
    }
  }
}
