package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Grid;
import dev.ombud.decide.table.TableReader;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Scenarios must come out of a sheet as they went in; what is wrong is named by cell.
final class ScenarioSheetTest {
  private static final String GOOD =
      """
      {"name":"one","because":"why","aggregate":{"specVersion":"1.0","aggregateId":"a-1",\
      "window":{"start":"2026-05-04T06:00:00Z","end":"2026-05-05T06:00:00Z"},"product":"shop",\
      "surface":"checkout","cluster":{"id":"c-1","categories":["bug"],"confidence":0.9},\
      "volume":{"count":5}},"expect":{"severity":["P1","P2"]}}
      """;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void roundTrip(List<String> lines) {
    ScenarioSheet.Reading reading =
        ScenarioSheet.read("scenarios.xlsx", ScenarioSheet.write(utf8(String.join("\n", lines))));
    assertThat(reading.findings()).isEmpty();
    List<String> back = reading.ndjson().lines().toList();
    assertThat(back).hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(CanonicalJson.firstDifference(utf8(lines.get(i)), utf8(back.get(i)))).isEmpty();
    }
  }

  private static Parts parts() {
    return Parts.of(ScenarioSheet.write(utf8(GOOD)));
  }

  private static void check(byte[] workbook, String... findings) {
    ScenarioSheet.Reading reading = ScenarioSheet.read("scenarios.xlsx", workbook);
    assertThat(reading.findings().stream().map(Finding::line))
        .containsExactlyElementsOf(
            Arrays.stream(findings).map(line -> "scenarios.xlsx" + line).toList());
    assertThat(reading.ndjson().isEmpty()).isEqualTo(findings.length > 0);
  }

  private static void check(Parts parts, String... findings) {
    check(parts.zip(), findings);
  }

  @Test
  void contractOneDotOneComesBackAsItWas() throws IOException {
    String aggregate = Files.readString(Path.of("examples/card-authorization.json"));
    roundTrip(
        List.of(
            "{\"name\":\"one\",\"because\":\"why\",\"aggregate\":%s,\"expect\":{\"severity\":\"P1\"}}"
                .formatted(aggregate.replace("\n", ""))));
  }

  @Test
  void theShippedScenariosComeBackAsTheyWere() throws IOException {
    roundTrip(Files.readAllLines(Path.of("decision-tables/scenarios.ndjson")));
  }

  @Test
  void theSharedScenariosComeBackAsTheyWere() {
    roundTrip(SharedData.scenarios());
  }

  @Test
  void oddTextsComeBackAsTheyWere() {
    for (String text :
        List.of("", " x", "null", "[1]", "{", "\\\\", "\\\"a\\\"", "=1+1", "_x0041_", "5")) {
      roundTrip(List.of(GOOD.strip().replace("\"why\"", "\"" + text + "\"")));
    }
    roundTrip(List.of(GOOD.strip().replace("\"product\"", "\"cohort\":{},\"product\"")));
    roundTrip(List.of(GOOD.strip().replace("\"product\"", "\"cohort\":null,\"product\"")));
    roundTrip(
        List.of(
            GOOD.strip()
                .replace(
                    "\"product\"", "\"telemetry\":{\"errorRate\":{\"value\":1}},\"product\"")));
  }

  @Test
  void aColumnStandsForEachPath() {
    assertThat(parts().text(Parts.SHEET)).contains("<pane ");
    Grid grid = WorkbookReader.grid("x", Archive.open(parts().zip()), new Findings("x"));
    assertThat(grid.row(1).values().stream().map(TableReader::shown))
        .containsExactly(
            "name",
            "because",
            "aggregate.specVersion",
            "aggregate.aggregateId",
            "aggregate.window.start",
            "aggregate.window.end",
            "aggregate.product",
            "aggregate.surface",
            "aggregate.cluster.id",
            "aggregate.cluster.categories",
            "aggregate.cluster.confidence",
            "aggregate.volume.count",
            "expect.severity");
    assertThat(TableReader.shown(grid.row(2).getOrDefault(12, new Grid.Refused())))
        .isEqualTo("\"P1\",\"P2\"");
  }

  @Test
  void namesWhatIsWrongByItsCell() {
    check(
        parts().write("M2", "\"P1\",P2"),
        " Scenarios!M2: `\"P1\",P2` is no list of texts in quotes and no JSON: line 1, column 7:"
            + " unrecognized token 'P2': was expecting (JSON String, Number, Array, Object or token"
            + " 'null', 'true' or 'false'): write for example \"P1\",\"P2\"");
    check(
        parts().write("M2", "[1e400]"),
        " Scenarios!M2: `[1e400]` has a number that is too large, or half of a surrogate pair:"
            + " correct it");
    check(parts().write("M2", "P9"), " Scenarios!A2: `P9` is none of [P1, P2, P3, P4]");
    check(
        parts().cell("K2", "<c r=\"K2\"><v>7</v></c>"),
        " Scenarios!K2: /cluster/confidence: must be from 0 to 1");
    check(
        parts().write("A2", " "), " Scenarios!A2: the scenario has no name: write one into `name`");
    check(
        parts().write("M1", "expected.severity"),
        " Scenarios!M1: `expected.severity` is no path: write name, because, receivedAt, maskingConfidence, or one below aggregate,"
            + " gate or expect, such as aggregate.volume.count");
    check(parts().write("B1", "name"), " Scenarios!B1: `name` stands here twice: delete one");
    check(
        parts().write("L1", "aggregate.volume").write("H1", "aggregate.volume.count"),
        " Scenarios!L2: `aggregate.volume` is also said by a column of a part of it or of the whole:"
            + " keep one");
  }

  @Test
  void namesWhatIsWrongInACaseOfAGateByItsCell() {
    String line =
        """
        {"name":"n","because":"b","gate":{"name":"production","at":"2026-05-05T06:00:00Z",\
        "request":{"product":"shop","release":"1","stage":"NOWHERE"}},"expect":{"verdict":"PASS"}}\
        """;
    check(
        ScenarioSheet.write(utf8(line)),
        " Scenarios!G2: /gate/request/stage: `NOWHERE` is not taken here: use one of `PREPROD`,"
            + " `CANARY`, `PROGRESSIVE`, `PRODUCTION`");
  }

  @Test
  void refusesWhatATableRefuses() {
    check(
        parts().cell("L2", "<c r=\"L2\"><f>2+3</f><v>5</v></c>"),
        " Scenarios!L2: the cell holds a formula: write its value");
    check(
        parts().cell("L2", "<c r=\"L2\" t=\"d\"><v>2026-01-01</v></c>"),
        " Scenarios!L2: the spreadsheet made the date 2026-01-01 of this: format the cell as text"
            + " and write it again");
    check(
        parts().put("xl/vbaProject.bin", "x"),
        ": the workbook holds macros: save it as .xlsx without them");
    check(new byte[0], ": the file is not an .xlsx workbook: save it as one");
    check(
        parts().replace(Parts.SHEET, "<row r=\"2\"", "<row hidden=\"1\" r=\"2\""),
        " Scenarios!2:2: the row is hidden, maybe by a filter: unhide or delete it");
  }

  @Test
  void refusesLinesThatAreNoObjects() {
    assertThatThrownBy(() -> ScenarioSheet.write(utf8("[]"))).isInstanceOf(ServiceException.class);
  }
}
