package dev.ombud.decide.sheet;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Grid;
import dev.ombud.decide.table.RefusedException;
import dev.ombud.decide.table.Spelling;
import dev.ombud.decide.table.TableReader;
import dev.ombud.decide.table.WordTests;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A decision table as comma-separated values (RFC 4180, UTF-8): the same cells in the same places
/// as in its workbook, so that findings carry the same addresses.
///
/// ```
/// Table,severity,,
/// Hit policy,PRIORITY,,
/// id,in,out,note
/// ,cluster.categories,severity,
/// Id,What it is about,Severity,Note
/// SEV-001,"""payment_failure""",P1,customers cannot pay
/// ```
///
/// A byte order mark is skipped. A spreadsheet runs what begins with `=`, `+`, `-` or `@`: such a
/// text is written with a `'` before it, which reading takes away. Stateless, so thread-safe.
public final class CsvTable {
  private static final Pattern ARMED = Pattern.compile("['=+@].*|-.*[^-0-9., ].*", Pattern.DOTALL);
  private static final Pattern DISARMED = Pattern.compile("'['=+@-].*", Pattern.DOTALL);

  private CsvTable() {}

  /// Never throws for any content; of 5 MB, 20,000 rows and 100 columns no more is read.
  ///
  /// @param file the name that findings give, for example `severity.csv`
  /// @param lexicon the words that its cells may name
  public static WorkbookReader.Reading read(String file, byte[] csv, Lexicon lexicon) {
    Findings findings = new Findings(file);
    Optional<DecisionTable> table = Optional.empty();
    try {
      table = TableReader.read(CsvReader.read(file, csv, findings), lexicon, findings);
    } catch (RefusedException e) {
      findings.add(e.code(), e.reason());
    }
    return new WorkbookReader.Reading(table, findings.list());
  }

  /// Lines end with CR and LF, as the format has it.
  public static byte[] write(DecisionTable table) {
    StringBuilder csv = new StringBuilder();
    int note = WorkbookWriter.noteColumn(table);
    String[] line = blank(note);
    line[0] = "Table";
    line[1] = table.name();
    append(csv, line);
    line[0] = "Hit policy";
    line[1] = table.hitPolicy().text();
    append(csv, line);
    header(csv, table, note);
    int number = WorkbookWriter.FIRST_ROW + 1;
    for (Row row : table.rows()) {
      for (; number < row.number(); number++) {
        append(csv, blank(note));
      }
      append(csv, cells(table, row, note));
      number++;
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void header(StringBuilder csv, DecisionTable table, int note) {
    String[] roles = blank(note);
    String[] fields = blank(note);
    String[] labels = blank(note);
    roles[0] = "id";
    labels[0] = "Id";
    for (Column column : table.inputs()) {
      roles[column.position()] = "in";
      fields[column.position()] = WorkbookWriter.named(column.field());
      labels[column.position()] = column.label();
    }
    for (Column column : table.outputs()) {
      roles[column.position()] = "out";
      fields[column.position()] = WorkbookWriter.named(column.field());
      labels[column.position()] = column.label();
    }
    roles[note] = "note";
    labels[note] = "Note";
    append(csv, roles);
    append(csv, fields);
    append(csv, labels);
  }

  private static String[] cells(DecisionTable table, Row row, int note) {
    String[] cells = blank(note);
    cells[0] = row.id();
    for (int i = 0; i < table.inputs().size(); i++) {
      cells[table.inputs().get(i).position()] = row.tests().get(i).text();
    }
    for (int i = 0; i < table.outputs().size(); i++) {
      Column column = table.outputs().get(i);
      cells[column.position()] = constant(column.field(), row.conclusions().get(i));
    }
    cells[note] = row.note();
    return cells;
  }

  /// A text that would be taken for a number or a date is written in quotes.
  private static String constant(Field field, @Nullable Object value) {
    String cell = WordTests.shown(value);
    boolean mistaken =
        (field.type() instanceof Field.TextType || field.type() instanceof Field.TextsType)
            && value instanceof String
            && !(CsvReader.typed(cell) instanceof Grid.Text);
    return mistaken ? Spelling.literal(cell) : cell;
  }

  private static String[] blank(int last) {
    String[] line = new String[last + 1];
    Arrays.fill(line, "");
    return line;
  }

  private static void append(StringBuilder csv, String[] line) {
    for (int i = 0; i < line.length; i++) {
      String cell = ARMED.matcher(line[i]).matches() ? "'" + line[i] : line[i];
      boolean quotes = cell.chars().anyMatch(c -> ",;\t\"\r\n".indexOf(c) >= 0);
      csv.append(i == 0 ? "" : ",");
      csv.append(quotes ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell);
    }
    csv.append("\r\n");
  }

  static String disarmed(String cell) {
    return DISARMED.matcher(cell).matches() ? cell.substring(1) : cell;
  }
}
