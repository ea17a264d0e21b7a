package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.base.Finding;
import dev.ombud.testing.Lexicons;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the contract says about cells, header and rows: each case bends one thing of a good
/// workbook and expects exactly these findings, by address. Files that mean harm are in
/// [HostileWorkbookTest].
final class WorkbookReaderTest {

  private static void check(Parts parts, String... findings) {
    WorkbookReader.Reading reading =
        WorkbookReader.read("severity.xlsx", parts.zip(), Lexicons.SHIPPED);
    assertThat(reading.findings().stream().map(Finding::line))
        .containsExactlyElementsOf(
            Arrays.stream(findings).map(line -> "severity.xlsx " + line).toList());
    assertThat(reading.table().isPresent()).isEqualTo(findings.length == 0);
  }

  private static Parts good() {
    return Parts.severity();
  }

  private static List<Object> row(Parts parts, int index) {
    WorkbookReader.Reading reading =
        WorkbookReader.read("severity.xlsx", parts.zip(), Lexicons.SHIPPED);
    assertThat(reading.findings()).isEmpty();
    DecisionTable.Row row = reading.table().orElseThrow().rows().get(index);
    return List.of(row.tests().stream().map(UnaryTest::text).toList(), row.note());
  }

  @Test
  void readsNumbersByTheirRawValue() {
    assertThat(row(good().cell("C6", "<c r=\"C6\"><v>0.123456789</v></c>"), 0).getFirst())
        .asString()
        .contains("0.123456789");
    check(
        good().cell("C6", "<c r=\"C6\"><v>1.5</v></c>"),
        "Severity!C6: `1.5` is out of range: `cluster.confidence` goes from 0 to 1: write a number"
            + " within it");
    check(
        good().cell("C6", "<c r=\"C6\"><v>1E999</v></c>"),
        "Severity!C6: the cell holds no finite number: write it out in digits");
    check(
        good().cell("C6", "<c r=\"C6\"><v>NaN</v></c>"),
        "Severity!C6: the cell holds no finite number: write it out in digits");
    check(
        good().cell("C6", "<c r=\"C6\"><v>abc</v></c>"),
        "Severity!C6: `abc` is not a number: write it again");
  }

  @Test
  void readsPercentagesByTheirRawValue() {
    Parts parts =
        good()
            .replace(
                "xl/styles.xml",
                "<cellXfs count=\"7\">",
                "<cellXfs count=\"8\"><xf numFmtId=\"9\"/>");
    // The style was put first, so that every number of the sheet shows as a percentage.
    assertThat(row(parts.cell("C6", "<c r=\"C6\" s=\"0\"><v>0.29</v></c>"), 0).getFirst())
        .asString()
        .contains("0.29");
    check(
        parts.cell("D6", "<c r=\"D6\" s=\"0\"><v>0.25</v></c>"),
        "Severity!D6: `25%` is a share, but `window.hours` counts hours: write 25");
  }

  @Test
  void refusesNumbersInColumnsOfText() {
    String text =
        """
        table versions
        hit policy FIRST
        id | in release.version: Version | out severity: Severity | note
        VER-001 | "1.10" | P2 | why
        """;
    Parts parts = Parts.of(TableText.toWorkbook("x.xlsx", text, Lexicons.SHIPPED));
    check(
        parts.cell("B6", "<c r=\"B6\"><v>1.1</v></c>"),
        "Versions!B6: the spreadsheet made `1.1` of a text: write it in quotes, just as it is"
            + " meant");
    check(
        parts.cell("B6", "<c r=\"B6\" t=\"b\"><v>1</v></c>"),
        "Versions!B6: the spreadsheet made `true` of a text: write it in quotes, just as it is"
            + " meant");
    check(
        parts.write("B6", "-").cell("C6", "<c r=\"C6\"><v>1</v></c>"),
        "Versions!C6: `1` is not a word of `severity`: write P1");
  }

  @Test
  void tellsUnitsFromDates() {
    Parts parts =
        good()
            .replace(
                "xl/styles.xml",
                "<cellXfs count=\"7\">",
                "<numFmts><numFmt numFmtId=\"200\" formatCode=\"0 &quot;days%&quot;\"/></numFmts>"
                    + "<cellXfs count=\"8\"><xf numFmtId=\"200\"/>")
            .cell("D6", "<c r=\"D6\" s=\"0\"><v>4</v></c>");
    assertThat(row(parts, 0).getFirst()).asString().contains(", 4,");
  }

  @Test
  void readsFlagsOfEitherKind() {
    assertThat(row(good().cell("E6", "<c r=\"E6\" t=\"b\"><v>0</v></c>"), 0).getFirst())
        .asString()
        .contains("false");
    check(
        good().cell("B6", "<c r=\"B6\" t=\"b\"><v>1</v></c>"),
        "Severity!B6: `true` is not a word of `cluster.categories`: write one of account_access,"
            + " app_crash, billing_issue, broken_ui, bug, checkout_friction, content_gap, cosmetic,"
            + " …");
  }

  @Test
  void readsWhatOtherSpreadsheetsWrite() {
    Parts parts = good();
    parts.put(Parts.SHEET, parts.text(Parts.SHEET).replaceAll("(<c|<row) r=\"[A-Z0-9]+\"", "$1"));
    check(parts);
    check(
        good()
            .cell(
                "G6", "<c r=\"G6\" t=\"inlineStr\"><is><r><t>a </t></r><r><t>b</t></r></is></c>"));
    assertThat(
            row(
                    good()
                        .cell(
                            "G6",
                            "<c r=\"G6\" t=\"inlineStr\"><is><r><t>a </t></r><r><t>b</t></r>"
                                + "<rPh sb=\"0\" eb=\"1\"><t>aid</t></rPh></is></c>"),
                    0)
                .get(1))
        .isEqualTo("a b");
    int texts = good().text("xl/sharedStrings.xml").split("<si>", -1).length - 1;
    String cell = "<c r=\"G6\" t=\"s\"><v>%d</v></c>";
    Parts shared =
        good()
            .replace(
                "xl/sharedStrings.xml",
                "</sst>",
                "<si><r><t>_x0041_ </t></r><r><t>b</t></r>"
                    + "<rPh sb=\"0\" eb=\"1\"><t>aid</t></rPh></si></sst>")
            .cell("G6", cell.formatted(texts));
    assertThat(row(shared, 0).get(1)).isEqualTo("A b");
    check(
        shared.cell("G6", cell.formatted(texts + 1)),
        "Severity!G6: the text of the cell is missing from the file: write it again");
    check(
        good()
            .replace(
                "xl/_rels/workbook.xml.rels", "Target=\"worksheets/", "Target=\"/xl/worksheets/"));
    check(
        good()
            .replace(
                "xl/workbook.xml",
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main"));
  }

  @Test
  void skipsBlankRowsAndStyledBlankCells() {
    check(
        good()
            .replace(
                Parts.SHEET,
                "</sheetData>",
                "<row r=\"9\"><c r=\"A9\" s=\"1\"/><c r=\"Z9\" s=\"1\"/></row><row r=\"12\"><c"
                    + " r=\"B12\" t=\"inlineStr\"><is><t>  </t></is></c></row></sheetData>"));
  }

  @Test
  void refusesBlankCells() {
    check(
        good().write("B6", " ").cell("F7", "<c r=\"F7\" s=\"1\"/>"),
        "Severity!B6: the cell is blank: write - for any",
        "Severity!F7: the cell is blank: write - to conclude nothing");
  }

  @Test
  void refusesBadIds() {
    check(
        good().write("A6", ""),
        "Severity!A6: the row has values but no id: write one such as SEV-001");
    check(
        good().write("A6", "sev-001"),
        "Severity!A6: `sev-001` is no id: write 2 to 5 capitals, - and 3 to 5 digits, such as"
            + " SEV-001");
    check(
        good().write("A7", "SEV-001").write("A8", "SEV-001"),
        "Severity!A7: `SEV-001` stands in A6 already: write another id",
        "Severity!A8: `SEV-001` stands in A6 already: write another id");
    check(
        good().write("A6", "SEV\u2010001"),
        "Severity!A6: `SEV\u2010001` has U+2010 HYPHEN: write a plain -");
    check(
        good().cell("A6", "<c r=\"A6\"><v>5</v></c>"),
        "Severity!A6: `5` is no id: write 2 to 5 capitals, - and 3 to 5 digits, such as SEV-001");
  }

  @Test
  void reportsEveryMistakeInReadingOrder() {
    check(
        good()
            .write("F7", "P5")
            .write("B1", "")
            .write("C6", "0,5")
            .write("B7", "paymnt_failure")
            .cell("D8", "<c r=\"D8\"><f>1+1</f><v>2</v></c>")
            .write("A8", "X"),
        "Severity!B1: the cell is blank: write its name",
        "Severity!C6: `0,5` is not a number: write 0.5",
        "Severity!B7: `paymnt_failure` is not a word of `cluster.categories`: write"
            + " payment_failure",
        "Severity!F7: `P5` is not a word of `severity`: write one of P1, P2, P3, P4",
        "Severity!A8: `X` is no id: write 2 to 5 capitals, - and 3 to 5 digits, such as SEV-001",
        "Severity!D8: the cell holds a formula: write its value");
  }

  @Test
  void refusesABadHeader() {
    check(
        good().write("B1", "Severity table"),
        "Severity!B1: `Severity table` is no table name: write up to 40 small letters, digits, -"
            + " and _");
    check(
        good().write("A1", "Name"),
        "Severity!A1: `Table` is missing: write Table here and its name beside it");
    check(good().write("B2", "PRIORTY"), "Severity!B2: `PRIORTY` is no hit policy: write PRIORITY");
    check(
        good().write("B2", "RULE_ORDER"),
        "Severity!B2: `RULE_ORDER` is no hit policy: write RULE ORDER");
    check(
        good().write("B2", "UNI\u00A0QUE"),
        "Severity!B2: `UNI\u00A0QUE` has U+00A0 NO-BREAK SPACE: write a plain space");
    check(
        good().write("A3", "roles"),
        "Severity!A3: the row of roles is missing: write id, in, out and note, one above each"
            + " column");
    check(
        good().write("B3", "input"), "Severity!B3: `input` is no role: write one of in, out, note");
    check(
        good().write("B4", "cluster.category"),
        "Severity!B4: `cluster.category` is no declared field: write cluster.categories");
    check(
        good().write("D4", "window.hours [days]"),
        "Severity!D4: `window.hours` counts hours: write window.hours [hours]");
    check(
        good().write("C4", "cluster.confidence [percent]"),
        "Severity!C4: `cluster.confidence` has no unit: write cluster.confidence");
    check(
        good().write("D4", "cluster.confidence"),
        "Severity!D4: `cluster.confidence` stands in C4 already: put both tests into one column",
        "Severity!D7: `2` is out of range: `cluster.confidence` goes from 0 to 1: write a number"
            + " within it");
  }

  @Test
  void refusesColumnsThatMakeNoTable() {
    check(
        good().write("F4", "cluster.confidence").write("F6", "1").write("F7", "1"),
        "Severity!A3: the table concludes nothing: add a column with the role out",
        "Severity!F4: `cluster.confidence` comes with the aggregate, a table cannot conclude it:"
            + " make the column an input");
    check(
        good().write("E3", ""), "Severity!E3: the column has a field but no role: write in or out");
    check(
        good().write("E3", "").write("E4", ""),
        "Severity!E6: the column has values but no role and field: delete it or write in, out or"
            + " note");
    check(good().write("G3", "id"), "Severity!G3: a second column of ids: delete one of the two");
    check(
        good().write("E4", ""),
        "Severity!E4: the column names no field: write one of the vocabulary");
  }

  @Test
  void missesTheLabelsAndTheRows() {
    check(
        good().write("A5", "SEV-000"),
        "Severity!A5: a row stands where the labels belong: insert a row of labels above it");
    Parts parts = good();
    parts.put(Parts.SHEET, parts.text(Parts.SHEET).replaceAll("(?s)<row r=\"6\".*</row>", ""));
    check(parts, "Severity: the table has no rows: add one below the labels");
  }

  @Test
  void priorityNeedsADeclaredOrder() {
    String text =
        """
        table limits
        hit policy PRIORITY
        id | in product: Product | out limit.sigma: Sigma
        LIM-001 | - | 2
        """;
    assertThat(
            WorkbookReader.read(
                    "x.xlsx",
                    TableText.toWorkbook(
                        "x.xlsx", text.replace("PRIORITY", "FIRST"), Lexicons.SHIPPED),
                    Lexicons.SHIPPED)
                .table())
        .isPresent();
    check(
        Parts.of(
                TableText.toWorkbook("x.xlsx", text.replace("PRIORITY", "FIRST"), Lexicons.SHIPPED))
            .write("B2", "PRIORITY"),
        "Limits!B2: PRIORITY needs an output with a declared list of words: write FIRST");
  }

  @Test
  void dropsNothingThatIsTooLong() {
    Parts parts = good();
    StringBuilder rows = new StringBuilder();
    for (int row = 9; row < 20_009; row++) {
      rows.append("<row r=\"").append(row).append("\">");
      for (String column : List.of("A", "B", "C", "D", "E", "F")) {
        rows.append(
            "<c r=\"%s%d\" t=\"inlineStr\"><is><t>%s</t></is></c>"
                .formatted(
                    column,
                    row,
                    switch (column) {
                      case "A" -> "SEV-%05d".formatted(row);
                      case "B" -> "&quot;bug&quot;,&quot;other&quot;,&quot;returns&quot;";
                      default -> "-";
                    }));
      }
      rows.append("</row>");
    }
    check(
        parts.replace(Parts.SHEET, "</sheetData>", rows + "</sheetData>"),
        "Severity!A20006: a table has at most 20000 rows: split it");
  }
}
