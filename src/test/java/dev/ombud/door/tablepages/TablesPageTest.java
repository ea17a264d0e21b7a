package dev.ombud.door.tablepages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.decide.sheet.CsvTable;
import dev.ombud.decide.sheet.WorkbookReader;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.json.Json;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Condition;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The pages about tables with a browser that runs no scripts, and what the grid's module asks for.
class TablesPageTest {
  private static final int ALL = Rulesets.scenarios();

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private ConsoleClient owner;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void open() {
    owner = new ConsoleClient(service.port()).signIn(Role.OWNER);
  }

  @AfterEach
  void close() {
    owner.close();
  }

  private String draft(String title) {
    Page made = owner.submit(owner.get("/tables"), "/tables/drafts", Map.of("title", title));
    assertThat(made.status()).isEqualTo(303);
    return made.header("Location");
  }

  private static JsonNode json(Page page) {
    return ApiClient.json(page.text());
  }

  private Page send(String path, String csrf, Map<String, ?> body) {
    return owner.post(path, "application/json", Json.write(body), "X-CSRF-Token", csrf);
  }

  /// What the grid has, with one cell otherwise.
  private List<List<String>> rows(String table, int row, int column, String text) {
    JsonNode grid = json(owner.get(table + "/grid"));
    List<List<String>> rows = new ArrayList<>();
    grid.path("rows")
        .forEach(each -> {
          List<String> cells = new ArrayList<>();
          each.forEach(cell -> cells.add(cell.asText()));
          rows.add(cells);
        });
    rows.get(row).set(column, text);
    return rows;
  }

  private String tag(String table) {
    return owner.get(table).text().replaceAll("(?s).*data-tag=\"([^\"]*)\".*", "$1");
  }

  private Page keep(String table, List<List<String>> rows) {
    return send(
        table + "/rows", owner.get("/tables").csrf(), Map.of("tag", tag(table), "rows", rows));
  }

  @Test
  void showsATableWithoutScripts() {
    Page page = owner.get("/tables/versions/active/severity");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.words())
        .contains("SEV-010", "What it is about", "window.hours [hours]", "Change this", "never");
  }

  @Test
  void letsOnlyOwnersChangeAnything() {
    try (ConsoleClient auditor = new ConsoleClient(service.port()).signIn(Role.AUDITOR)) {
      assertThat(auditor.get("/tables").words()).doesNotContain("Start a draft", "Go back to");
      assertThat(auditor.submit(auditor.get("/tables"), "/tables/drafts", Map.of()).status())
          .isEqualTo(403);
      String draft = draft("not for auditors");
      assertThat(auditor.get(draft).words()).doesNotContain("Run the scenarios");
      assertThat(auditor.get(draft + "/tables/severity").text())
          .contains("data-editable=\"false\"");
    }
  }

  @Test
  void saysAtWhichCellSomethingIsWrongAndKeepsNothing() {
    String table = draft("a comma") + "/tables/severity";
    Page page = owner.get(table);
    List<List<String>> rows = rows(table, 0, 3, ">= 0,9");
    JsonNode checked = json(send(table + "/check", page.csrf(), Map.of("rows", rows)));
    assertThat(checked.at("/findings/0/row").asInt()).isZero();
    assertThat(checked.at("/findings/0/column").asInt()).isEqualTo(3);
    assertThat(checked.at("/findings/0/message").asText())
        .isEqualTo("`0,9` is not a number: write 0.9");
    Page kept = keep(table, rows);
    assertThat(kept.status()).isEqualTo(422);
    assertThat(json(kept).at("/findings/0/column").asInt()).isEqualTo(3);
    assertThat(owner.get(table).words()).contains(">= 0.85").doesNotContain("0,9");
  }

  @Test
  void keepsWhatCanBeReadAndShowsTheDifference() {
    String draft = draft("earlier");
    String table = draft + "/tables/severity";
    Page kept = keep(table, rows(table, 0, 3, ">= 0.9"));
    assertThat(kept.status()).isEqualTo(200);
    assertThat(json(kept).path("tag").asText()).isEqualTo(tag(table));
    assertThat(owner.get(draft).words())
        .contains("SEV-010 Test narrowed cluster.confidence >= 0.85");
    JsonNode grid = json(owner.get(table + "/grid"));
    assertThat(grid.at("/rows/0/3").asText()).isEqualTo(">= 0.9");
    assertThat(grid.at("/activeRows/0/3").asText()).isEqualTo(">= 0.85");
    assertThat(grid.at("/columns/0/values/0").asText()).isEqualTo("-");
    assertThat(grid.at("/columns/0/values").toString()).contains("payment_failure");
  }

  @Test
  void refusesTheSecondOfTwoWriters() {
    String table = draft("two") + "/tables/severity";
    String stale = tag(table);
    assertThat(keep(table, rows(table, 0, 3, ">= 0.9")).status()).isEqualTo(200);
    Page second =
        send(
            table + "/rows",
            owner.get("/tables").csrf(),
            Map.of("tag", stale, "rows", rows(table, 0, 3, ">= 0.8")));
    assertThat(second.status()).isEqualTo(412);
  }

  @Test
  void refusesRowsThatAnotherSiteSends() {
    String table = draft("forged") + "/tables/severity";
    Map<String, Object> body = Map.of("tag", "*", "rows", rows(table, 0, 3, ">= 0.9"));
    assertThat(send(table + "/rows", "guessed", body).status()).isEqualTo(403);
    assertThat(owner.post(table + "/rows", "application/json", Json.write(body)).status())
        .isEqualTo(403);
    assertThat(upload(table + "/workbook", "guessed", "severity.csv", new byte[0]).status())
        .isEqualTo(403);
  }

  private Page upload(String path, String csrf, String name, byte[] content) {
    String table = path.replaceAll("/workbook$", "");
    byte[] before =
        ("--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n"
                + csrf
                + "\r\n--B\r\nContent-Disposition: form-data; name=\"tag\"\r\n\r\n"
                + (table.endsWith("/scenarios") ? "*" : tag(table))
                + "\r\n--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] after = "\r\n--B--\r\n".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(before);
    body.writeBytes(content);
    body.writeBytes(after);
    return owner.post(path, "multipart/form-data; boundary=B", body.toByteArray());
  }

  @Test
  void takesACsvFileAndAWorkbook() {
    String table = draft("files") + "/tables/severity";
    byte[] shipped = Rulesets.shipped().parts().get("decision-tables/severity.xlsx");
    byte[] csv =
        CsvTable.write(
            WorkbookReader.read("severity.xlsx", Objects.requireNonNull(shipped), Lexicons.SHIPPED)
                .table()
                .orElseThrow());
    String changed = new String(csv, StandardCharsets.UTF_8).replace(">= 0.85", ">= 0.95");
    String csrf = owner.get("/tables").csrf();
    Page sent =
        upload(table + "/workbook", csrf, "Severity.CSV", changed.getBytes(StandardCharsets.UTF_8));
    assertThat(sent.status()).isEqualTo(303);
    assertThat(owner.get(table).words()).contains(">= 0.95", "The file is in the draft now");
    assertThat(upload(table + "/workbook", csrf, "severity.xlsx", shipped).status()).isEqualTo(303);
    assertThat(owner.get(table).words()).doesNotContain(">= 0.95");
  }

  @Test
  void saysWhyAFileIsRefused() {
    String draft = draft("bad files");
    String csrf = owner.get("/tables").csrf();
    Page csv =
        upload(
            draft + "/tables/severity/workbook",
            csrf,
            "a.csv",
            "Table".getBytes(StandardCharsets.UTF_8));
    assertThat(csv.status()).isEqualTo(422);
    assertThat(csv.words()).contains("severity.xlsx Table!B1: the cell is blank");
    Page scenarios =
        upload(
            draft + "/scenarios/workbook", csrf, "a.ndjson", "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(scenarios.status()).isEqualTo(422);
  }

  @Test
  void walksADraftToTheEndAndBackWithoutScripts() {
    String draft = draft("the whole way");
    String table = draft + "/tables/severity";
    assertThat(keep(table, rows(table, 6, 3, ">= 0.6")).status()).isEqualTo(200);
    post(owner, draft, "/scenarios", Map.of());
    assertThat(owner.get(draft + "/scenarios").words())
        .contains(ALL + " of " + ALL + " scenarios hold.");
    Page started = post(owner, draft, "/backtests", Map.of());
    String backtest = started.header("Location");
    Condition.await(
        Duration.ofSeconds(60),
        "the backtest ends",
        () -> !json(owner.get(backtest + "/progress")).path("isRunning").asBoolean());
    assertThat(owner.get(backtest).words()).contains("There was no decision to judge.");
    post(owner, draft, "/submission", Map.of("reason", "crashes lose customers"));
    assertThat(owner.get(draft).words()).contains("You submitted it, so somebody else has to");
    Page own = owner.submit(owner.get(draft), draft + "/approval", Map.of("reason", "mine"));
    assertThat(own.status()).isEqualTo(403);
    assertThat(own.words()).contains("submitted it and cannot approve it");
    try (ConsoleClient other = new ConsoleClient(service.port()).signIn(Role.ADMIN)) {
      Page read = other.get(draft);
      assertThat(read.text()).contains("name=\"shown\" value=\"");
      for (String step : List.of("/approval", "/rejection", "/activation", "/submission")) {
        Page stale = other.submit(read, draft + step, Map.of("reason", "x", "shown", "00"));
        assertThat(stale.status()).as(step).isEqualTo(412);
        assertThat(stale.words()).contains("The draft was changed since the page was loaded");
      }
      post(other, draft, "/approval", Map.of("reason", "agreed"));
      post(other, draft, "/activation", Map.of("reason", "now"));
      assertThat(other.get("/tables/versions/active/severity").status()).isEqualTo(200);
      assertThat(other.get("/tables").words()).contains("Go back to 1");
      Page back =
          other.submit(other.get("/tables"), "/tables/activations/1", Map.of("reason", "too many"));
      assertThat(back.status()).isEqualTo(303);
    }
    assertThat(owner.get("/tables").words()).contains("Ruleset 1 decides since");
  }

  @Test
  void showsWhatScenariosCameToOnAnInstanceThatDidNotRunThem() {
    String draft = draft("seen from elsewhere");
    String table = draft + "/tables/severity";
    assertThat(keep(table, rows(table, 6, 3, ">= 0.6")).status()).isEqualTo(200);
    post(owner, draft, "/scenarios", Map.of());
    try (RunningService second = RunningService.start(POSTGRES.config());
        ConsoleClient there = new ConsoleClient(second.port()).signIn(Role.OWNER)) {
      assertThat(there.get(draft + "/scenarios").words())
          .contains(ALL + " of " + ALL + " scenarios hold.");
      assertThat(there.get(draft).words()).contains("All " + ALL + " scenarios hold.");
      assertThat(keep(table, rows(table, 6, 3, ">= 0.65")).status()).isEqualTo(200);
      assertThat(there.get(draft + "/scenarios").words())
          .contains("There is no result for the draft as it stands.");
    }
  }

  private static Page post(
      ConsoleClient browser, String draft, String step, Map<String, String> fields) {
    Page page = browser.submit(browser.get(draft), draft + step, fields);
    assertThat(page.status()).as(page.words()).isEqualTo(303);
    return page;
  }

  @Test
  void wantsAReasonForWhatPeopleDecide() {
    Page page = owner.submit(owner.get("/tables"), "/tables/activations/1", Map.of("reason", " "));
    assertThat(page.status()).isEqualTo(422);
    assertThat(page.words()).contains("`Why` is empty");
  }

  @Test
  void saysWhatIsNotThere() {
    for (String path :
        List.of(
            "/tables/versions/99/severity",
            "/tables/versions/x/severity",
            "/tables/versions/active/none",
            "/tables/drafts/1",
            "/tables/drafts/00000000-0000-7000-8000-000000000000",
            "/releases/none")) {
      assertThat(owner.get(path).status()).as(path).isEqualTo(404);
    }
  }
}
