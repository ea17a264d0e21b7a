package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.testing.Lexicons;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.TimeZone;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataValidation;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

final class WorkbookWriterTest {

  private static XSSFWorkbook opened() throws IOException {
    return new XSSFWorkbook(
        new ByteArrayInputStream(
            TableText.toWorkbook("severity.xlsx", TableTextTest.SEVERITY, Lexicons.SHIPPED)));
  }

  /// Fewer runs than [dev.ombud.testing.Property] has: each writes a whole workbook.
  @Test
  void whatIsWrittenReadsBackEqual() {
    long seed = Long.getLong("ombud.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int run = 1; run <= 25; run++) {
      DecisionTable table = Samples.table(random, 2 * run);
      WorkbookReader.Reading reading =
          WorkbookReader.read(table.file(), WorkbookWriter.write(table), Lexicons.SHIPPED);
      assertThat(reading.findings()).as("run %d of seed %d: %s", run, seed, table).isEmpty();
      assertThat(reading.table()).as("run %d of seed %d", run, seed).contains(table);
    }
  }

  @Test
  void theSameTableGivesTheSameBytes() {
    DecisionTable table = TableText.read("severity.xlsx", TableTextTest.SEVERITY, Lexicons.SHIPPED);
    byte[] first = WorkbookWriter.write(table);
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      for (int run = 0; run < 10; run++) {
        assertThat(Arrays.equals(WorkbookWriter.write(table), first)).isTrue();
      }
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void survivesBeingSavedByAnotherProgram() throws IOException {
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    try (XSSFWorkbook workbook = opened()) {
      XSSFSheet sheet = workbook.getSheetAt(0);
      sheet.getRow(5).getCell(6).setCellValue("now a shared string");
      sheet.getRow(5).getCell(4).setCellValue(false);
      workbook.write(saved);
    }
    WorkbookReader.Reading reading =
        WorkbookReader.read("severity.xlsx", saved.toByteArray(), Lexicons.SHIPPED);

    assertThat(reading.findings()).isEmpty();
    DecisionTable.Row row = reading.table().orElseThrow().rows().getFirst();
    assertThat(row.note()).isEqualTo("now a shared string");
    assertThat(row.tests().getLast().text()).isEqualTo("false");
  }

  @Test
  void isMadeForPeople() throws IOException {
    try (XSSFWorkbook workbook = opened()) {
      XSSFSheet sheet = workbook.getSheetAt(0);
      assertThat(sheet.getSheetName()).isEqualTo("Severity");
      assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
      assertThat(sheet.getPaneInformation().getVerticalSplitLeftColumn()).isEqualTo((short) 1);
      assertThat(sheet.getPaneInformation().getHorizontalSplitTopRow()).isEqualTo((short) 5);
      assertThat(sheet.getRow(4).getCell(1).getCellStyle().getFont().getBold()).isTrue();
      assertThat(sheet.getRow(4).getCell(1).getStringCellValue()).isEqualTo("What it is about");
      assertThat(sheet.getRow(3).getCell(3).getStringCellValue()).isEqualTo("window.hours [hours]");
      assertThat(sheet.getRow(5).getCell(6).getCellStyle().getWrapText()).isTrue();
      assertThat(sheet.getRow(6).getCell(2).getCellType()).isEqualTo(CellType.NUMERIC);
      assertThat(sheet.getRow(5).getCell(2).getCellType()).isEqualTo(CellType.STRING);
      assertThat(sheet.getColumnWidth(6)).isGreaterThan(40 * 256);
    }
  }

  @Test
  void offersDropDownListsAndShowsLongOnesInASheetOfTheirOwn() throws IOException {
    try (XSSFWorkbook workbook = opened()) {
      assertThat(workbook.getSheetAt(0).getDataValidations())
          .extracting(each -> each.getRegions().getCellRangeAddress(0).formatAsString())
          .containsExactly("B2", "B6:B508", "E6:E508", "F6:F508");
      assertThat(workbook.getSheetAt(0).getDataValidations())
          .extracting(each -> each.getValidationConstraint().getFormula1())
          .containsExactly(
              "\"UNIQUE,FIRST,PRIORITY,ANY,COLLECT,RULE ORDER,COLLECT SUM\"",
              "'Allowed values'!$A$2:$A$30",
              "\"true,false,-\"",
              "\"P1,P2,P3,P4,-\"");
      assertThat(workbook.getSheetAt(0).getDataValidations())
          .extracting(DataValidation::getShowErrorBox)
          .containsExactly(true, false, false, true);
      assertThat(workbook.getNumberOfSheets()).isEqualTo(2);
      assertThat(workbook.getSheetName(1)).isEqualTo("Allowed values");
      assertThat(workbook.isSheetHidden(1)).isFalse();
    }
  }
}
