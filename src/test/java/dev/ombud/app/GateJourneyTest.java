package dev.ombud.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.contract.OpenApi;
import dev.ombud.domain.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a pipeline gets the right verdict for what customers really say, and everything about it
/// can be found again. Method: aggregates posted to the running service, a product for each case,
/// then the gate asked over HTTP and each answer held against the published contract.
final class GateJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static ApiClient client;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    client = service.client();
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  private static Instant hoursAgo(int hours) {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(hours));
  }

  /// An aggregate about checkout.
  ///
  /// @param id of the aggregate and of its cluster
  /// @param rest further blocks, each beginning with a comma
  private static String aggregate(
      String product, String id, String release, int count, double confidence, String rest) {
    return window(product, id, id, release, count, confidence, hoursAgo(2), hoursAgo(1), rest);
  }

  private static String window(
      String product,
      String id,
      String cluster,
      String release,
      int count,
      double confidence,
      Instant from,
      Instant to,
      String rest) {
    return """
    {"specVersion":"1.0","aggregateId":"%s","source":{"trust":"HIGH","channels":["chat"]},
     "window":{"start":"%s","end":"%s"},"product":"%s","surface":"checkout","funnelStep":"payment",
     "release":{"version":"%s","stage":"CANARY","deployedAt":"%s","previousStable":"1.0"},
     "cluster":{"id":"%s","categories":["payment_failure"],"confidence":%s,"actionable":true},
     "volume":{"count":%d,"customers":%d,"baseline":1}%s}
    """
        .formatted(id, from, to, product, release, from, cluster, confidence, count, count, rest);
  }

  private static String severe() {
    return """
    ,"sentiment":{"mean":-0.9,"negativeShare":0.95,"baselineNegativeShare":0.2,"sigma":6},
     "telemetry":{"errorRate":{"value":0.3,"baseline":0.01,"observedAt":"%s"},
       "failedTransactions":{"value":900,"baseline":10,"observedAt":"%s"}}
    """
        .formatted(hoursAgo(1), hoursAgo(1));
  }

  private static JsonNode decide(String aggregate) {
    Answer answer = client.decide(aggregate);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private static String question(String product, String more) {
    return """
    {"product":"%s","release":"2.0","stage":"PRODUCTION",
     "tests":{"regressionSuite":"PASSED","vulnerabilityScan":"PASSED"},
     "telemetry":{"errorRate":{"value":0.01,"baseline":0.01,"observedAt":"%s"}},
     "rollbackPlanAttached":true%s}
    """
        .formatted(product, Instant.now(), more);
  }

  private static Answer post(Role role, String path, String body, String... headers) {
    HttpRequest.Builder request = client.request(path, role).header("Content-Type", ApiClient.JSON);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.POST(BodyPublishers.ofString(body)).build());
  }

  private static Answer get(String path) {
    return client.send(client.request(path, Role.AUDITOR).GET().build());
  }

  private static JsonNode good(Answer answer, int status, String schema) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(OpenApi.schema(schema).validate(answer.json())).as(answer.text()).isEmpty();
    return answer.json();
  }

  private static JsonNode ask(String product, String more) {
    return good(
        post(Role.CALLER, "/v1/gates/production/evaluations", question(product, more)),
        200,
        "GateEvaluation");
  }

  private static List<String> codes(JsonNode evaluation) {
    return evaluation.path("reasons").findValuesAsText("code");
  }

  @Test
  void benignPraisePasses() {
    JsonNode decision =
        decide(
            aggregate(
                    "praised",
                    "praise",
                    "2.0",
                    40,
                    0.95,
                    ",\"sentiment\":{\"mean\":0.9,\"negativeShare\":0.01,\"sigma\":-1}")
                .replace("\"baseline\":1", "\"baseline\":40")
                .replace("\"payment_failure\"", "\"other\"")
                .replace("\"checkout\",\"funnelStep\":\"payment\"", "\"general\""));
    assertThat(decision.path("reasons").findValuesAsText("code")).contains("NOTHING_UNUSUAL");
    JsonNode evaluation = ask("praised", "");
    assertThat(evaluation.path("verdict").asText()).as("%s", evaluation).isEqualTo("PASS");
    assertThat(evaluation.path("safeToPromote").asBoolean()).isTrue();
    assertThat(evaluation.path("themes")).isEmpty();
  }

  @Test
  void ambiguousComplaintsAreNeitherPassedNorTakenForAnOutage() {
    decide(aggregate("ambiguous", "unsure", "2.0", 40, 0.3, severe()));
    JsonNode evaluation = ask("ambiguous", "");
    assertThat(evaluation.path("verdict").asText()).as("%s", evaluation).isEqualTo("INSUFFICIENT");
    assertThat(codes(evaluation)).contains("COMPLAINTS_DOUBTFUL");
    assertThat(evaluation.path("safeToPromote").asBoolean()).isFalse();
  }

  @Test
  void aSevereOutageBlocksWithItsDecisionsAndEvidence() {
    String evidence = ",\"evidence\":[{\"id\":\"rv-77\",\"text\":\"I cannot pay\"}]";
    String id =
        decide(aggregate("outage", "down", "1.9", 200, 0.95, severe() + evidence))
            .path("decisionId")
            .asText();
    JsonNode evaluation = ask("outage", "");
    assertThat(evaluation.path("verdict").asText()).as("%s", evaluation).isEqualTo("BLOCK");
    assertThat(codes(evaluation)).contains("HIGH_SEVERITY_COMPLAINTS");
    assertThat(evaluation.path("decisions").get(0).asText()).isEqualTo(id);
    assertThat(evaluation.at("/themes/0/evidence").toString()).isEqualTo("[\"rv-77\"]");
    assertThat(evaluation.at("/themes/0/complaints").asInt()).isEqualTo(200);
    assertThat(evaluation.at("/themes/0/tied").asBoolean()).isFalse();
  }

  @Test
  void noisyDuplicatesCountOnce() {
    for (int i = 0; i < 8; i++) {
      decide(
          window(
              "noisy",
              "noisy-" + i,
              "same-cluster",
              "1.9",
              4,
              0.95,
              hoursAgo(10).plusSeconds(900L * i),
              hoursAgo(4).plusSeconds(900L * i),
              severe()));
    }
    JsonNode evaluation = ask("noisy", "");
    assertThat(evaluation.at("/themes/0/complaints").asInt()).as("%s", evaluation).isEqualTo(4);
    assertThat(evaluation.path("verdict").asText()).isEqualTo("WARN");
  }

  @Test
  void everyThresholdOfComplaintsHoldsOverHttp() {
    decide(aggregate("five", "some", "1.9", 5, 0.95, severe()));
    assertThat(ask("five", "").path("verdict").asText()).isEqualTo("WARN");
    decide(aggregate("five", "more", "1.9", 1, 0.95, severe()));
    assertThat(ask("five", "").path("verdict").asText()).isEqualTo("BLOCK");
    assertThat(ask("five", ",\"surfaces\":[\"search\"]").path("verdict").asText())
        .isEqualTo("INSUFFICIENT");
    assertThat(ask("five", ",\"surfaces\":[\"search\",\"checkout\"]").path("verdict").asText())
        .isEqualTo("BLOCK");
  }

  @Test
  void whatPeopleFoundWrongIsNoComplaintAnyMore() {
    String id =
        decide(aggregate("mistaken", "wrong", "1.9", 50, 0.95, severe()))
            .path("decisionId")
            .asText();
    assertThat(ask("mistaken", "").path("verdict").asText()).isEqualTo("BLOCK");
    Answer labelled =
        post(
            Role.REVIEWER,
            "/v1/outcomes",
            """
            {"id":"gate-wrong-1","kind":"LABELLED","label":"WRONG","decisionId":"%s",
             "at":"%s","detail":"a test of the pipeline"}
            """
                .formatted(id, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    assertThat(labelled.status()).as(labelled.text()).isEqualTo(201);
    assertThat(ask("mistaken", "").path("verdict").asText()).isEqualTo("PASS");
  }

  @Test
  void silenceIsNotConsent() {
    JsonNode evaluation = ask("unheard-of", "");
    assertThat(evaluation.path("verdict").asText()).isEqualTo("INSUFFICIENT");
    assertThat(codes(evaluation)).containsExactly("FEEDBACK_MISSING");
  }

  @Test
  void anEvaluationIsFoundListedReplayedAndSealed() {
    decide(aggregate("kept", "down", "1.9", 200, 0.95, severe()));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(ask("kept", "").path("evaluationId").asText());
    }
    JsonNode found = good(get("/v1/gates/evaluations/" + ids.getFirst()), 200, "GateEvaluation");
    assertThat(found.path("caller").asText()).isEqualTo("test-caller");
    assertThat(found.at("/request/release").asText()).isEqualTo("2.0");

    String list = "/v1/gates/production/evaluations?product=kept&release=2.0&limit=2";
    JsonNode first = good(get(list), 200, "GateEvaluationList");
    assertThat(first.path("items").findValuesAsText("evaluationId"))
        .containsExactly(ids.get(2), ids.get(1));
    JsonNode rest =
        good(get(list + "&cursor=" + first.path("next").asText()), 200, "GateEvaluationList");
    assertThat(rest.path("items").findValuesAsText("evaluationId")).containsExactly(ids.get(0));
    assertThat(rest.path("next").isNull()).isTrue();

    JsonNode replay =
        good(
            post(Role.AUDITOR, "/v1/gates/evaluations/" + ids.getFirst() + "/replay", ""),
            200,
            "GateReplay");
    assertThat(replay.path("same").asBoolean()).as("%s", replay).isTrue();

    JsonNode events = get("/v1/audit/events?subject=gate:production&kind=GATE_EVALUATED").json();
    JsonNode event =
        StreamSupport.stream(events.path("items").spliterator(), false)
            .filter(each -> each.toString().contains(ids.getFirst()))
            .findFirst()
            .orElseThrow();
    assertThat(event.toString()).contains(found.path("digest").asText());
  }

  @Test
  void aReplayFindsWhatWasTamperedWith() throws SQLException {
    String id = ask("tampered", "").path("evaluationId").asText();
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.executeUpdate(
          "update gate_evaluations set answer = replace(answer, 'INSUFFICIENT', 'PASS')"
              + " where id = '"
              + id
              + "'");
    }
    JsonNode replay = post(Role.AUDITOR, "/v1/gates/evaluations/" + id + "/replay", "").json();
    assertThat(replay.path("same").asBoolean()).isFalse();
    assertThat(replay.path("firstDifference").asText()).isNotEmpty();
  }

  @Test
  void aNamedApproverLetsThroughWhatWasSeenAndNothingElse() {
    decide(aggregate("overridden", "down", "1.9", 200, 0.95, severe()));
    String seen = ask("overridden", "").path("evaluationId").asText();
    String until =
        Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS).toString();
    String body =
        "{\"evaluationId\":\"%s\",\"until\":\"%s\",\"reason\":\"the fix is in it\"}"
            .formatted(seen, until);
    String path = "/v1/gates/production/overrides";
    for (Role role : List.of(Role.CALLER, Role.OWNER, Role.AUDITOR, Role.OPERATOR, Role.ADMIN)) {
      assertThat(post(role, path, body).status()).as("%s", role).isEqualTo(403);
    }
    assertThat(post(Role.REVIEWER, path, body.replace(until, "2026-01-01T00:00:00Z")).status())
        .isEqualTo(422);
    assertThat(
            post(
                    Role.REVIEWER,
                    path,
                    body.replace(until, Instant.now().plus(Duration.ofHours(25)).toString()))
                .status())
        .isEqualTo(422);
    assertThat(
            post(Role.REVIEWER, path, body.replace(",\"reason\":\"the fix is in it\"", ""))
                .status())
        .isEqualTo(422);
    JsonNode placed = good(post(Role.REVIEWER, path, body), 201, "GateOverride");
    assertThat(placed.path("covers").toString()).isEqualTo("[\"HIGH_SEVERITY_COMPLAINTS\"]");

    JsonNode after = ask("overridden", "");
    assertThat(after.path("verdict").asText()).isEqualTo("BLOCK");
    assertThat(after.path("safeToPromote").asBoolean()).isTrue();
    assertThat(after.at("/override/approvedBy").asText()).isEqualTo("test-reviewer");
    assertThat(get("/v1/gates/evaluations/" + after.path("evaluationId").asText()).json())
        .isEqualTo(after);
    assertThat(
            ask("overridden", ",\"environment\":{\"fingerprint\":\"a\",\"reference\":\"b\"}")
                .path("safeToPromote")
                .asBoolean())
        .as("a reason that the approver did not see")
        .isFalse();

    String id = placed.path("overrideId").asText();
    good(
        post(Role.REVIEWER, "/v1/gates/overrides/" + id + "/end", "{\"reason\":\"enough\"}"),
        200,
        "GateOverride");
    assertThat(ask("overridden", "").path("safeToPromote").asBoolean()).isFalse();
    JsonNode overrides = good(get(path + "?product=overridden"), 200, "GateOverrideList");
    assertThat(overrides.at("/items/0/endedBy").asText()).isEqualTo("test-reviewer");
    assertThat(
            get("/v1/audit/events?subject=gate-override:" + id)
                .json()
                .path("items")
                .findValuesAsText("kind"))
        .containsExactly("GATE_OVERRIDE_ENDED", "GATE_OVERRIDDEN");
  }

  @Test
  void toolsReadTheFirstLineOrOnlyTheCode() {
    decide(aggregate("told", "down", "1.9", 200, 0.95, severe()));
    String path = "/v1/gates/production/evaluations";
    Answer plain = post(Role.CALLER, path, question("told", ""), "Accept", "text/plain");
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.text().lines().toList().get(0)).isEqualTo("BLOCK");
    assertThat(plain.text()).contains("do not promote", "HIGH_SEVERITY_COMPLAINTS", "[GATE-001]");
    assertThat(plain.header("Content-Type")).startsWith("text/plain");
    Answer blocked = post(Role.CALLER, path + "?codes=true", question("told", ""));
    assertThat(blocked.status()).isEqualTo(409);
    assertThat(blocked.header("Gate-Verdict")).isEqualTo("BLOCK");
    decide(aggregate("told-well", "small", "1.9", 1, 0.95, severe()));
    Answer free = post(Role.CALLER, path + "?codes=true", question("told-well", ""));
    assertThat(free.status()).as(free.text()).isEqualTo(204);
    assertThat(free.body()).isEmpty();
    assertThat(free.header("Gate-Verdict")).isEqualTo("WARN");
    assertThat(get(free.header("Location")).json().path("safeToPromote").asBoolean()).isTrue();
  }

  @Test
  void flaggerReadsCodesAndWhatAPipelineSentCounts() {
    decide(aggregate("flagged", "small", "1.9", 1, 0.95, severe()));
    String hook =
        """
        {"name":"shop","namespace":"prod","phase":"Progressing","checksum":"85d557f47b",
         "metadata":{"product":"flagged","release":"2.0"}}
        """;
    Answer before = post(Role.CALLER, "/v1/gates/production/flagger", hook);
    assertThat(before.status()).as(before.text()).isEqualTo(409);
    ask("flagged", "");
    Answer after = post(Role.CALLER, "/v1/gates/production/flagger", hook);
    assertThat(after.status()).as(after.text()).isEqualTo(200);
    assertThat(post(Role.CALLER, "/v1/gates/production/flagger", "{\"metadata\":{}}").status())
        .isEqualTo(422);
  }

  @Test
  void waitsUntilFeedbackComesIn() throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    Thread asking =
        Thread.ofVirtual()
            .start(() ->
                answers.add(
                    post(
                        Role.CALLER,
                        "/v1/gates/production/evaluations?wait=30",
                        question("awaited", ""))));
    decide(aggregate("awaited", "small", "1.9", 1, 0.95, severe()));
    asking.join(Duration.ofSeconds(25));
    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().json().path("verdict").asText()).isEqualTo("WARN");
    Answer inVain =
        post(Role.CALLER, "/v1/gates/production/evaluations?wait=1", question("in-vain", ""));
    assertThat(inVain.json().path("verdict").asText()).isEqualTo("INSUFFICIENT");
  }

  @Test
  void anExperimentThatHurtsIsProposedToPeopleOnce() {
    for (int i = 0; i < 3; i++) {
      decide(
          window(
              "tested",
              "exp-" + i,
              "exp",
              "1.9",
              20,
              0.95,
              hoursAgo(9 - 2 * i),
              hoursAgo(8 - 2 * i),
              severe()
                  + ",\"exposure\":{\"environment\":\"production\",\"flags\":[],"
                  + "\"experiment\":{\"key\":\"cart-layout\",\"variant\":\"b\"}}"));
    }
    String running =
        """
        ,"experiment":{"key":"cart-layout","control":"a","variants":[
          {"name":"a","exposed":1000},{"name":"b","exposed":1000}]}
        """;
    JsonNode evaluation = ask("tested", running);
    assertThat(codes(evaluation)).as("%s", evaluation).contains("EXPERIMENT_LOSING");
    assertThat(evaluation.path("variant").asText()).isEqualTo("b");
    ask("tested", running);
    JsonNode actions = get("/v1/actions?product=tested&kind=PAUSE_EXPERIMENT&limit=50").json();
    assertThat(actions.path("items").findValuesAsText("target"))
        .as("%s", actions)
        .containsExactly("experiment:cart-layout/b");
  }

  @Test
  void refusesWhatBreaksTheContractWithEveryViolation() {
    Answer answer =
        post(
            Role.CALLER,
            "/v1/gates/production/evaluations",
            "{\"product\":\"Shop\",\"relaese\":\"1\",\"stage\":\"LIVE\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("violations").findValuesAsText("pointer"))
        .contains("/product", "/relaese", "/release", "/stage");
    assertThat(
            post(Role.CALLER, "/v1/gates/Not%20A%20Gate/evaluations", question("x", "")).status())
        .isEqualTo(404);
    assertThat(
            post(Role.CALLER, "/v1/gates/production/evaluations?wait=301", question("x", ""))
                .status())
        .isEqualTo(400);
    assertThat(get("/v1/gates/evaluations/00000000-0000-7000-8000-000000000000").status())
        .isEqualTo(404);
  }
}
