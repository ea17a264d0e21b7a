package dev.ombud.action.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.domain.Role;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: everybody who was told of an incident hears once that it is over, and the switch that was
/// made for it is proposed to be taken back. Method: the running service, and a tracker, a pager, a
/// channel and a broker that behave as the real ones do.
final class EndingJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @TempDir Path folder;

  private static final Duration PATIENT = Duration.ofSeconds(40);
  private static final String ANYBODY = "{\"targetingKey\":\"u1\"}";

  private Town town;
  private Loop loop;

  @BeforeEach
  void start() {
    town = new Town();
    loop = new Loop(POSTGRES.config(), town.settings(folder, "pager"));
  }

  private void restart(String pages) {
    loop.close();
    loop = new Loop(POSTGRES.config(), town.settings(folder, pages));
  }

  @AfterEach
  void stop() {
    loop.close();
    town.close();
    assertThat(town.server.violations()).isEmpty();
  }

  /// The n-th window of an incident.
  private static ObjectNode breach(String flag, int window) {
    ObjectNode aggregate = Loop.scenario("g-010", flag);
    aggregate.put("aggregateId", flag + "-" + window);
    ((ObjectNode) aggregate.path("cluster")).put("id", "c-" + flag);
    ObjectNode times = (ObjectNode) aggregate.path("window");
    Instant end = Instant.parse(times.path("end").asText()).plus(window, ChronoUnit.SECONDS);
    times.put("end", end.toString());
    return aggregate;
  }

  private static ObjectNode clear(String flag, int window) {
    ObjectNode aggregate = breach(flag, window);
    ObjectNode volume = (ObjectNode) aggregate.path("volume");
    volume.put("count", 2).put("customers", 2);
    ObjectNode sentiment = (ObjectNode) aggregate.path("sentiment");
    sentiment.put("mean", 0.1).put("negativeShare", 0.35).put("sigma", 0.1);
    ObjectNode telemetry = (ObjectNode) aggregate.path("telemetry");
    ((ObjectNode) telemetry.path("errorRate")).put("value", 0.012);
    ((ObjectNode) telemetry.path("failedTransactions")).put("value", 80);
    return aggregate;
  }

  private JsonNode actions(String query) {
    return loop.send(Role.AUDITOR, "GET", "/v1/actions?" + query, "").json().path("items");
  }

  private void awaitQuiet(String incident) {
    Condition.await(
        PATIENT,
        "nothing is under way",
        () ->
            actions("incident=" + incident).findValuesAsText("state").stream()
                .noneMatch(state -> state.equals("QUEUED") || state.equals("RUNNING")));
  }

  /// What was said last on the only ticket, without its markup.
  private String lastNote() {
    return town.tracker.issues().getFirst().notes.getLast().replace("\\", "");
  }

  private JsonNode tell(String flag) {
    loop.declare(flag);
    JsonNode decided = loop.decide(breach(flag, 0));
    awaitQuiet(decided.path("incidentId").asText());
    return decided;
  }

  @Test
  void everybodyWhoWasToldHearsOnceThatItIsOver() {
    JsonNode first = tell("over");
    String incident = first.path("incidentId").asText();
    loop.decide(breach("over", 1));
    awaitQuiet(incident);
    assertThat(town.tracker.issues()).hasSize(1);
    int comments = town.tracker.issues().getFirst().notes.size();
    assertThat(town.pager.open).hasSize(1);
    loop.decide(clear("over", 2));
    String last = loop.decide(clear("over", 3)).path("decisionId").asText();
    Condition.await(PATIENT, "the alert is resolved", () -> town.pager.open.isEmpty());
    awaitQuiet(incident);
    assertThat(town.pager.count("resolve")).isEqualTo(1);
    assertThat(town.tracker.issues().getFirst().notes).hasSize(comments + 1);
    assertThat(town.tracker.issues().getFirst().isOpen).as("nobody closed it").isTrue();
    assertThat(lastNote())
        .contains(
            "2 windows in a row were clear",
            "Still on until a person takes it back: DISABLE_FLAG flag:over.",
            "It stays open",
            "/decisions/" + last);
    Condition.await(PATIENT, "the event is told", () -> !town.events.isEmpty());
    assertThat(town.events).hasSize(1);
    Tree event = town.events.getFirst();
    assertThat(event.at("type").text()).isEqualTo("dev.ombud.issue-resolved");
    assertThat(event.at("data", "incidentId").text()).isEqualTo(incident);
    assertThat(event.at("data", "severity").text()).isEqualTo("P1");
    JsonNode events =
        loop.send(Role.AUDITOR, "GET", "/v1/audit/events?decision=" + last, "").json();
    assertThat(events.path("items").findValuesAsText("kind")).contains("INCIDENT_ENDED");
    assertThat(loop.isOn("over", ANYBODY)).isFalse();
    JsonNode review = loop.review(last).orElseThrow();
    assertThat(review.path("lane").asText()).isEqualTo("WORKBENCH");
    assertThat(loop.approve(review.path("reviewId").asText()).status()).isEqualTo(200);
    Condition.await(Loop.SOON, "it is on again", () -> loop.isOn("over", ANYBODY));
    loop.awaitState(last, "RESTORE", "DONE");
  }

  @Test
  void eachMessageIsAnsweredUnderItself() {
    restart("slack");
    JsonNode first = tell("thread");
    String incident = first.path("incidentId").asText();
    loop.decide(breach("thread", 1));
    awaitQuiet(incident);
    assertThat(town.slack.messages).hasSize(2);
    loop.decide(clear("thread", 2));
    loop.decide(clear("thread", 3));
    Condition.await(PATIENT, "both are answered", () -> town.slack.messages.size() == 4);
    awaitQuiet(incident);
    assertThat(town.slack.messages).hasSize(4);
    assertThat(town.slack.messages.subList(0, 2))
        .allSatisfy(each -> assertThat(town.slack.under(each.ts())).hasSize(1));
    assertThat(town.slack.messages.getLast().text())
        .contains("Resolved: ", "2 windows in a row were clear");
  }
}
