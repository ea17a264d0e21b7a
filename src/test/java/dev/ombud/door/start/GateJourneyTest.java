package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
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
  private static GateAsking gates;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    gates = new GateAsking(service.client());
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  private static List<String> codes(JsonNode evaluation) {
    return evaluation.path("reasons").findValuesAsText("code");
  }

  @Test
  void benignPraisePasses() {
    JsonNode decision =
        gates.decide(
            GateAsking.aggregate(
                    "praised",
                    "praise",
                    "2.0",
                    40,
                    0.95,
                    ",\"sentiment\":{\"mean\":0.9,\"negativeShare\":0.01,\"sigma\":-1}")
                .replace("\"baseline\":1", "\"baseline\":40")
                .replace("\"payment_failure\"", "\"other\"")
                .replace("\"checkout\",\"funnelStep\":\"payment\"", "\"general\""));
    assertThat(decision.path("severity").asText()).as("%s", decision).isEqualTo("P4");
    JsonNode evaluation = gates.ask("praised", "");
    assertThat(evaluation.path("verdict").asText()).as("%s", evaluation).isEqualTo("PASS");
    assertThat(evaluation.path("safeToPromote").asBoolean()).isTrue();
    assertThat(evaluation.path("themes")).isEmpty();
  }

  @Test
  void ambiguousComplaintsAreNeitherPassedNorTakenForAnOutage() {
    gates.decide(GateAsking.aggregate("ambiguous", "unsure", "2.0", 40, 0.3, GateAsking.severe()));
    JsonNode evaluation = gates.ask("ambiguous", "");
    assertThat(evaluation.path("verdict").asText()).as("%s", evaluation).isEqualTo("INSUFFICIENT");
    assertThat(codes(evaluation)).contains("COMPLAINTS_DOUBTFUL");
    assertThat(evaluation.path("safeToPromote").asBoolean()).isFalse();
  }

  @Test
  void aSevereOutageBlocksWithItsDecisionsAndEvidence() {
    String evidence = ",\"evidence\":[{\"id\":\"rv-77\",\"text\":\"I cannot pay\"}]";
    String id =
        gates
            .decide(
                GateAsking.aggregate(
                    "outage", "down", "1.9", 200, 0.95, GateAsking.severe() + evidence))
            .path("decisionId")
            .asText();
    JsonNode evaluation = gates.ask("outage", "");
    assertThat(evaluation.path("verdict").asText()).as("%s", evaluation).isEqualTo("BLOCK");
    assertThat(codes(evaluation)).contains("HIGH_SEVERITY_COMPLAINTS");
    assertThat(evaluation.path("decisions").get(0).asText()).isEqualTo(id);
    String path = "/v1/gates/evaluations/" + evaluation.path("evaluationId").asText();
    String seen = GateAsking.good(gates.get(path), 200, "GateEvaluation").toString();
    assertThat(seen).contains("\"evidence\":[\"rv-77\"]");
    assertThat(evaluation.at("/themes/0/evidence").toString()).isEqualTo("[\"withheld\"]");
    assertThat(gates.as(Role.OPERATOR, path).json()).isEqualTo(evaluation);
    assertThat(gates.post(Role.OWNER, path + "/replay", "").text())
        .contains("rv-77", "same\":true");
    assertThat(gates.post(Role.ADMIN, path + "/replay", "").text())
        .contains("[\"withheld\"]", "same\":true")
        .doesNotContain("rv-77");
    assertThat(evaluation.at("/themes/0/complaints").asInt()).isEqualTo(200);
    assertThat(evaluation.at("/themes/0/tied").asBoolean()).isFalse();
  }

  @Test
  void noisyDuplicatesCountOnce() {
    for (int i = 0; i < 8; i++) {
      gates.decide(
          GateAsking.window(
              "noisy",
              "noisy-" + i,
              "same-cluster",
              "1.9",
              4,
              0.95,
              GateAsking.hoursAgo(10).plusSeconds(900L * i),
              GateAsking.hoursAgo(4).plusSeconds(900L * i),
              GateAsking.severe()));
    }
    JsonNode evaluation = gates.ask("noisy", "");
    assertThat(evaluation.at("/themes/0/complaints").asInt()).as("%s", evaluation).isEqualTo(4);
    assertThat(evaluation.path("verdict").asText()).isEqualTo("WARN");
  }

  @Test
  void everyThresholdOfComplaintsHoldsOverHttp() {
    gates.decide(GateAsking.aggregate("five", "some", "1.9", 5, 0.95, GateAsking.severe()));
    assertThat(gates.ask("five", "").path("verdict").asText()).isEqualTo("WARN");
    gates.decide(GateAsking.aggregate("six", "more", "1.9", 6, 0.95, GateAsking.severe()));
    assertThat(gates.ask("six", "").path("verdict").asText()).isEqualTo("BLOCK");
    // Nobody complains about search, and the product was heard.
    assertThat(gates.ask("six", ",\"surfaces\":[\"search\"]").path("verdict").asText())
        .isEqualTo("PASS");
    assertThat(gates.ask("six", ",\"surfaces\":[\"search\",\"checkout\"]").path("verdict").asText())
        .isEqualTo("BLOCK");
  }

  @Test
  void whatPeopleFoundWrongIsNoComplaintAnyMore() {
    String id =
        gates
            .decide(GateAsking.aggregate("mistaken", "wrong", "1.9", 50, 0.95, GateAsking.severe()))
            .path("decisionId")
            .asText();
    assertThat(gates.ask("mistaken", "").path("verdict").asText()).isEqualTo("BLOCK");
    Answer labelled =
        gates.post(
            Role.REVIEWER,
            "/v1/outcomes",
            """
            {"id":"gate-wrong-1","kind":"LABELLED","label":"WRONG","decisionId":"%s",
             "at":"%s","detail":"a test of the pipeline"}
            """
                .formatted(id, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    assertThat(labelled.status()).as(labelled.text()).isEqualTo(201);
    assertThat(gates.ask("mistaken", "").path("verdict").asText()).isEqualTo("PASS");
  }

  @Test
  void aGateMayHaveAnyName() {
    for (String name : List.of("evaluations", "overrides", "flagger", "production")) {
      String path = "/v1/gates/" + name;
      Answer asked =
          gates.post(Role.CALLER, path + "/evaluations", GateAsking.question("named", ""));
      JsonNode evaluation = GateAsking.good(asked, 200, "GateEvaluation");
      assertThat(evaluation.path("gate").asText()).isEqualTo(name);
      assertThat(gates.get(asked.header("Location")).json().path("gate").asText()).isEqualTo(name);
      JsonNode listed =
          GateAsking.good(
              gates.get(path + "/evaluations?product=named"), 200, "GateEvaluationList");
      assertThat(listed.path("items")).hasSize(1);
      GateAsking.good(gates.get(path + "/overrides"), 200, "GateOverrideList");
    }
  }

  @Test
  void silenceIsNotConsent() {
    JsonNode evaluation = gates.ask("unheard-of", "");
    assertThat(evaluation.path("verdict").asText()).isEqualTo("INSUFFICIENT");
    assertThat(codes(evaluation)).containsExactly("FEEDBACK_MISSING");
  }

  @Test
  void anEvaluationIsFoundListedReplayedAndSealed() {
    gates.decide(GateAsking.aggregate("kept", "down", "1.9", 200, 0.95, GateAsking.severe()));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(gates.ask("kept", "").path("evaluationId").asText());
    }
    JsonNode found =
        GateAsking.good(
            gates.get("/v1/gates/evaluations/" + ids.getFirst()), 200, "GateEvaluation");
    assertThat(found.path("caller").asText()).isEqualTo("test-caller");
    assertThat(found.at("/request/release").asText()).isEqualTo("2.0");

    String list = "/v1/gates/production/evaluations?product=kept&release=2.0&limit=2";
    JsonNode first = GateAsking.good(gates.get(list), 200, "GateEvaluationList");
    assertThat(first.path("items").findValuesAsText("evaluationId"))
        .containsExactly(ids.get(2), ids.get(1));
    JsonNode rest =
        GateAsking.good(
            gates.get(list + "&cursor=" + first.path("next").asText()), 200, "GateEvaluationList");
    assertThat(rest.path("items").findValuesAsText("evaluationId")).containsExactly(ids.get(0));
    assertThat(rest.path("next").isNull()).isTrue();

    JsonNode replay =
        GateAsking.good(
            gates.post(Role.AUDITOR, "/v1/gates/evaluations/" + ids.getFirst() + "/replay", ""),
            200,
            "GateReplay");
    assertThat(replay.path("same").asBoolean()).as("%s", replay).isTrue();

    JsonNode events =
        gates.get("/v1/audit/events?subject=gate:production&kind=GATE_EVALUATED").json();
    JsonNode event =
        StreamSupport.stream(events.path("items").spliterator(), false)
            .filter(each -> each.toString().contains(ids.getFirst()))
            .findFirst()
            .orElseThrow();
    assertThat(event.toString()).contains(found.path("digest").asText());
  }

  @Test
  void aReplayFindsWhatWasTamperedWith() throws SQLException {
    String id = gates.ask("tampered", "").path("evaluationId").asText();
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.executeUpdate(
          "update gate_evaluations set answer = replace(answer, 'INSUFFICIENT', 'PASS')"
              + " where id = '"
              + id
              + "'");
    }
    JsonNode replay =
        gates.post(Role.AUDITOR, "/v1/gates/evaluations/" + id + "/replay", "").json();
    assertThat(replay.path("same").asBoolean()).isFalse();
    assertThat(replay.path("firstDifference").asText()).isNotEmpty();
  }

  private static void checkRefused(String path, String body, String until) {
    for (Role role : List.of(Role.CALLER, Role.OWNER, Role.AUDITOR, Role.OPERATOR, Role.ADMIN)) {
      assertThat(gates.post(role, path, body).status()).as("%s", role).isEqualTo(403);
    }
    assertThat(
            gates.post(Role.REVIEWER, path, body.replace(until, "2026-01-01T00:00:00Z")).status())
        .isEqualTo(422);
    assertThat(
            gates
                .post(
                    Role.REVIEWER,
                    path,
                    body.replace(until, Instant.now().plus(Duration.ofHours(25)).toString()))
                .status())
        .isEqualTo(422);
    assertThat(
            gates
                .post(Role.REVIEWER, path, body.replace(",\"reason\":\"the fix is in it\"", ""))
                .status())
        .isEqualTo(422);
  }

  @Test
  void aNamedApproverLetsThroughWhatWasSeenAndNothingElse() {
    gates.decide(GateAsking.aggregate("overridden", "down", "1.9", 200, 0.95, GateAsking.severe()));
    String seen = gates.ask("overridden", "").path("evaluationId").asText();
    String until =
        Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS).toString();
    String body =
        "{\"evaluationId\":\"%s\",\"until\":\"%s\",\"reason\":\"the fix is in it\"}"
            .formatted(seen, until);
    String path = "/v1/gates/production/overrides";
    checkRefused(path, body, until);
    JsonNode placed = GateAsking.good(gates.post(Role.REVIEWER, path, body), 201, "GateOverride");
    assertThat(placed.path("covers").toString()).isEqualTo("[\"HIGH_SEVERITY_COMPLAINTS\"]");

    JsonNode after = gates.ask("overridden", "");
    assertThat(after.path("verdict").asText()).isEqualTo("BLOCK");
    assertThat(after.path("safeToPromote").asBoolean()).isTrue();
    assertThat(after.at("/override/approvedBy").asText()).isEqualTo("test-reviewer");
    assertThat(gates.get("/v1/gates/evaluations/" + after.path("evaluationId").asText()).json())
        .isEqualTo(after);
    assertThat(
            gates
                .ask("overridden", ",\"environment\":{\"fingerprint\":\"a\",\"reference\":\"b\"}")
                .path("safeToPromote")
                .asBoolean())
        .as("a reason that the approver did not see")
        .isFalse();

    String id = placed.path("overrideId").asText();
    GateAsking.good(
        gates.post(Role.REVIEWER, "/v1/gates/overrides/" + id + "/end", "{\"reason\":\"enough\"}"),
        200,
        "GateOverride");
    assertThat(gates.ask("overridden", "").path("safeToPromote").asBoolean()).isFalse();
    JsonNode overrides =
        GateAsking.good(gates.get(path + "?product=overridden"), 200, "GateOverrideList");
    assertThat(overrides.at("/items/0/endedBy").asText()).isEqualTo("test-reviewer");
    assertThat(
            gates
                .get("/v1/audit/events?subject=gate-override:" + id)
                .json()
                .path("items")
                .findValuesAsText("kind"))
        .containsExactly("GATE_OVERRIDE_ENDED", "GATE_OVERRIDDEN");
  }

  @Test
  void anExperimentThatHurtsIsProposedToPeopleOnce() {
    for (int i = 0; i < 3; i++) {
      // Too little for a decision to ask for anything by itself.
      gates.decide(
          GateAsking.window(
                  "tested",
                  "exp-" + i,
                  "exp",
                  "1.9",
                  20,
                  0.95,
                  GateAsking.hoursAgo(9 - 2 * i),
                  GateAsking.hoursAgo(8 - 2 * i),
                  ",\"exposure\":{\"environment\":\"production\",\"flags\":[],"
                      + "\"experiment\":{\"key\":\"cart-layout\",\"variant\":\"b\"}}")
              .replace("payment_failure", "cosmetic")
              .replace("\"checkout\",\"funnelStep\":\"payment\"", "\"profile\""));
    }
    String running =
        """
        ,"experiment":{"key":"cart-layout","control":"a","variants":[
          {"name":"a","exposed":1000},{"name":"b","exposed":1000}]}
        """;
    String target = "/v1/actions?target=experiment:cart-layout/b&limit=50";
    assertThat(gates.get(target).json().path("items")).isEmpty();
    JsonNode evaluation = gates.ask("tested", running);
    assertThat(codes(evaluation)).as("%s", evaluation).contains("EXPERIMENT_LOSING");
    assertThat(evaluation.path("variant").asText()).isEqualTo("b");
    gates.ask("tested", running);
    JsonNode actions = gates.get(target).json().path("items");
    assertThat(actions).as("%s", actions).hasSize(1);
    assertThat(actions.get(0).path("state").asText()).isEqualTo("AWAITING_APPROVAL");
    JsonNode reviews =
        gates.as(Role.REVIEWER, "/v1/reviews?product=tested&state=OPEN").json().path("items");
    assertThat(reviews.toString()).contains("PAUSE_EXPERIMENT", "experiment:cart-layout/b");
  }

  private static String metric(String line) {
    return service
        .client()
        .get("/metrics")
        .text()
        .lines()
        .filter(each -> each.startsWith(line + " "))
        .map(each -> each.substring(line.length() + 1))
        .findFirst()
        .orElse("none");
  }

  @Test
  void whatGatesSayIsCountedAndTimed() {
    gates.decide(GateAsking.aggregate("counted", "down", "1.9", 200, 0.95, GateAsking.severe()));
    String path = "/v1/gates/metered/evaluations";
    String seen =
        gates
            .post(Role.CALLER, path, GateAsking.question("counted", ""))
            .json()
            .path("evaluationId")
            .asText();
    gates.post(Role.CALLER, path, GateAsking.question("counted", ""));
    gates.post(Role.CALLER, path, GateAsking.question("counted-unheard", ""));
    String counter = "ombud_gate_evaluations_total{gate=\"metered\",verdict=\"%s\"}";
    assertThat(metric(counter.formatted("BLOCK"))).isEqualTo("2.0");
    assertThat(metric(counter.formatted("INSUFFICIENT"))).isEqualTo("1.0");
    assertThat(Double.parseDouble(metric("ombud_gate_duration_seconds_bucket{le=\"+Inf\"}")))
        .isGreaterThanOrEqualTo(3);

    double before = Double.parseDouble(metric("ombud_gate_overrides"));
    String override =
        gates
            .post(
                Role.REVIEWER,
                "/v1/gates/metered/overrides",
                "{\"evaluationId\":\"%s\",\"until\":\"%s\",\"reason\":\"it is mended\"}"
                    .formatted(seen, Instant.now().plus(Duration.ofHours(1))))
            .json()
            .path("overrideId")
            .asText();
    assertThat(Double.parseDouble(metric("ombud_gate_overrides"))).isEqualTo(before + 1);
    gates.post(
        Role.REVIEWER, "/v1/gates/overrides/" + override + "/end", "{\"reason\":\"enough\"}");
    assertThat(Double.parseDouble(metric("ombud_gate_overrides"))).isEqualTo(before);
  }
}
