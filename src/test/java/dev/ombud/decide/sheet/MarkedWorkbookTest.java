package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Property;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.util.CellAddress;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFClientAnchor;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.apache.poi.xssf.usermodel.XSSFRichTextString;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is marked is looked at with an independent reader of workbooks; what is not marked must
/// stay as it was, and hostile files must do no more harm than when they are read.
@Tag("property")
final class MarkedWorkbookTest {
  private static final String RED = "FFFF8F8B";
  private static final String AMBER = "FFFFCF6B";

  private static Finding finding(String cell, String message) {
    return new Finding("severity.xlsx", "Severity", cell, Finding.Level.ERROR, "x", message);
  }

  private static byte[] mark(byte[] workbook, Finding... findings) {
    return MarkedWorkbook.mark(workbook, List.of(findings)).orElseThrow();
  }

  private static byte[] severity() {
    return Parts.severity().zip();
  }

  private static String fill(XSSFSheet sheet, String address) {
    CellAddress at = new CellAddress(address);
    XSSFCell cell = sheet.getRow(at.getRow()).getCell(at.getColumn());
    XSSFCellStyle style = cell.getCellStyle();
    return style.getFillPattern() == FillPatternType.SOLID_FOREGROUND
        ? style.getFillForegroundColorColor().getARGBHex()
        : "";
  }

  private static String comment(XSSFSheet sheet, String address) {
    XSSFComment comment = sheet.getCellComment(new CellAddress(address));
    return comment == null ? "" : comment.getAuthor() + "|" + comment.getString().getString();
  }

  private static XSSFWorkbook open(byte[] workbook) throws IOException {
    return new XSSFWorkbook(new ByteArrayInputStream(workbook));
  }

  @Test
  void coloursAndCommentsOnTheCells() throws IOException {
    Finding warning =
        new Finding("severity.xlsx", "Severity", "D7", Finding.Level.WARNING, "x", "warm & <wet>");
    byte[] marked =
        mark(
            severity(),
            finding("C6", "first"),
            finding("C6", "second"),
            warning,
            finding("K30", "far away"),
            finding("7:7", "hidden"),
            Finding.error("severity.xlsx", "x", "the file"));
    try (XSSFWorkbook workbook = open(marked)) {
      XSSFSheet sheet = workbook.getSheetAt(0);
      assertThat(fill(sheet, "C6")).isEqualTo(RED);
      assertThat(comment(sheet, "C6")).isEqualTo("Ombud|first\nsecond");
      assertThat(sheet.getCellComment(new CellAddress("C6")).isVisible()).isFalse();
      assertThat(fill(sheet, "D7")).isEqualTo(AMBER);
      assertThat(comment(sheet, "D7")).isEqualTo("Ombud|warm & <wet>");
      assertThat(fill(sheet, "K30")).isEqualTo(RED);
      assertThat(comment(sheet, "K30")).isEqualTo("Ombud|far away");
      assertThat(comment(sheet, "A7")).isEqualTo("Ombud|hidden");
      assertThat(comment(sheet, "A1")).isEqualTo("Ombud|the file");
      assertThat(fill(sheet, "B6")).isEmpty();
    }
  }

  @Test
  void everythingElseStaysAsItIs() throws IOException {
    byte[] marked = mark(severity(), finding("C6", "first"), finding("B5", "label"));
    Parts before = Parts.severity();
    Parts after = Parts.of(marked);
    for (String part :
        List.of("xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml")) {
      assertThat(after.text(part)).isEqualTo(before.text(part));
    }
    try (XSSFWorkbook old = open(severity());
        XSSFWorkbook workbook = open(marked)) {
      XSSFSheet sheet = workbook.getSheetAt(0);
      assertThat(sheet.getDataValidations()).hasSize(4);
      assertThat(sheet.getColumnWidth(6)).isEqualTo(old.getSheetAt(0).getColumnWidth(6));
      assertThat(sheet.getRow(4).getCell(1).getCellStyle().getFont().getBold()).isTrue();
      assertThat(sheet.getRow(4).getCell(1).getCellStyle().getWrapText()).isTrue();
      assertThat(sheet.getRow(5).getCell(2).getStringCellValue()).isEqualTo(">= 0.85");
    }
  }

  @Test
  void readingItGivesTheSameFindings() {
    Parts wrong = Parts.severity().write("C6", "0,85").write("F6", "P9").write("B7", " ");
    WorkbookReader.Reading before =
        WorkbookReader.read("severity.xlsx", wrong.zip(), Lexicons.SHIPPED);
    byte[] marked = MarkedWorkbook.mark(wrong.zip(), before.findings()).orElseThrow();

    assertThat(before.findings()).hasSize(3);
    assertThat(WorkbookReader.read("severity.xlsx", marked, Lexicons.SHIPPED).findings())
        .isEqualTo(before.findings());
    assertThat(
            WorkbookReader.read(
                    "severity.xlsx", mark(severity(), finding("C6", "x")), Lexicons.SHIPPED)
                .table())
        .isEqualTo(WorkbookReader.read("severity.xlsx", severity(), Lexicons.SHIPPED).table());
  }

  @Test
  void takesFormerMarksAway() throws IOException {
    byte[] marked = mark(severity(), finding("C6", "old"), finding("D7", "stale"));
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    try (XSSFWorkbook workbook = open(marked)) {
      workbook.write(saved);
    }
    for (byte[] returned : List.of(marked, saved.toByteArray())) {
      try (XSSFWorkbook workbook = open(mark(returned, finding("C6", "new")))) {
        XSSFSheet sheet = workbook.getSheetAt(0);
        assertThat(comment(sheet, "C6")).isEqualTo("Ombud|new");
        assertThat(fill(sheet, "C6")).isEqualTo(RED);
        assertThat(comment(sheet, "D7")).isEmpty();
        assertThat(fill(sheet, "D7")).isEmpty();
        assertThat(sheet.getCellComments()).hasSize(1);
      }
      try (XSSFWorkbook workbook = open(mark(returned))) {
        assertThat(workbook.getSheetAt(0).getCellComments()).isEmpty();
        assertThat(fill(workbook.getSheetAt(0), "C6")).isEmpty();
      }
    }
  }

  @Test
  void keepsTheCommentsOfOthers() throws IOException {
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    try (XSSFWorkbook workbook = open(severity())) {
      XSSFSheet sheet = workbook.getSheetAt(0);
      for (int column = 1; column < 3; column++) {
        XSSFComment comment =
            sheet
                .createDrawingPatriarch()
                .createCellComment(new XSSFClientAnchor(0, 0, 0, 0, column, 5, column + 2, 8));
        comment.setAddress(5, column);
        comment.setAuthor("Ann");
        comment.setString(new XSSFRichTextString("ask Bob"));
      }
      workbook.write(saved);
    }
    byte[] marked = mark(saved.toByteArray(), finding("C6", "wrong"), finding("E6", "too"));
    for (int again = 0; again < 3; again++) {
      try (XSSFWorkbook workbook = open(marked)) {
        XSSFSheet sheet = workbook.getSheetAt(0);
        assertThat(comment(sheet, "B6")).isEqualTo("Ann|ask Bob");
        assertThat(comment(sheet, "C6")).isEqualTo("Ann|ask Bob\nOmbud: wrong");
        assertThat(comment(sheet, "E6")).isEqualTo("Ombud|too");
      }
      marked = mark(marked, finding("C6", "wrong"), finding("E6", "too"));
    }
    try (XSSFWorkbook workbook = open(mark(marked))) {
      assertThat(comment(workbook.getSheetAt(0), "C6")).isEqualTo("Ann|ask Bob");
      assertThat(workbook.getSheetAt(0).getCellComments()).hasSize(2);
    }
  }

  @Test
  void giveNothingForWhatCannotBeOpened() {
    Parts bomb = Parts.severity().put(Parts.SHEET, new byte[100 * 1024 * 1024]);
    byte[] whole = severity();
    for (byte[] bad :
        List.of(
            new byte[0],
            new byte[6 * 1024 * 1024],
            "id,in".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(whole, whole.length / 2),
            bomb.zip())) {
      assertThat(MarkedWorkbook.mark(bad, List.of(Finding.error("x", "y", "z")))).isEmpty();
    }
    String doctype = "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><worksheet";
    assertThat(
            MarkedWorkbook.mark(
                Parts.severity().replace(Parts.SHEET, "<worksheet", doctype).zip(), List.of()))
        .isEmpty();
  }

  @Test
  void stylesAndCommentsHaveAnEnd() {
    List<Finding> findings = List.of(finding("C6", "x"));
    Parts styles = Parts.severity();
    String formats = "<xf numFmtId=\"0\"/>".repeat(100_000) + "</cellXfs>";
    styles.replace("xl/styles.xml", "</cellXfs>", formats);
    assertThat(MarkedWorkbook.mark(styles.zip(), findings)).isEmpty();
    Parts comments = Parts.of(mark(severity(), finding("C6", "x")));
    String list = "<commentList>" + "<comment ref=\"A1\"/>".repeat(300_000);
    comments.replace("xl/ombud-comments.xml", "<commentList>", list);
    assertThat(MarkedWorkbook.mark(comments.zip(), findings)).isEmpty();
  }

  @Test
  void neverRunsFormulasOrMacros() {
    Parts parts =
        Parts.severity()
            .cell("C6", "<c r=\"C6\"><f>WEBSERVICE(\"http://127.0.0.1:1\")</f><v>1</v></c>")
            .put("xl/vbaProject.bin", "x");
    WorkbookReader.Reading before =
        WorkbookReader.read("severity.xlsx", parts.zip(), Lexicons.SHIPPED);
    byte[] marked = MarkedWorkbook.mark(parts.zip(), before.findings()).orElseThrow();
    assertThat(Parts.of(marked).text(Parts.SHEET)).contains("<v>1</v>");
    assertThat(WorkbookReader.read("severity.xlsx", marked, Lexicons.SHIPPED).findings())
        .isEqualTo(before.findings());
  }

  @Test
  void aLargeSheetWithManyFindingsTakesSeconds() throws IOException {
    StringBuilder text = new StringBuilder(TableTextTest.SEVERITY);
    for (int i = 0; i < 19_990; i++) {
      text.append("SEV-%05d | - | >= 0.5 | [2..5) | - | P2 | a note%n".formatted(10_000 + i));
    }
    byte[] large = TableText.toWorkbook("severity.xlsx", text.toString(), Lexicons.SHIPPED);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      findings.add(finding("C" + (6 + 3 * i), "wrong " + i));
    }
    Instant start = Instant.now();
    byte[] marked = MarkedWorkbook.mark(large, findings).orElseThrow();
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
    assertThat(WorkbookReader.read("severity.xlsx", marked, Lexicons.SHIPPED).findings()).isEmpty();
    try (XSSFWorkbook workbook = open(marked)) {
      assertThat(workbook.getSheetAt(0).getCellComments()).hasSize(5_000);
    }
  }

  @Test
  void hitsStandBesideTheRowsAndAreNotRead() throws IOException {
    DecisionTable table = TableText.read("severity.xlsx", TableTextTest.SEVERITY, Lexicons.SHIPPED);
    Instant since = Instant.parse("2026-01-01T00:00:00Z");
    Instant last = Instant.parse("2026-02-03T04:05:06Z");
    byte[] annotated =
        HitsWorkbook.annotate(
            table, since, Map.of("SEV-002", new HitsWorkbook.Hits(7, Optional.of(last), 3)));

    WorkbookReader.Reading reading =
        WorkbookReader.read("severity.xlsx", annotated, Lexicons.SHIPPED);
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.table()).contains(table);
    try (XSSFWorkbook workbook = open(annotated)) {
      XSSFSheet sheet = workbook.getSheetAt(0);
      assertThat(sheet.getRow(4).getCell(7).getStringCellValue()).isEqualTo("hits");
      assertThat(sheet.getRow(6).getCell(7).getNumericCellValue()).isEqualTo(7);
      assertThat(sheet.getRow(6).getCell(8).getStringCellValue()).isEqualTo(last.toString());
      assertThat(sheet.getRow(6).getCell(9).getNumericCellValue()).isEqualTo(3);
      assertThat(fill(sheet, "A7")).isEmpty();
      assertThat(fill(sheet, "A6")).isEqualTo("FFD8D9DB");
      assertThat(fill(sheet, "J8")).isEqualTo("FFD8D9DB");
      assertThat(comment(sheet, "A6")).isEqualTo("Ombud|never hit since 2026-01-01T00:00:00Z");
      assertThat(comment(sheet, "A7")).isEmpty();
    }
  }

  @Test
  void neverThrowsForAChangedCharacterOfAnyPart() {
    Parts good = Parts.of(mark(severity(), finding("C6", "one"), finding("K30", "two")));
    List<String> names =
        List.of(
            Parts.SHEET,
            "xl/styles.xml",
            "xl/ombud-comments.xml",
            "xl/drawings/ombud-comments.vml",
            "xl/worksheets/_rels/sheet1.xml.rels",
            "[Content_Types].xml");
    String pieces = "<>/\"&;=cvfrt019AZ. ";
    Property.forAll(
        (random, size) -> {
          String name = names.get(random.nextInt(names.size()));
          StringBuilder changed = new StringBuilder(good.text(name));
          for (int i = 0; i <= size / 10; i++) {
            changed.setCharAt(
                random.nextInt(changed.length()), pieces.charAt(random.nextInt(pieces.length())));
          }
          return Map.entry(name, changed.toString());
        },
        changed -> {
          Parts parts = Parts.of(good.zip()).put(changed.getKey(), changed.getValue());
          WorkbookReader.Reading before =
              WorkbookReader.read("severity.xlsx", parts.zip(), Lexicons.SHIPPED);
          MarkedWorkbook.mark(parts.zip(), before.findings())
              .ifPresent(marked ->
                  assertThat(
                          WorkbookReader.read("severity.xlsx", marked, Lexicons.SHIPPED)
                              .table()
                              .isPresent())
                      .isEqualTo(before.table().isPresent()));
        });
  }
}
