package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.decide.sheet.CsvTable;
import dev.ombud.decide.sheet.Parts;
import dev.ombud.decide.sheet.WorkbookReader;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A product owner changes tables on a service that has decided the 2,007 real aggregates, with a
/// second instance beside it on the same database.
class PublishJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Map<String, String> PEOPLE =
      Map.of(
          "OMBUD_BOOTSTRAP_TOKENS",
          ApiClient.TOKENS + ",ann:owner:ann-secret,bob:owner:bob-secret,eve:owner:eve-secret");

  private static RunningService first;
  private static RunningService second;

  @BeforeAll
  static void decideTheRealAggregates() {
    first = RunningService.start(POSTGRES.config(), PEOPLE);
    second = RunningService.start(POSTGRES.config(), PEOPLE);
    first.client().decideAll(String.join("\n", Aggregates.real()));
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
  }

  private static HttpRequest.Builder request(String person, String path) {
    return first
        .client()
        .request(path, Role.OWNER)
        .setHeader("Authorization", "Bearer " + person + "-secret");
  }

  private static Answer get(String path, String mediaType) {
    return first.client().send(request("ann", path).header("Accept", mediaType).build());
  }

  private static Answer post(String person, String path, String body) {
    return first
        .client()
        .send(
            request(person, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
  }

  private static Answer say(String person, String path) {
    return post(person, path, "{\"reason\":\"as agreed\"}");
  }

  private static Answer put(Answer read, String path, String mediaType, byte[] body) {
    return first
        .client()
        .send(
            request("ann", path)
                .header("Content-Type", mediaType)
                .header("If-Match", read.header("ETag"))
                .PUT(BodyPublishers.ofByteArray(body))
                .build());
  }

  /// Whether an answer is what the OpenAPI document promises.
  private static JsonNode checked(String schema, Answer answer) {
    assertThat(OpenApi.schema(schema).validate(answer.json())).as(answer.text()).isEmpty();
    return answer.json();
  }

  private static String draft() {
    Answer created = post("ann", "/v1/drafts", "{\"title\":\"a journey\"}");
    assertThat(created.status()).isEqualTo(201);
    checked("Draft", created);
    return created.header("Location");
  }

  /// Exchanges some text in a table's CSV form.
  private static Answer edit(String draft, String table, String before, String after) {
    Answer csv = get(draft + "/tables/" + table, "text/csv");
    String text = csv.text();
    assertThat(text).contains(before);
    return put(
        csv,
        draft + "/tables/" + table,
        "text/csv",
        text.replace(before, after).getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode backtest(String draft) {
    String path = post("ann", draft + "/backtests", "{}").header("Location");
    Condition.await(
        SOON,
        "the backtest ends",
        () -> !get(path, "application/json").json().path("state").asText().equals("RUNNING"));
    checked("Backtests", get(draft + "/backtests", "application/json"));
    return checked("Backtest", get(path, "application/json"));
  }

  private static long version(RunningService service) {
    return service
        .client()
        .post(
            "/v1/evaluations", ApiClient.JSON, Aggregates.surge().getBytes(StandardCharsets.UTF_8))
        .json()
        .path("ruleset")
        .path("version")
        .asLong();
  }

  private static void testAndBacktest(String draft) {
    assertThat(post("ann", draft + "/test-runs", "").json().path("failed").asInt()).isZero();
    assertThat(backtest(draft).path("state").asText()).isEqualTo("DONE");
  }

  @Test
  void goesFromADownloadToTheNextDecisionAndBack() {
    String draft = draft();
    Answer edited =
        edit(
            draft,
            "severity",
            "\"\"\"app_crash\"\"\",-,>= 0.7,",
            "\"\"\"app_crash\"\"\",-,>= 0.9,");
    assertThat(edited.status()).isEqualTo(200);
    assertThat(checked("Edited", edited).path("errors").asInt()).isZero();
    checked("Findings", get(draft + "/findings", "application/json"));
    checked("Table", get(draft + "/tables/severity", "application/json"));
    assertThat(get(draft + "/tables/severity", "application/dmn+xml").text())
        .contains("<rule id=\"SEV-120\">");
    JsonNode diff = checked("Diff", get(draft + "/diff", "application/json")).path("changes");
    assertThat(diff).isNotEmpty();
    assertThat(diff).allMatch(change -> change.path("kind").asText().equals("TEST_NARROWED"));
    Answer tested = post("ann", draft + "/test-runs", "");
    assertThat(tested.status()).isEqualTo(201);
    assertThat(checked("TestRun", tested).path("coverage")).hasSize(9);
    JsonNode report = backtest(draft).path("report");
    assertThat(report.path("judged").asInt()).isGreaterThanOrEqualTo(2007);
    assertThat(report.path("diverged").asInt()).isZero();
    assertThat(report.path("changed").asInt()).isPositive();
    assertThat(report.path("rows").toString()).contains("SEV-120");
    assertThat(tested.json().path("failed").asInt()).isZero();
    long before = version(second);
    assertThat(say("ann", draft + "/submission").status()).isEqualTo(200);
    assertThat(say("ann", draft + "/approvals").code()).isEqualTo("forbidden");
    assertThat(say("bob", draft + "/approvals").json().path("state").asText())
        .isEqualTo("APPROVED");
    long version = say("ann", draft + "/activation").json().path("version").asLong();
    assertThat(version(first)).isEqualTo(version);
    Condition.await(SOON, "the other instance follows", () -> version(second) == version);
    checked("DraftDetail", get(draft, "application/json"));
    checked("Drafts", get("/v1/drafts", "application/json"));
    checked("RulesetVersion", get("/v1/rulesets/active", "application/json"));
    assertThat(say("eve", "/v1/rulesets/" + before + "/activation").status()).isEqualTo(200);
    checked("RulesetList", get("/v1/rulesets", "application/json"));
    checked("Health", get("/health/ready", "application/json"));
    assertThat(version(first)).isEqualTo(before);
    Condition.await(SOON, "the other instance goes back", () -> version(second) == before);
  }

  @Test
  void needsTwoApproversForWhatStartsByItself() {
    String draft = draft();
    Answer json = get(draft + "/tables/automation", "application/json");
    JsonNode rows = json.json().path("rows");
    assertThat(rows.toString()).contains("AUTOMATIC");
    Answer edited =
        put(
            json,
            draft + "/tables/automation",
            "application/json",
            json.text().replace("\"APPROVAL\"", "\"AUTOMATIC\"").getBytes(StandardCharsets.UTF_8));
    assertThat(edited.status()).isEqualTo(200);
    Answer tested = post("ann", draft + "/test-runs", "");
    assertThat(tested.json().path("failed").asInt()).isPositive();
    assertThat(say("ann", draft + "/submission").code()).isEqualTo("wrong-state");
    // Without the scenarios that hold it back.
    Answer scenarios = get(draft + "/scenarios", "application/x-ndjson");
    put(scenarios, draft + "/scenarios", "application/x-ndjson", new byte[] {'\n'});
    testAndBacktest(draft);
    JsonNode submitted = say("ann", draft + "/submission").json();
    assertThat(submitted.path("approvalsNeeded").asInt()).isEqualTo(2);
    assertThat(submitted.path("approvalsBecause").toString()).contains("AUTOMATIC");
    assertThat(say("bob", draft + "/approvals").json().path("state").asText())
        .isEqualTo("SUBMITTED");
    assertThat(say("ann", draft + "/activation").code()).isEqualTo("wrong-state");
    assertThat(say("eve", draft + "/approvals").json().path("state").asText())
        .isEqualTo("APPROVED");
    assertThat(say("eve", draft + "/rejections").json().path("state").asText())
        .isEqualTo("BACKTESTED");
  }

  @Test
  void givesARefusedWorkbookBackWithItsCellsMarked() {
    String draft = draft();
    Answer read = get(draft + "/tables/severity", XLSX);
    DecisionTable table =
        WorkbookReader.read("severity.xlsx", read.body(), Lexicons.SHIPPED).table().orElseThrow();
    byte[] broken =
        new String(CsvTable.write(table), StandardCharsets.UTF_8)
            .replaceFirst(">= 0\\.85", "nonsense")
            .getBytes(StandardCharsets.UTF_8);
    Answer refused = put(read, draft + "/tables/severity", "text/csv", broken);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(checked("Problem", refused).path("code").asText()).isEqualTo("invalid-table");
    assertThat(refused.json().path("findings").get(0).path("cell").asText()).isEqualTo("D6");
    assertThat(get(draft, "application/json").header("ETag")).isEqualTo(read.header("ETag"));
    byte[] workbook = Parts.of(read.body()).write("D6", "nonsense").zip();
    Answer marked =
        first
            .client()
            .send(
                request("ann", draft + "/tables/severity")
                    .header("Content-Type", XLSX)
                    .header("Accept", XLSX)
                    .header("If-Match", read.header("ETag"))
                    .PUT(BodyPublishers.ofByteArray(workbook))
                    .build());
    assertThat(marked.status()).isEqualTo(422);
    assertThat(marked.header("Content-Type")).isEqualTo(XLSX);
    assertThat(WorkbookReader.read("severity.xlsx", marked.body(), Lexicons.SHIPPED).findings())
        .anyMatch(finding -> finding.line().startsWith("severity.xlsx Severity!D6: "));
  }

  @Test
  void letsTheSecondWriterKnowAndNobodyWriteBlindly() {
    String draft = draft();
    Answer read = get(draft + "/tables/routing", "text/csv");
    assertThat(edit(draft, "routing", "RTE-900", "RTE-990").status()).isEqualTo(200);
    Answer late = put(read, draft + "/tables/routing", "text/csv", read.body());
    assertThat(late.code()).isEqualTo("precondition-failed");
    Answer blind =
        first
            .client()
            .send(
                request("ann", draft + "/tables/routing")
                    .header("Content-Type", "text/csv")
                    .PUT(BodyPublishers.ofByteArray(read.body()))
                    .build());
    assertThat(blind.code()).isEqualTo("precondition-required");
  }

  @Test
  void judgesLiveTrafficInTheShadow() {
    String draft = draft();
    edit(draft, "severity", ",P4,", ",P3,");
    assertThat(post("ann", draft + "/shadow", "").status()).isEqualTo(202);
    String surge = Aggregates.surge();
    for (int i = 0; i < 20; i++) {
      first.client().decide(surge.replace("\"aggregateId\": \"", "\"aggregateId\": \"s" + i));
    }
    Condition.await(
        SOON,
        "the shadow has judged them",
        () -> get(draft + "/shadow", "application/json").json().path("judged").asInt() == 20);
    JsonNode ended = first.client().send(request("ann", draft + "/shadow").DELETE().build()).json();
    assertThat(ended.path("running").asBoolean()).isFalse();
    assertThat(ended.path("failed").asInt()).isZero();
    assertThat(ended.path("instances").toString()).contains("\"judged\":20");
  }

  @Test
  void writesHitsBesideTheRows() {
    Answer hits = get("/v1/rulesets/1/tables/severity?annotate=hits", XLSX);
    assertThat(hits.status()).isEqualTo(200);
    assertThat(WorkbookReader.read("severity.xlsx", hits.body(), Lexicons.SHIPPED).findings())
        .isEmpty();
    assertThat(Parts.of(hits.body()).text("xl/sharedStrings.xml")).contains("near misses", "never");
    assertThat(get("/v1/rulesets/1/tables/severity?annotate=x", XLSX).code())
        .isEqualTo("bad-parameter");
  }

  @Test
  void keepsRulesOutUnlessTheOperatorLetsThemIn() {
    String draft = draft();
    Answer refused =
        first
            .client()
            .send(
                first
                    .client()
                    .request(draft + "/rules/more.drl", Role.ADMIN)
                    .header("Content-Type", "text/plain")
                    .header("If-Match", "*")
                    .PUT(BodyPublishers.ofString("package more"))
                    .build());
    assertThat(refused.code()).isEqualTo("forbidden");
    assertThat(refused.text()).contains("OMBUD_ALLOW_RULE_UPLOAD");
  }

  @Test
  void isPublishedFromAFolderAsWell(@TempDir Path home) throws IOException {
    RulesetFolder folder = RulesetFolder.copy(home);
    folder.setCell("severity.xlsx", "X6", "a note from Git");
    Map<String, String> environment = Map.of("OMBUD_TOKEN", "ann-secret");
    String server = "http://127.0.0.1:" + first.port();
    CommandRun run =
        CommandRun.of(
            environment, "publish", home.toString(), "--server", server, "--reason", "tidier");
    assertThat(run.exit()).as("%s %s", run.output(), run.errors()).isZero();
    String draft =
        run.output().stream()
            .filter(line -> line.startsWith("draft "))
            .map(line -> line.substring("draft ".length(), line.indexOf(',')))
            .findFirst()
            .orElseThrow();
    assertThat(get("/v1/drafts/" + draft, "application/json").json().path("state").asText())
        .isEqualTo("SUBMITTED");
    CommandRun rerun =
        CommandRun.of(
            environment,
            "publish",
            home.toString(),
            "--server",
            server,
            "--reason",
            "the job ran twice");
    assertThat(rerun.exit()).isZero();
    assertThat(rerun.output())
        .anyMatch(line -> line.contains("draft " + draft + " holds the same and is SUBMITTED"));
    assertThat(say("bob", "/v1/drafts/" + draft + "/approvals").status()).isEqualTo(200);
    CommandRun activation =
        CommandRun.of(
            environment, "publish", "--activate", draft, "--server", server, "--reason", "agreed");
    assertThat(activation.exit()).as("%s", activation.errors()).isZero();
    long version = version(first);
    CommandRun again =
        CommandRun.of(
            environment, "publish", home.toString(), "--server", server, "--reason", "again");
    assertThat(again.exit()).isZero();
    assertThat(again.output()).anyMatch(line -> line.contains("nothing to publish"));
    assertThat(version(first)).isEqualTo(version);
  }

  @Test
  void aPublishThatWasCutOffIsGoneOnWith(@TempDir Path home) throws IOException {
    RulesetFolder.copy(home).setCell("severity.xlsx", "X7", "a note that was cut off");
    String draft = draft();
    String table = draft + "/tables/severity";
    byte[] workbook = Files.readAllBytes(home.resolve("decision-tables/severity.xlsx"));
    assertThat(put(get(table, XLSX), table, XLSX, workbook).status()).isEqualTo(200);
    CommandRun run =
        CommandRun.of(
            Map.of("OMBUD_TOKEN", "ann-secret"),
            "publish",
            home.toString(),
            "--server",
            "http://127.0.0.1:" + first.port(),
            "--reason",
            "on we go");
    assertThat(run.exit()).as("%s %s", run.output(), run.errors()).isZero();
    assertThat(get(draft, "application/json").json().path("state").asText()).isEqualTo("SUBMITTED");
  }
}
