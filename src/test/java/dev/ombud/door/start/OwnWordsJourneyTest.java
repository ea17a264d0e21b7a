package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A new owner adds a team, a category and a metric in a draft, publishes it, and sees them decide;
/// and removes a word that rows use.
final class OwnWordsJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String CSV = "text/csv";
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  private static final Duration SOON = Duration.ofSeconds(20);

  private static RunningService service;

  @BeforeAll
  static void start() {
    service =
        RunningService.start(
            POSTGRES.config(),
            Map.of(
                "OMBUD_BOOTSTRAP_TOKENS",
                ApiClient.TOKENS
                    + ",ann:owner:ann-secret,bob:owner:bob-secret,eve:owner:eve-secret"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static HttpRequest.Builder request(String person, String path) {
    return service
        .client()
        .request(path, Role.OWNER)
        .setHeader("Authorization", "Bearer " + person + "-secret");
  }

  private static Answer get(String path, String mediaType) {
    return service.client().send(request("ann", path).header("Accept", mediaType).build());
  }

  private static JsonNode json(String path) {
    return get(path, "application/json").json();
  }

  private static Answer post(String person, String path, String body) {
    return service
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

  private static String draft() {
    return post("ann", "/v1/drafts", "{\"title\":\"our words\"}").header("Location");
  }

  private static Answer put(String draft, String table, List<String> lines) {
    String path = draft + "/tables/" + table;
    return service
        .client()
        .send(
            request("ann", path)
                .header("Content-Type", CSV)
                .header("If-Match", "*")
                .PUT(BodyPublishers.ofString(String.join("\r\n", lines) + "\r\n"))
                .build());
  }

  private static List<String> lines(String draft, String table) {
    return new ArrayList<>(get(draft + "/tables/" + table, CSV).text().lines().toList());
  }

  /// Adds a row before the first one whose id begins so, or at the end.
  private static Answer add(String draft, String table, String before, String... rows) {
    List<String> lines = lines(draft, table);
    int at = 0;
    while (at < lines.size() && (before.isEmpty() || !lines.get(at).startsWith(before))) {
      at++;
    }
    lines.addAll(at, List.of(rows));
    return put(draft, table, lines);
  }

  private static void publish(String draft) {
    assertThat(post("ann", draft + "/test-runs", "").json().path("failed").asInt()).isZero();
    String backtest = post("ann", draft + "/backtests", "{}").header("Location");
    Condition.await(
        SOON, "the backtest ends", () -> !json(backtest).path("state").asText().equals("RUNNING"));
    JsonNode submitted = say("ann", draft + "/submission").json();
    assertThat(submitted.path("approvalsBecause").toString())
        .contains("category points_missing can be the fault of a release");
    assertThat(say("bob", draft + "/approvals").json().path("state").asText())
        .isEqualTo("SUBMITTED");
    assertThat(say("eve", draft + "/approvals").json().path("state").asText())
        .isEqualTo("APPROVED");
    assertThat(say("ann", draft + "/activation").status()).isEqualTo(200);
  }

  private static JsonNode evaluate(String... pairs) {
    String body = Aggregates.fresh(Aggregates.edit(Aggregates.surge(), pairs));
    return service
        .client()
        .post("/v1/evaluations", ApiClient.JSON, body.getBytes(StandardCharsets.UTF_8))
        .json();
  }

  private static final String[] POINTS = {
    "\"payment_failure\"", "\"points_missing\"", "\"errorRate\"", "\"pointsBooked\""
  };

  @Test
  void aNewTeamCategoryAndMetricDecideOnceTheyArePublished() {
    JsonNode before = evaluate(POINTS);
    assertThat(before.path("warnings").toString())
        .contains("UNMAPPED_CATEGORY", "points_missing", "UNKNOWN_METRIC", "pointsBooked");
    String draft = draft();
    assertThat(
            add(
                    draft,
                    "vocabulary",
                    "",
                    "TEA-200,\"\"\"team\"\"\",\"\"\"loyalty\"\"\",-,-,-,-,-,-,-,-,points and tiers",
                    "CAT-300,\"\"\"category\"\"\",\"\"\"points_missing\"\"\",-,true,loyalty,-,-,"
                        + "where are my points,-,-,")
                .json()
                .path("errors")
                .asInt())
        .isZero();
    add(
        draft,
        "metrics",
        "MET-900",
        "MET-200,\"\"\"pointsBooked\"\"\",-,RATE,HIGHER,TIMES,1.5,0,false,false,ours");
    Answer routed =
        add(
            draft,
            "routing",
            "RTE-900",
            "RTE-200,-,\"\"\"points_missing\"\"\",-,-,loyalty,30,#loyalty,points");
    assertThat(routed.status()).as(routed.text()).isEqualTo(200);
    offersTheNewWords(draft);
    publish(draft);

    JsonNode after = evaluate(POINTS);
    assertThat(after.has("warnings")).as("%s", after.path("warnings")).isFalse();
    assertThat(after.at("/owner/team").asText()).isEqualTo("loyalty");
    assertThat(after.path("reasons").toString()).contains("TELEMETRY_CONFIRMS", "pointsBooked");
    assertThat(after.path("firings").toString()).contains("MET-200", "RTE-200");
    assertThat(get("/docs/vocabulary", "text/html").text())
        .contains("points_missing", "pointsBooked");
  }

  private static void offersTheNewWords(String draft) {
    JsonNode vocabulary = json(draft + "/vocabulary");
    assertThat(OpenApi.schema("VocabularyOfRuleset").validate(vocabulary)).isEmpty();
    assertThat(vocabulary.at("/words/category").toString()).contains("where are my points");
    assertThat(vocabulary.path("fields").toString()).contains("\"points_missing\"", "\"loyalty\"");
    assertThat(get(draft + "/tables/routing", XLSX).status()).isEqualTo(200);
    assertThat(
            OpenApi.schema("VocabularyOfRuleset").validate(json("/v1/rulesets/active/vocabulary")))
        .isEmpty();
  }

  @Test
  void aWordThatIsRemovedIsAFindingAtEachRowThatUsesIt() {
    String draft = draft();
    List<String> words = lines(draft, "vocabulary");
    words.removeIf(line -> line.contains("\"\"\"returns\"\"\"") && line.startsWith("CAT-"));
    Answer put = put(draft, "vocabulary", words);
    assertThat(put.status()).isEqualTo(200);
    String findings = json(draft + "/findings").toString();
    assertThat(findings).contains("routing.xlsx", "runbook.xlsx", "severity.xlsx", "unknown-word");
    assertThat(findings).contains("`returns` is not a word of `cluster.categories`");
    // It can still be looked at and corrected.
    assertThat(get(draft + "/tables/routing", CSV).text()).contains("returns");
    assertThat(post("ann", draft + "/test-runs", "").status()).isEqualTo(409);
    put(
        draft,
        "routing",
        lines(draft, "routing").stream()
            .map(line ->
                line.replace(
                    "\"\"\"returns\"\",\"\"shipping_delay\"\"\"", "\"\"\"shipping_delay\"\"\""))
            .toList());
    assertThat(json(draft + "/findings").toString()).doesNotContain("routing.xlsx");
  }

  @Test
  void refusesAVocabularyThatContradictsItself() {
    String draft = draft();
    Answer answer =
        add(
            draft,
            "vocabulary",
            "",
            "CAT-301,\"\"\"category\"\"\",\"\"\"bug\"\"\",-,true,nobody,true,-,-,-,-,");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("repeated-word");
    answer =
        put(
            draft,
            "vocabulary",
            lines(draft, "vocabulary").stream()
                .map(line ->
                    line.replace("\"\"\"bug\"\"\",-,true,nobody", "\"\"\"moth\"\"\",-,true,nobody"))
                .toList());
    assertThat(answer.text()).contains("`nobody` is no team", "is said of surfaces and steps only");
  }
}
