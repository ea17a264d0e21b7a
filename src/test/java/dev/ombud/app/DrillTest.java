package dev.ombud.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.contract.OpenApi;
import dev.ombud.domain.Role;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: people rehearse the whole chain, and nothing real is touched.
final class DrillTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static Loop loop;

  @BeforeAll
  static void start() {
    loop = new Loop(POSTGRES.config(), Map.of());
  }

  @AfterAll
  static void stop() {
    loop.close();
  }

  private static Answer post(String body) {
    return loop.send(Role.REVIEWER, "POST", "/v1/drills", body);
  }

  private static JsonNode drill(String body) {
    Answer answer = post(body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(OpenApi.schema("Drill").validate(answer.json())).as(answer.text()).isEmpty();
    return answer.json();
  }

  private static JsonNode find(String id) {
    return loop.send(Role.AUDITOR, "GET", "/v1/drills/" + id, "").json();
  }

  private static int budgetUsed() {
    return loop.send(Role.REVIEWER, "GET", "/v1/automation", "").json().at("/budget/used").asInt();
  }

  private static String with(ObjectNode aggregate) {
    return "{\"aggregate\":" + aggregate + "}";
  }

  @Test
  void goesTheWholeWayAndTouchesNothingReal() {
    loop.declare("rehearsed");
    int used = budgetUsed();
    JsonNode report = drill(with(Loop.scenario("g-010", "rehearsed")));
    assertThat(report.path("disposition").asText()).isEqualTo("ACT");
    assertThat(report.path("over").asBoolean()).isTrue();
    assertThat(report.path("steps").path(0).path("step").asText()).isEqualTo("DECIDED");
    assertThat(report.path("steps"))
        .filteredOn(step -> step.path("subject").asText().startsWith("DISABLE_FLAG "))
        .extracting(step -> step.path("step").asText())
        .containsExactly("INTENT", "LOOK", "WRITE", "READ_BACK", "RESULT", "DONE");
    assertThat(loop.isOn("rehearsed", "{\"targetingKey\":\"u1\"}")).isTrue();
    assertThat(budgetUsed()).isEqualTo(used);
    String id = report.path("drillId").asText();
    JsonNode decision = loop.send(Role.AUDITOR, "GET", "/v1/decisions/" + id, "").json();
    assertThat(decision.at("/aggregate/exposure/environment").asText()).isEqualTo("drill");
    assertThat(decision.path("outcome").asText()).isEqualTo("NOT_APPLICABLE");
    assertThat(loop.action(id, "OPEN_TICKET").at("/receipt/reference").asText())
        .startsWith("sandbox:");
    // What is real of the same subject is an incident of its own.
    JsonNode real = loop.decide(Loop.scenario("g-010", "rehearsed"));
    assertThat(real.path("incidentId")).isNotEqualTo(decision.path("incidentId"));
    assertThat(real.path("disposition").asText()).isEqualTo("ACT");
    assertThat(
            loop.send(Role.AUDITOR, "GET", "/v1/drills/" + real.path("decisionId").asText(), "")
                .status())
        .isEqualTo(404);
  }

  @Test
  void rehearsesWhatPeopleAreAsked() {
    ObjectNode aggregate = Loop.scenario("g-010", "asked-in-a-drill");
    ((ObjectNode) aggregate.path("release")).put("stage", "PRODUCTION");
    JsonNode report = drill(with(aggregate));
    assertThat(report.path("phase").asText()).isEqualTo("WAITING");
    String id = report.path("drillId").asText();
    assertThat(loop.approve(report.path("reviews").path(0).asText()).status()).isEqualTo(200);
    Condition.await(
        Loop.SOON,
        "the drill is over",
        () ->
            find(id).path("over").asBoolean() && find(id).path("phase").asText().equals("DECIDED"));
    assertThat(find(id).path("steps").findValuesAsText("step"))
        .contains("REVIEW_PROPOSED", "REVIEW_APPROVED", "WRITE", "DONE");
  }

  @Test
  void sendsANamedScenarioThroughAsIfItHappenedNow() {
    String name = "exactly two standard deviations on a core step freeze the rollout";
    JsonNode first = drill("{\"scenario\":\"" + name + "\"}");
    assertThat(first.path("steps").findValuesAsText("subject"))
        .anyMatch(subject -> subject.startsWith("FREEZE_ROLLOUT"));
    JsonNode second = drill("{\"scenario\":\"" + name + "\"}");
    assertThat(second.path("disposition")).isEqualTo(first.path("disposition"));
    assertThat(second.path("mode")).isEqualTo(first.path("mode"));
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(post("{\"scenario\":\"no such\"}").status()).isEqualTo(404);
    assertThat(post("{}").status()).isEqualTo(422);
    assertThat(post("{\"scenario\":\"a\",\"aggregate\":{}}").status()).isEqualTo(422);
    assertThat(post("{\"aggregate\":{}}").code()).isEqualTo("invalid-aggregate");
    assertThat(loop.send(Role.CALLER, "POST", "/v1/drills", "{}").status()).isEqualTo(403);
  }
}
