package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.ServiceProcess;
import dev.ombud.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a start makes of the files in `rules/` and `decision-tables/`: good ones, broken ones,
/// edited ones. Each test has a copy of the shipped files, and a database that no start has seen.
@Tag("long") // starts eight services, most as processes
class RulesetFilesTest {
  private static final String PAYMENT =
      Aggregates.fresh(
          """
          {"specVersion":"1.0","aggregateId":"%s","product":"shop","surface":"profile",
           "window":{"start":"2026-03-01T18:00:00Z","end":"2026-03-02T18:00:00Z"},
           "cluster":{"id":"c-1","categories":["payment_failure"],"confidence":0.9},
           "volume":{"count":120,"customers":110,"baseline":40}}
          """);

  @RegisterExtension static final TestDatabase REFUSING = new TestDatabase();
  @RegisterExtension static final TestDatabase GOING_ON = new TestDatabase();
  @RegisterExtension static final TestDatabase EDITED = new TestDatabase();

  @TempDir Path home;

  @BeforeEach
  void copyShippedFiles() throws IOException {
    for (String name : List.of("rules", "decision-tables", "migrations")) {
      Path target = Files.createDirectory(home.resolve(name));
      try (Stream<Path> files = Files.list(Path.of(name))) {
        for (Path file : files.toList()) {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
    }
  }

  private Map<String, String> settings(DatabaseConfig database) {
    Map<String, String> settings = new HashMap<>(RunningService.settings(database));
    settings.put("OMBUD_HOME", home.toString());
    return settings;
  }

  private void write(String workbook, String address, String text) throws IOException {
    Path file = home.resolve("decision-tables").resolve(workbook);
    CellReference cell = new CellReference(address);
    byte[] bytes = Files.readAllBytes(file);
    try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(bytes));
        OutputStream out = Files.newOutputStream(file)) {
      book.getSheetAt(0).getRow(cell.getRow()).getCell(cell.getCol()).setCellValue(text);
      book.write(out);
    }
  }

  private void breakRules() throws IOException {
    Path file = home.resolve("rules").resolve("signals.drl");
    Files.writeString(file, Files.readString(file).replaceFirst("\\bwhen\\b", "wehn"));
  }

  private static List<String> checkRefused(Map<String, String> settings) {
    try (ServiceProcess process = ServiceProcess.start(settings)) {
      assertThat(process.awaitExit()).as("%s", process).isEqualTo(1);
      assertThat(process.output()).isEmpty();
      assertThat(process.errors()).noneMatch(line -> line.startsWith("\tat "));
      return process.errors();
    }
  }

  @Test
  void refusesAFreshStartWithTheCellThatIsWrong() throws IOException {
    write("severity.xlsx", "D6", "0,85");
    write("routing.xlsx", "A6", "");
    assertThat(checkRefused(settings(REFUSING.config())))
        .anyMatch(
            line -> line.endsWith("severity.xlsx Severity!D6: `0,85` is not a number: write 0.85"))
        .anyMatch(line -> line.contains("routing.xlsx Routing!A6: "))
        .as("each finding once")
        .doesNotHaveDuplicates()
        .noneMatch(line -> line.contains("RulesetPublisher"));
    breakRules();
    write("severity.xlsx", "D6", ">= 0.85");
    write("routing.xlsx", "A6", "RTE-001");
    assertThat(checkRefused(settings(REFUSING.config())))
        .anyMatch(line -> line.contains("signals.drl"));
  }

  @Test
  void callsNoWorkbookMissingThatIsOnlyWrong() throws IOException {
    write("severity.xlsx", "D6", "0,85");
    assertThat(checkRefused(settings(REFUSING.config())))
        .singleElement()
        .asString()
        .contains("severity.xlsx Severity!D6: ");
  }

  @Test
  void goesOnWithTheLastGoodVersion() throws IOException {
    try (RunningService first = RunningService.start(GOING_ON.config())) {
      checkDecision(first.client(), "good", "P1", 1);
    }
    write("severity.xlsx", "D6", "0,85");
    try (ServiceProcess second = ServiceProcess.start(settings(GOING_ON.config())).awaitReady();
        ApiClient client = second.client()) {
      assertThat(second.errors())
          .anyMatch(line -> line.contains("severity.xlsx Severity!D6: `0,85` is not a number"))
          .anyMatch(line -> line.contains("ruleset 1 goes on deciding"));
      checkDecision(client, "after-a-bad-workbook", "P1", 1);
    }
    write("severity.xlsx", "D6", ">= 0.85");
    breakRules();
    try (ServiceProcess third = ServiceProcess.start(settings(GOING_ON.config())).awaitReady();
        ApiClient client = third.client()) {
      assertThat(third.errors()).anyMatch(line -> line.contains("signals.drl"));
      checkDecision(client, "after-a-bad-rule", "P1", 1);
    }
  }

  @Test
  void publishesAnEditedWorkbookAsTheNextVersion() throws IOException {
    Map<String, String> settings = settings(EDITED.config());
    try (RunningService first = RunningService.start(EDITED.config(), settings)) {
      checkDecision(first.client(), "first", "P1", 1);
    }
    write("severity.xlsx", "D6", ">= 0.95");
    try (RunningService second = RunningService.start(EDITED.config(), settings)) {
      JsonNode decision = checkDecision(second.client(), "second", "P2", 2);
      assertThat(rules(decision)).doesNotContain("SEV-010");
      Answer replay = second.client().decide(PAYMENT.formatted("first"));
      assertThat(replay.status()).isEqualTo(200);
      assertThat(replay.json().at("/ruleset/version").asInt()).isEqualTo(1);
      assertThat(rules(replay.json())).contains("SEV-010");
    }
    write("severity.xlsx", "D6", ">= 0.85");
    try (RunningService third = RunningService.start(EDITED.config(), settings)) {
      assertThat(rules(checkDecision(third.client(), "third", "P1", 3))).contains("SEV-010");
    }
  }

  private static JsonNode checkDecision(ApiClient client, String id, String severity, int version) {
    Answer answer = client.decide(PAYMENT.formatted(id));
    assertThat(answer.status()).as("%s", answer.text()).isEqualTo(201);
    JsonNode decision = answer.json();
    assertThat(decision.path("severity").asText()).as("%s", decision).isEqualTo(severity);
    assertThat(decision.at("/ruleset/version").asInt()).isEqualTo(version);
    return decision;
  }

  private static List<String> rules(JsonNode decision) {
    return StreamSupport.stream(decision.path("firings").spliterator(), false)
        .map(firing -> firing.path("rule").asText())
        .toList();
  }
}
