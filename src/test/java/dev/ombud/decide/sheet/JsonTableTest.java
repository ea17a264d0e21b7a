package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.base.Finding;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Good tables must come back as they were; each mistake is named by the cell of the workbook that
/// the document becomes.
@Tag("property")
final class JsonTableTest {
  private static final String GOOD =
      """
      {"table":"severity","hitPolicy":"PRIORITY",\
      "inputs":[{"field":"cluster.confidence","label":"How certain"},\
      {"field":"window.hours","unit":"hours","label":"How long"}],\
      "outputs":[{"field":"severity","label":"Severity"}],\
      "rows":[{"id":"SEV-001","when":{"cluster.confidence":">= 0.85","window.hours":"-"},\
      "then":{"severity":"P1"},"note":"why"},\
      {"id":"SEV-002","when":{"cluster.confidence":"-","window.hours":"[2..5)"},\
      "then":{"severity":"-"},"note":""}]}\
      """;

  private static void check(String json, String... findings) {
    WorkbookReader.Reading reading =
        JsonTable.read("severity.json", json.getBytes(StandardCharsets.UTF_8), Lexicons.SHIPPED);
    assertThat(reading.findings().stream().map(Finding::line))
        .containsExactlyElementsOf(
            Arrays.stream(findings).map(line -> "severity.json" + line).toList());
    assertThat(reading.table().isPresent()).isEqualTo(findings.length == 0);
  }

  /// Rows of a document have no numbers of their own.
  private static DecisionTable renumbered(DecisionTable table) {
    List<Row> rows = new ArrayList<>();
    int last = table.inputs().size() + table.outputs().size();
    for (Row row : table.rows()) {
      int number = rows.size() + WorkbookWriter.FIRST_ROW + 1;
      String range = "A" + number + ":" + Findings.address(number, last);
      rows.add(new Row(row.id(), number, range, row.tests(), row.conclusions(), row.note()));
    }
    return new DecisionTable(
        table.name(),
        table.file(),
        table.sheet(),
        table.hitPolicy(),
        table.inputs(),
        table.outputs(),
        rows);
  }

  @Test
  void whatIsWrittenReadsBackEqual() {
    Property.forAll(
        Samples::table,
        table -> {
          WorkbookReader.Reading reading =
              JsonTable.read(table.file(), JsonTable.write(table), Lexicons.SHIPPED);
          assertThat(reading.findings()).isEmpty();
          assertThat(reading.table()).contains(renumbered(table));
        });
  }

  @Test
  void writesWhatItReads() {
    DecisionTable table =
        JsonTable.read("severity.json", GOOD.getBytes(StandardCharsets.UTF_8), Lexicons.SHIPPED)
            .table()
            .orElseThrow();
    assertThat(new String(JsonTable.write(table), StandardCharsets.UTF_8)).isEqualTo(GOOD);
    assertThat(table.inputs()).extracting(Column::position).containsExactly(1, 2);
  }

  @Test
  void takesNumbersAndFlagsAsSuch() {
    String json =
        """
        {"table": "x", "hitPolicy": "FIRST", "inputs": [{"field": "volume.count"},
        {"field": "cluster.actionable"}], "outputs": [{"field": "severity"}],
        "rows": [{"id": "SEV-001", "when": {"volume.count": 5, "cluster.actionable": true},
        "then": {"severity": "P2"}}]}
        """;
    WorkbookReader.Reading reading =
        JsonTable.read("x.json", json.getBytes(StandardCharsets.UTF_8), Lexicons.SHIPPED);
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.table().orElseThrow().rows().getFirst().tests())
        .extracting(UnaryTest::text)
        .containsExactly("5", "true");
  }

  @Test
  void namesEveryMistakeByRowFieldAndCell() {
    check(
        GOOD.replace(">= 0.85", "0,85").replace("\"P1\"", "\"P9\""),
        " Severity!B6: row `SEV-001`, `cluster.confidence`: `0,85` is not a number: write 0.85",
        " Severity!D6: row `SEV-001`, `severity`: `P9` is not a word of `severity`: write one of"
            + " P1, P2, P3, P4");
    check(
        GOOD.replace("SEV-002", "SEV-001"),
        " Severity!A7: row `SEV-001`: `SEV-001` stands in A6 already: write another id");
    check(
        GOOD.replace("\"unit\":\"hours\"", "\"unit\":\"days\""),
        " Severity!C4: `window.hours` counts hours: write window.hours [hours]");
  }

  @Test
  void anAbsentTestNeverMeansAny() {
    check(
        GOOD.replace(",\"window.hours\":\"-\"", ""),
        " Severity!C6: row `SEV-001`, `window.hours`: the cell is blank: write - for any");
    check(
        GOOD.replace("\"window.hours\":\"-\"", "\"window.hours\":null"),
        " Severity!C6: row `SEV-001`, `window.hours`: `when` holds what is no cell: write a text, a"
            + " number, true or false");
    check(
        GOOD.replace("\"then\":{\"severity\":\"P1\"},", ""),
        " Severity!D6: row `SEV-001`, `severity`: the cell is blank: write - to conclude nothing");
  }

  @Test
  void refusesUnknownKeysByName() {
    check(
        GOOD.replace("\"hitPolicy\"", "\"hitpolicy\""),
        ": the document has the key `hitpolicy`: write hitPolicy",
        " Severity!B2: the cell is blank: write UNIQUE, FIRST or another");
    check(
        GOOD.replace("{\"severity\":\"P1\"}", "{\"severity\":\"P1\",\"owner\":\"x\"}"),
        " Severity!A6: row `SEV-001`: `then` names `owner`, which is no column of the table: write"
            + " one of severity");
    check(
        GOOD.replace("\"note\":\"why\"", "\"remark\":\"why\""),
        ": `rows[0]` has the key" + " `remark`: write one of id, when, then, note");
  }

  @Test
  void refusesOtherShapes() {
    check("[]", ": the document is no object: write one in braces");
    check(
        GOOD.replace("\"note\":\"\"", "\"note\":[]"),
        " Severity!E7: row `SEV-002`: `rows[1]` holds what is no cell: write a text, a number, true"
            + " or false");
    check(
        GOOD.replaceAll("\"rows\":.*", "\"rows\":7}"),
        ": `rows` is no list: write one in square brackets",
        " Severity: the table has no rows: add one below the labels");
  }

  @Test
  void namesTheLineOfMalformedJson() {
    check(
        "{\"table\": \"x\",\n  \"table\": \"y\"}",
        ":2: column 3: key `table` stands twice in one object: keep one of them");
    check("", ":1: column 1: there is no JSON at all: send one JSON object");
    check(
        " ".repeat(6 * 1024 * 1024),
        ": the document has 6291456 bytes, but a table has at most 5242880: split the table");
  }

  @Test
  void neverThrows() {
    String pieces = "{}[]\":,-1et\0 é";
    Property.forAll(
        (random, size) -> {
          StringBuilder text = new StringBuilder(GOOD);
          for (int i = 0; i < 1 + size / 10; i++) {
            int at = random.nextInt(text.length());
            text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
          }
          return text.toString();
        },
        text -> {
          WorkbookReader.Reading reading =
              JsonTable.read(
                  "severity.json", text.getBytes(StandardCharsets.UTF_8), Lexicons.SHIPPED);
          assertThat(reading.table().isPresent()).isEqualTo(reading.findings().isEmpty());
        });
  }
}
