package dev.ombud.decide.sheet;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.TextsType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.DataValidation;
import org.apache.poi.ss.usermodel.DataValidationConstraint;
import org.apache.poi.ss.usermodel.DataValidationHelper;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.util.CellRangeAddressList;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.streaming.SXSSFRow;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;

/// How a written workbook looks: styles, widths, frozen header, drop-down lists. Nothing in it
/// changes what the table says. For one workbook and one thread.
final class WorkbookLook {
  static final String ALLOWED_VALUES = "Allowed values";

  private static final int MAX_LIST_CHARS = 255;
  private static final int SPARE_ROWS = 500;
  private static final int LAST_ROW = 1_048_575;
  private static final int CHARACTER = 256;

  private final SXSSFWorkbook workbook;
  private final SXSSFSheet sheet;
  private final DecisionTable table;
  private final CellStyle title;
  private final CellStyle role;
  private final CellStyle label;
  private final CellStyle text;
  private final CellStyle number;
  private final CellStyle note;

  WorkbookLook(SXSSFWorkbook workbook, SXSSFSheet sheet, DecisionTable table) {
    this.workbook = workbook;
    this.sheet = sheet;
    this.table = table;
    Font bold = workbook.createFont();
    bold.setBold(true);
    Font grey = workbook.createFont();
    grey.setColor(IndexedColors.GREY_50_PERCENT.getIndex());
    title = style("@");
    title.setFont(bold);
    role = style("@");
    role.setFont(grey);
    label = style("@");
    label.setFont(bold);
    label.setWrapText(true);
    label.setFillForegroundColor(IndexedColors.GREY_25_PERCENT.getIndex());
    label.setFillPattern(FillPatternType.SOLID_FOREGROUND);
    text = style("@");
    number = style("General");
    note = style("@");
    note.setWrapText(true);
  }

  private CellStyle style(String format) {
    CellStyle style = workbook.createCellStyle();
    style.setDataFormat(workbook.createDataFormat().getFormat(format));
    style.setVerticalAlignment(VerticalAlignment.TOP);
    return style;
  }

  CellStyle title() {
    return title;
  }

  CellStyle role() {
    return role;
  }

  CellStyle label() {
    return label;
  }

  CellStyle id() {
    return text;
  }

  CellStyle number() {
    return number;
  }

  CellStyle note() {
    return note;
  }

  /// Text format keeps a spreadsheet from making a date or a formula of what is typed; number
  /// columns must not have it, or numbers would become texts.
  CellStyle of(Column column) {
    return column.field().type() instanceof NumberType ? number : text;
  }

  /// @param last the index of the last row
  void finish(int last) {
    sheet.createFreezePane(1, WorkbookWriter.FIRST_ROW);
    widths();
    drop(new Area("Hit policy", 1, 1, 1), List.of(hitPolicies()), true);
    int lastEdited = Math.min(last + SPARE_ROWS, LAST_ROW);
    List<Column> columns = new ArrayList<>(table.inputs());
    columns.addAll(table.outputs());
    for (Column column : columns) {
      List<String> choices = choices(column.field());
      if (!choices.isEmpty()) {
        boolean isOutput = table.outputs().contains(column);
        Area area =
            new Area(column.label(), WorkbookWriter.FIRST_ROW, lastEdited, column.position());
        drop(area, choices, isOutput);
      }
    }
  }

  private static String[] hitPolicies() {
    return Arrays.stream(HitPolicy.values()).map(HitPolicy::text).toArray(String[]::new);
  }

  private static List<String> choices(Field field) {
    List<String> choices =
        new ArrayList<>(
            switch (field.type()) {
              case WordType type -> type.words();
              case WordsType type -> type.words();
              case FlagType _ -> List.of("true", "false");
              case NumberType _, TextType _, TextsType _ -> List.of();
            });
    if (!choices.isEmpty()) {
      choices.add("-");
    }
    return choices;
  }

  /// Where a drop-down list is offered; rows and columns count from 0.
  private record Area(String label, int first, int last, int position) {}

  /// @param strict whether nothing else may be typed; a test may be more than one word
  private void drop(Area area, List<String> choices, boolean strict) {
    DataValidationHelper helper = sheet.getDataValidationHelper();
    DataValidationConstraint constraint =
        String.join(",", choices).length() <= MAX_LIST_CHARS
            ? helper.createExplicitListConstraint(choices.toArray(String[]::new))
            : helper.createFormulaListConstraint(range(area.label(), choices));
    DataValidation validation =
        helper.createValidation(
            constraint,
            new CellRangeAddressList(area.first(), area.last(), area.position(), area.position()));
    validation.setSuppressDropDownArrow(true);
    validation.setShowErrorBox(strict);
    if (strict) {
      validation.createErrorBox("Not in the list", "Choose one of the list.");
    }
    sheet.addValidationData(validation);
  }

  /// Lists that are too long for a cell's own list stand in a sheet that everybody sees.
  private String range(String heading, List<String> choices) {
    SXSSFSheet values = workbook.getSheet(ALLOWED_VALUES);
    if (values == null) {
      values = workbook.createSheet(ALLOWED_VALUES);
    }
    SXSSFRow head = row(values, 0);
    int column = Math.max(0, head.getLastCellNum());
    head.createCell(column).setCellValue(heading);
    head.getCell(column).setCellStyle(label);
    values.setColumnWidth(column, 28 * CHARACTER);
    for (int i = 0; i < choices.size(); i++) {
      row(values, i + 1).createCell(column).setCellValue(choices.get(i));
    }
    String letter = CellReference.convertNumToColString(column);
    return "'%s'!$%s$2:$%s$%d".formatted(ALLOWED_VALUES, letter, letter, choices.size() + 1);
  }

  private static SXSSFRow row(SXSSFSheet values, int index) {
    SXSSFRow row = values.getRow(index);
    return row == null ? values.createRow(index) : row;
  }

  private void widths() {
    sheet.setColumnWidth(0, 12 * CHARACTER);
    for (int i = 0; i < table.inputs().size(); i++) {
      int longest = 0;
      for (Row row : table.rows()) {
        longest = Math.max(longest, row.tests().get(i).text().length());
      }
      width(table.inputs().get(i), longest);
    }
    for (int i = 0; i < table.outputs().size(); i++) {
      int longest = 0;
      for (Row row : table.rows()) {
        longest = Math.max(longest, String.valueOf(row.conclusions().get(i)).length());
      }
      width(table.outputs().get(i), longest);
    }
    int noteColumn = WorkbookWriter.noteColumn(table);
    sheet.setColumnWidth(noteColumn, 60 * CHARACTER);
  }

  private void width(Column column, int longest) {
    int named = WorkbookWriter.named(column.field()).length();
    int width = Math.min(64, Math.max(Math.max(longest, named), 10)) + 2;
    sheet.setColumnWidth(column.position(), width * CHARACTER);
  }
}
