package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: others hear of what happens without asking: each named event once under one id, and each
/// review with its buttons until it is answered. Method: the running service, and a system outside
/// that refuses at first.
final class TellingTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @TempDir static Path folder;

  private static final Duration PATIENT = Duration.ofSeconds(40);
  private static final String TYPE = "dev.ombud.";

  private static Ear ear;
  private static Loop loop;

  @BeforeAll
  static void start() throws IOException {
    ear = new Ear(2);
    Path targets =
        Files.writeString(
            folder.resolve("targets.json"),
            """
            {"targets": [
               {"name": "events", "kind": "cloudevents", "url": "URL/events", "inside": true},
               {"name": "hook", "kind": "webhook", "url": "URL/hook", "inside": true,
                "secret": "env:HOOK_KEY"},
               {"name": "slack", "kind": "slack", "url": "URL", "inside": true,
                "secret": "env:SLACK_TOKEN", "options": {"channel": "C0REVIEWS"}}],
             "routes": [
               {"subject": "event:*", "target": "events"},
               {"subject": "review:*", "target": "slack"},
               {"subject": "team:*", "actions": ["OPEN_TICKET"], "target": "hook"}]}
            """
                .replace("URL", ear.url()));
    loop =
        new Loop(
            POSTGRES.config(),
            Map.of(
                "OMBUD_TARGETS",
                targets.toString(),
                "HOOK_KEY",
                "whsec_" + "YWJj".repeat(10),
                "SLACK_TOKEN",
                "xoxb-test"));
  }

  @AfterAll
  static void stop() {
    loop.close();
    ear.close();
  }

  private static List<JsonNode> taken(String decision, String event) {
    return ear.at("/events").stream()
        .filter(Ear.Heard::taken)
        .map(Ear.Heard::body)
        .filter(body -> body.path("type").asText().equals(TYPE + event))
        .filter(body -> body.path("subject").asText().equals(decision))
        .toList();
  }

  private static JsonNode awaitOne(String decision, String event) {
    Condition.await(PATIENT, event + " is told", () -> !taken(decision, event).isEmpty());
    return taken(decision, event).getFirst();
  }

  @Test
  void tellsEachNamedEventUnderOneId() {
    loop.declare("told");
    JsonNode decided = loop.decide(Loop.scenario("g-010", "told"));
    String decision = decided.path("decisionId").asText();
    JsonNode made = awaitOne(decision, "decision-made");
    assertThat(made.path("specversion").asText()).isEqualTo("1.0");
    assertThat(made.path("time").asText()).isEqualTo(decided.path("decidedAt").asText());
    assertThat(made.path("data").path("severity").asText()).isEqualTo("P1");
    awaitOne(decision, "sentiment-anomaly-detected");
    JsonNode executed = awaitOne(decision, "mitigation-executed");
    assertThat(executed.path("data").path("receipt").path("reference").asText()).isNotEmpty();
    JsonNode opened = awaitOne(decision, "ticket-opened");
    String ticket = opened.path("data").path("receipt").path("reference").asText();
    Answer reported =
        loop.send(
            Role.CALLER,
            "POST",
            "/v1/outcomes",
            """
            {"id": "resolved-1", "kind": "TICKET_RESOLVED", "ticket": "%s",
             "at": "2026-03-03T09:00:00Z", "detail": "fixed in 7.19.1"}
            """
                .formatted(ticket));
    assertThat(reported.status()).as(reported.text()).isEqualTo(201);
    assertThat(awaitOne(decision, "issue-resolved").path("data").path("receipt"))
        .isEqualTo(opened.path("data").path("receipt"));
    // What was refused came again under the same id, and nothing came twice.
    List<Ear.Heard> refused = ear.at("/events").stream().filter(each -> !each.taken()).toList();
    assertThat(refused).hasSize(2);
    assertThat(refused)
        .allSatisfy(each ->
            assertThat(ear.at("/events"))
                .filteredOn(Ear.Heard::taken)
                .filteredOn(other -> other.body().path("id").equals(each.body().path("id")))
                .hasSize(1));
    assertThat(ear.at("/events"))
        .filteredOn(Ear.Heard::taken)
        .extracting(each -> each.body().path("id").asText())
        .doesNotHaveDuplicates();
  }

  private static String buttons(JsonNode message) {
    return message.path("blocks").findValuesAsText("action_id").toString();
  }

  @Test
  void pushesReviewsToSlackAndTakesTheButtonsAwayOnceTheyAreAnswered() {
    loop.declare("pushed");
    ObjectNode aggregate = Loop.scenario("g-010", "pushed");
    ((ObjectNode) aggregate.path("release")).put("stage", "PRODUCTION");
    String decision = loop.decide(aggregate).path("decisionId").asText();
    String review = loop.review(decision).orElseThrow().path("reviewId").asText();
    Condition.await(PATIENT, "Slack is told", () -> !ear.at("/api/chat.postMessage").isEmpty());
    JsonNode message = ear.at("/api/chat.postMessage").getLast().body();
    assertThat(message.path("channel").asText()).isEqualTo("C0REVIEWS");
    assertThat(buttons(message)).contains("ombud_review_approve", "ombud_review_reject");
    assertThat(message.toString()).contains(review).contains("flag:pushed");
    assertThat(ear.at("/api/chat.update")).isEmpty();
    assertThat(loop.approve(review).status()).isEqualTo(200);
    Condition.await(PATIENT, "Slack is told again", () -> !ear.at("/api/chat.update").isEmpty());
    JsonNode change = ear.at("/api/chat.update").getLast().body();
    assertThat(change.path("channel").asText()).isEqualTo("C0REVIEWS");
    assertThat(change.path("ts").asText()).isEqualTo("17.25");
    assertThat(buttons(change)).isEqualTo("[]");
    assertThat(change.path("text").asText()).contains("APPROVED by 'test-reviewer'");
    assertThat(ear.at("/api/chat.postMessage")).hasSize(1);
  }
}
