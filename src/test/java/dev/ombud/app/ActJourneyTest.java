package dev.ombud.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.domain.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.SharedData;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: the whole loop on a fresh machine: a flag is declared, complaints come, the service or a
/// person switches it, and an OFREP client sees that.
class ActJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String FLAG =
      """
      {"product":"storefront","owner":"payments","type":"boolean",
       "variations":{"on":true,"treatment":true,"off":false},
       "defaultVariation":"on","safeVariation":"off",
       "environments":{"production":{"serve":{"on":100}}},
       "expiresOn":"2030-01-31","removeOn":"2030-02-28","cleanUpBy":"2030-03-31",
       "criticality":"HIGH","holdoutPercent":0}
      """;

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer send(Role role, String method, String path, String body) {
    return service
        .client()
        .send(
            service
                .client()
                .request(path, role)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
  }

  private static boolean isOn(String flag, String context) {
    Answer answer =
        send(
            Role.CALLER,
            "POST",
            "/ofrep/v1/evaluate/flags/" + flag,
            "{\"context\":" + context + "}");
    return answer.status() == 200 && answer.json().path("value").asBoolean();
  }

  private static void declare(String flag) {
    Answer declared = send(Role.OWNER, "PUT", "/v1/flags/" + flag, FLAG);
    assertThat(declared.status()).as(declared.text()).isEqualTo(201);
    Condition.await(
        Duration.ofSeconds(10), flag + " is served", () -> isOn(flag, "{\"targetingKey\":\"u1\"}"));
  }

  /// A policy scenario, as if its window had just ended.
  private static ObjectNode scenario(String id, String flag) {
    String line =
        SharedData.scenarios().stream()
            .filter(each -> each.contains("\"aggregateId\": \"" + id + "\""))
            .findFirst()
            .orElseThrow();
    Instant end = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    ObjectNode aggregate = (ObjectNode) ApiClient.json(line).path("aggregate");
    String moved =
        aggregate
            .toString()
            .replace("2026-03-02T18:00:00Z", end.toString())
            .replace("2026-03-01T18:00:00Z", end.minus(1, ChronoUnit.DAYS).toString())
            .replace("2026-03-02T17:00:00Z", end.minus(1, ChronoUnit.HOURS).toString())
            .replace("2026-03-02T11:00:00Z", end.minus(7, ChronoUnit.HOURS).toString());
    ObjectNode copy = (ObjectNode) ApiClient.json(moved);
    copy.put("aggregateId", flag + "-" + id);
    ((ObjectNode) copy.at("/exposure/flags/0")).put("key", flag);
    return copy;
  }

  private static JsonNode decide(ObjectNode aggregate) {
    Answer answer = service.client().decide(aggregate.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private static JsonNode action(String decision, String kind) {
    for (JsonNode each :
        send(Role.AUDITOR, "GET", "/v1/actions?decision=" + decision, "").json().path("items")) {
      if (each.path("kind").asText().equals(kind)) {
        return each;
      }
    }
    throw new AssertionError("decision " + decision + " has no " + kind);
  }

  @Test
  void switchesAFailingCanarysFlagOffByItself() {
    declare("canary");
    JsonNode decision = decide(scenario("g-010", "canary"));
    assertThat(decision.path("disposition").asText()).isEqualTo("ACT");
    Condition.await(
        Duration.ofSeconds(10),
        "the switch is visible",
        () -> !isOn("canary", "{\"targetingKey\":\"u1\"}"));
    Condition.await(
        Duration.ofSeconds(10),
        "the action is done",
        () ->
            action(decision.path("decisionId").asText(), "DISABLE_FLAG")
                .path("state")
                .asText()
                .equals("DONE"));
  }

  @Test
  void switchesACohortAndNobodyElse() {
    declare("pixel");
    ObjectNode aggregate = scenario("g-015", "pixel");
    ((ObjectNode) aggregate.at("/exposure/flags/0")).put("variation", "on");
    decide(aggregate);
    String pixel =
        "{\"targetingKey\":\"u1\",\"platform\":\"android\",\"deviceFamily\":\"pixel-8\"}";
    Condition.await(Duration.ofSeconds(10), "the cohort is switched", () -> !isOn("pixel", pixel));
    assertThat(isOn("pixel", pixel.replace("pixel-8", "galaxy"))).isTrue();
    assertThat(isOn("pixel", "{\"targetingKey\":\"u1\"}")).isTrue();
  }

  @Test
  void refusesToSwitchAFlagThatNobodyDeclared() {
    JsonNode decision = decide(scenario("g-010", "undeclared"));
    Condition.await(
        Duration.ofSeconds(10),
        "the action is refused",
        () ->
            action(decision.path("decisionId").asText(), "DISABLE_FLAG")
                .path("state")
                .asText()
                .equals("REFUSED"));
    assertThat(action(decision.path("decisionId").asText(), "DISABLE_FLAG").path("why").asText())
        .contains("PUT /v1/flags/undeclared");
  }

  @Test
  void holdsWhatIsAutomaticWhileAutomationIsStoppedAndDoesItOnceAPersonRetriesIt() {
    declare("stopped");
    assertThat(
            send(Role.REVIEWER, "POST", "/v1/automation/stop", "{\"reason\":\"drill\"}").status())
        .isEqualTo(200);
    String decision;
    try {
      decision = decide(scenario("g-010", "stopped")).path("decisionId").asText();
      Condition.await(
          Duration.ofSeconds(10),
          "the action is held",
          () -> action(decision, "DISABLE_FLAG").path("state").asText().equals("HELD"));
      assertThat(isOn("stopped", "{\"targetingKey\":\"u1\"}")).isTrue();
    } finally {
      send(Role.REVIEWER, "POST", "/v1/automation/resume", "{\"reason\":\"drill is over\"}");
    }
    String id = action(decision, "DISABLE_FLAG").path("actionId").asText();
    Answer retried =
        send(Role.REVIEWER, "POST", "/v1/actions/" + id + "/retry", "{\"reason\":\"go\"}");
    assertThat(retried.status()).as(retried.text()).isEqualTo(200);
    Condition.await(
        Duration.ofSeconds(10),
        "the switch is visible",
        () -> !isOn("stopped", "{\"targetingKey\":\"u1\"}"));
  }

  @Test
  void asksAPersonWhereTheFlagIsNotOnACanary() {
    declare("asked");
    ObjectNode aggregate = scenario("g-010", "asked");
    ((ObjectNode) aggregate.path("release")).put("stage", "PRODUCTION");
    JsonNode decision = decide(aggregate);
    assertThat(decision.path("disposition").asText()).isEqualTo("REVIEW");
    JsonNode review = null;
    for (JsonNode each :
        send(Role.REVIEWER, "GET", "/v1/reviews?state=OPEN", "").json().path("items")) {
      if (each.path("decisionId").asText().equals(decision.path("decisionId").asText())) {
        review = each;
      }
    }
    assertThat(review).isNotNull();
    String path = "/v1/reviews/" + review.path("reviewId").asText();
    String binding = send(Role.REVIEWER, "GET", path, "").json().path("bindingHash").asText();
    Answer approved =
        send(
            Role.REVIEWER,
            "POST",
            path + "/approve",
            "{\"bindingHash\":\"" + binding + "\",\"reason\":\"telemetry confirms\"}");
    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
    Condition.await(
        Duration.ofSeconds(10),
        "the switch is visible",
        () -> !isOn("asked", "{\"targetingKey\":\"u1\"}"));
  }
}
