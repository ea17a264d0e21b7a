package dev.ombud.decide.sheet;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.HeaderReader;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.decide.table.WordTests;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.field.Field;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.poi.xssf.streaming.SXSSFCell;
import org.apache.poi.xssf.streaming.SXSSFRow;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;

/// Writes a decision table as a workbook that people read and edit: what it says is in
/// [HeaderReader] and [UnaryTestReader][dev.ombud.decide.table.UnaryTestReader], how it looks in
/// [WorkbookLook]. The same table always gives the same bytes, and reading them gives an equal
/// table. Stateless, so thread-safe.
public final class WorkbookWriter {
  static final int ROLES = 2;
  static final int FIRST_ROW = 5;

  private static final int ROWS_IN_MEMORY = 200;
  private static final Date EPOCH = Date.from(Instant.EPOCH);
  static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);
  private static final Pattern ESCAPE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

  /// A label may wrap once.
  private static final float TWO_LINES = 30;

  private WorkbookWriter() {}

  /// The bytes of the workbook.
  public static byte[] write(DecisionTable table) {
    return write(table, List.of(), Map.of());
  }

  /// With columns for people behind the notes, which no reader looks at.
  ///
  /// @param cells numbers and texts of these columns, by the id of the row
  static byte[] write(
      DecisionTable table, List<String> labels, Map<String, ? extends List<?>> cells) {
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        SXSSFWorkbook streamed = new SXSSFWorkbook(workbook, ROWS_IN_MEMORY, false, true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      SXSSFSheet sheet = streamed.createSheet(table.sheet());
      WorkbookLook look = new WorkbookLook(streamed, sheet, table);
      header(sheet, table, look);
      for (int i = 0; i < labels.size(); i++) {
        column(sheet, noteColumn(table) + 1 + i, look, HeaderReader.INFO, "", labels.get(i));
      }
      int last = rows(sheet, table, look, cells);
      look.finish(last);
      // Texts are shared in the order in which sheets are flushed, which is else that of a hash.
      sheet.flushRows();
      var properties = workbook.getProperties().getCoreProperties();
      properties.setCreator("Ombud");
      properties.setTitle(table.name());
      properties.setCreated(Optional.of(EPOCH));
      properties.setModified(Optional.of(EPOCH));
      streamed.setZip64Mode(Zip64Mode.Never);
      streamed.write(bytes);
      // Or else closing writes the rest a second time.
      workbook.getPackage().revert();
      return withoutTimes(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The sheet that a table of this name gets, for example `Severity`.
  static String sheetName(String table) {
    if (table.isEmpty()) {
      return "Table";
    }
    String name = table.substring(0, 1).toUpperCase(Locale.ROOT) + table.substring(1);
    return name.substring(0, Math.min(31, name.length()));
  }

  static int noteColumn(DecisionTable table) {
    int last = 0;
    for (Column column : table.inputs()) {
      last = Math.max(last, column.position());
    }
    for (Column column : table.outputs()) {
      last = Math.max(last, column.position());
    }
    return last + 1;
  }

  private static void header(SXSSFSheet sheet, DecisionTable table, WorkbookLook look) {
    SXSSFRow title = sheet.createRow(0);
    text(title, 0, "Table").setCellStyle(look.title());
    text(title, 1, table.name()).setCellStyle(look.title());
    SXSSFRow policy = sheet.createRow(1);
    text(policy, 0, "Hit policy").setCellStyle(look.title());
    text(policy, 1, table.hitPolicy().text()).setCellStyle(look.title());
    for (int i = 0; i < 3; i++) {
      sheet.createRow(ROLES + i);
    }
    sheet.getRow(ROLES + 2).setHeightInPoints(TWO_LINES);
    column(sheet, 0, look, "id", "", "Id");
    for (Column column : table.inputs()) {
      column(sheet, column.position(), look, "in", named(column.field()), column.label());
    }
    for (Column column : table.outputs()) {
      column(sheet, column.position(), look, "out", named(column.field()), column.label());
    }
    column(sheet, noteColumn(table), look, "note", "", "Note");
  }

  private static void column(
      SXSSFSheet sheet, int position, WorkbookLook look, String role, String field, String label) {
    text(sheet.getRow(ROLES), position, role).setCellStyle(look.role());
    text(sheet.getRow(ROLES + 1), position, field).setCellStyle(look.role());
    text(sheet.getRow(ROLES + 2), position, label).setCellStyle(look.label());
  }

  static String named(Field field) {
    return field.unit().isEmpty() ? field.name() : field.name() + " [" + field.unit() + "]";
  }

  /// Rows keep the numbers that they have, as far as that is possible.
  private static int rows(
      SXSSFSheet sheet,
      DecisionTable table,
      WorkbookLook look,
      Map<String, ? extends List<?>> cells) {
    int note = noteColumn(table);
    int index = FIRST_ROW - 1;
    for (Row row : table.rows()) {
      HeavyWork.requireTime();
      index = Math.max(row.number() - 1, index + 1);
      SXSSFRow line = sheet.createRow(index);
      text(line, 0, row.id()).setCellStyle(look.id());
      for (int i = 0; i < table.inputs().size(); i++) {
        input(line, table.inputs().get(i), row.tests().get(i), look);
      }
      for (int i = 0; i < table.outputs().size(); i++) {
        output(line, table.outputs().get(i), row.conclusions().get(i), look);
      }
      text(line, note, row.note()).setCellStyle(look.note());
      int position = note;
      for (Object cell : cells.containsKey(row.id()) ? cells.get(row.id()) : List.of()) {
        position++;
        if (cell instanceof Number number) {
          number(line, position, number.doubleValue(), look);
        } else {
          text(line, position, cell.toString()).setCellStyle(look.id());
        }
      }
    }
    return index;
  }

  private static void input(SXSSFRow line, Column column, UnaryTest test, WorkbookLook look) {
    if (test instanceof UnaryTest.InRanges(var _, var ranges, var _)
        && ranges.size() == 1
        && ranges.getFirst().low() == ranges.getFirst().high()) {
      number(line, column.position(), ranges.getFirst().low(), look);
    } else {
      text(line, column.position(), test.text()).setCellStyle(look.of(column));
    }
  }

  private static void output(
      SXSSFRow line, Column column, @Nullable Object value, WorkbookLook look) {
    if (value instanceof Double number) {
      number(line, column.position(), number, look);
      return;
    }
    text(line, column.position(), WordTests.shown(value)).setCellStyle(look.of(column));
  }

  private static void number(SXSSFRow line, int position, double number, WorkbookLook look) {
    SXSSFCell cell = line.createCell(position);
    cell.setCellValue(number);
    cell.setCellStyle(look.number());
  }

  private static SXSSFCell text(SXSSFRow row, int position, String text) {
    SXSSFCell cell = row.createCell(position);
    if (!text.isEmpty()) {
      cell.setCellValue(escaped(text));
    }
    return cell;
  }

  /// The format reads `_x0041_` as an escape, so that a literal one needs its `_` escaped.
  static String escaped(String text) {
    return ESCAPE.matcher(text).replaceAll("_x005F_");
  }

  /// The same archive without the time of writing.
  static byte[] withoutTimes(byte[] workbook) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(workbook.length);
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(workbook));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(ENTRY_TIME);
        out.putNextEntry(copy);
        in.transferTo(out);
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
