package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Good tables must come back as they were; each mistake is named by its cell.
@Tag("property")
final class CsvTableTest {
  private static final String GOOD =
      """
      Table,severity,,,
      Hit policy,PRIORITY,,,
      id,in,in,out,note
      ,cluster.categories,cluster.confidence,severity,
      Id,What it is about,How certain,Severity,Note
      SEV-001,\"""payment_failure\""",>= 0.85,P1,"one, two"
      SEV-002,-,-,P3,
      """;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void check(String csv, String... findings) {
    check(utf8(csv), findings);
  }

  private static void check(byte[] csv, String... findings) {
    WorkbookReader.Reading reading = CsvTable.read("severity.csv", csv, Lexicons.SHIPPED);
    assertThat(reading.findings().stream().map(Finding::line))
        .containsExactlyElementsOf(
            Arrays.stream(findings).map(line -> "severity.csv" + line).toList());
    assertThat(reading.table().isPresent()).isEqualTo(findings.length == 0);
  }

  private static void becomes(String csv, String expected) {
    WorkbookReader.Reading reading = CsvTable.read("severity.csv", utf8(csv), Lexicons.SHIPPED);
    assertThat(reading.findings()).isEmpty();
    assertThat(new String(CsvTable.write(reading.table().orElseThrow()), StandardCharsets.UTF_8))
        .isEqualTo(expected.replace("\n", "\r\n"));
  }

  @Test
  void writesWhatItReads() {
    becomes(GOOD, GOOD);
  }

  @Test
  void whatIsWrittenReadsBackEqual() {
    Property.forAll(
        Samples::table,
        table -> {
          WorkbookReader.Reading reading =
              CsvTable.read(table.file(), CsvTable.write(table), Lexicons.SHIPPED);
          assertThat(reading.findings()).isEmpty();
          assertThat(reading.table()).contains(table);
        });
  }

  @Test
  void becomesTheSameWorkbook() {
    DecisionTable table = TableText.read("severity.xlsx", TableTextTest.SEVERITY, Lexicons.SHIPPED);
    assertThat(CsvTable.read("severity.xlsx", CsvTable.write(table), Lexicons.SHIPPED).table())
        .contains(table);
  }

  @Test
  void takesWhatSpreadsheetsSave() {
    becomes(GOOD.replace("\n", "\r\n"), GOOD);
    becomes(GOOD.replace("\n", "\r"), GOOD);
    becomes("\uFEFF" + GOOD, GOOD);
    becomes(GOOD.replace(',', ';').replace("one; two", "one, two"), GOOD);
    becomes(GOOD.replace(',', '\t').replace("one\t two", "one, two"), GOOD);
    becomes(GOOD.stripTrailing(), GOOD);
    becomes(GOOD + ",,,,\n\n", GOOD);
  }

  @Test
  void keepsTextsThatLookLikeOtherThings() {
    String text =
        """
        table limits
        hit policy FIRST
        id | in release.version: =1+1 | out severity: Severity | note
        LIM-001 | "1.10","=1","2026-01-02" | P1 | =HYPERLINK("http://x")
        LIM-002 | "1.1" | P2 | '=quoted
        LIM-003 | - | P2 | 'tis
        LIM-004 | - | P2 | 1/2/2026
        LIM-005 | - | P2 | 1.10
        LIM-006 | - | P2 | -2+3
        LIM-007 | - | P2 | @x
        """;
    DecisionTable table = TableText.read("limits.xlsx", text, Lexicons.SHIPPED);
    String csv = new String(CsvTable.write(table), StandardCharsets.UTF_8);

    assertThat(CsvTable.read("limits.xlsx", utf8(csv), Lexicons.SHIPPED).table()).contains(table);
    assertThat(csv.lines().flatMap(line -> List.of(line.split(",")).stream()))
        .contains(
            "'=1+1", "\"'=HYPERLINK(\"\"http://x\"\")\"", "''=quoted", "''tis", "'-2+3", "'@x")
        .noneMatch(cell -> cell.matches("\"?([=@+]|-.*\\+).*"));
  }

  @Test
  void namesEveryMistakeByItsCell() {
    check(
        GOOD.replace(">= 0.85", "\"0,85\"").replace("P3", "P9"),
        " Severity!C6: `0,85` is not a number: write 0.85",
        " Severity!D7: `P9` is not a word of `severity`: write one of P1, P2, P3, P4");
    check(
        GOOD.replace("SEV-002,-,", "SEV-002,,"),
        " Severity!B7: the cell is blank: write - for any");
    check(
        GOOD.replace(">= 0.85", "1/2/2026"),
        " Severity!C6: the spreadsheet made the date 1/2/2026 of this: format the cell as text and"
            + " write it again");
    check(
        GOOD.replace("SEV-002", "Mar-01"),
        " Severity!A7: the id became a date: format the cell as text and write it again");
    check(
        GOOD.replace("cluster.categories", "release.version").replace("SEV-002,-", "SEV-002,1.1"),
        " Severity!B7: the spreadsheet made `1.1` of a text: write it in quotes, just as it is"
            + " meant");
  }

  @Test
  void refusesRowsThatACommaPutsOutOfStep() {
    String remedy = "put a cell with `,` in it into quotes";
    check(
        GOOD.replace(">= 0.85", "0,85"),
        " Severity!A6: the row has 6 cells and the header 5: " + remedy);
    check(
        GOOD.replace("SEV-002,-,-,P3,", "SEV-002,-,-,P3"),
        " Severity!A7: the row has 4 cells and the header 5: " + remedy);
    check(
        GOOD.replace("SEV-002,-,-,P3,", "SEV-002" + ",x".repeat(200)),
        " Severity!A7: the row has 201 cells and the header 5: " + remedy);
  }

  @Test
  void refusesMalformedQuotes() {
    check(
        GOOD.replace("SEV-002,-", "SEV-002,not(\"bug\")"),
        " Severity!B7: `not(\"bug\")` has quotes inside: put the whole cell into quotes and write"
            + " each inner one twice");
    check(
        GOOD.replace("SEV-002,-", "SEV-002,\"bug\"x"),
        " Severity!B7: `x` follows the closing quote: write each quote inside of the cell twice");
    check(
        GOOD.replace("P3,", "P3,\"unfinished"),
        " Severity!E7: the quotes that begin here never end: close them");
  }

  @Test
  void refusesWhatIsNoText() {
    check(
        GOOD.replace("one", "\u00e4").getBytes(StandardCharsets.ISO_8859_1),
        ": line 6: byte 0xe4 is no UTF-8: save the file as \"CSV UTF-8\"");
    check(
        "\uFEFFTable".getBytes(StandardCharsets.UTF_16LE),
        ": line 1: byte 0xff is no UTF-8: save the file as \"CSV UTF-8\"");
    check(
        GOOD.replace("one", "o\0e"),
        " Severity!E6: `o\0e, two` has the invisible character U+0000: delete it");
    check(
        GOOD.replace("one", "1".repeat(40_000)),
        " Severity!E6: the cell has 40005 characters, but a cell holds 32767: shorten it");
  }

  @Test
  void refusesWhatIsTooLarge() {
    check(
        new byte[6 * 1024 * 1024],
        ": the file has 6291456 bytes, but a table has at most 5242880: split the table");
    check(
        "a,".repeat(1_100_000),
        ": line 1 has more than 1000 cells, but a table has at most 100 columns: split it");
    StringBuilder rows = new StringBuilder(GOOD);
    for (int i = 0; i < 19_999; i++) {
      rows.append("SEV-%05d,-,-,P3,%n".formatted(10_000 + i));
    }
    check(rows.toString(), " Severity!A20006: a table has at most 20000 rows: split it");
  }

  @Test
  void neverThrows() {
    String pieces = ",;\t\"\n\r'=- 1aé\0";
    Property.forAll(
        (random, size) -> {
          StringBuilder text = new StringBuilder(GOOD);
          for (int i = 0; i < size; i++) {
            text.insert(
                random.nextInt(text.length()), pieces.charAt(random.nextInt(pieces.length())));
          }
          return text.toString();
        },
        text -> {
          WorkbookReader.Reading reading =
              CsvTable.read("severity.csv", utf8(text), Lexicons.SHIPPED);
          assertThat(reading.table().isPresent()).isEqualTo(reading.findings().isEmpty());
        });
  }
}
