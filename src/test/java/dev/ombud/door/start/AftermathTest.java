package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: whoever looks at a decision later sees what has become of it, and a mitigation that did
/// harm is taken back once a person agrees.
final class AftermathTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String ANYBODY = "{\"targetingKey\":\"u1\"}";
  private static final Duration PATIENT = Duration.ofSeconds(40);

  private static Loop loop;

  @BeforeAll
  static void start() {
    loop = new Loop(POSTGRES.config(), Map.of());
  }

  @AfterAll
  static void stop() {
    loop.close();
  }

  private static String progress(String decision) {
    JsonNode detail = loop.send(Role.AUDITOR, "GET", "/v1/decisions/" + decision, "").json();
    return "%s %s %s"
        .formatted(
            detail.path("phase").asText(),
            detail.path("attention").asText(),
            detail.path("outcome").asText());
  }

  private static JsonNode effects(String decision) {
    return loop.send(Role.AUDITOR, "GET", "/v1/decisions/" + decision + "/effects", "").json();
  }

  @Test
  void showsWhatHasBecomeOfADecision() {
    loop.declare("watched");
    ObjectNode aggregate = Loop.scenario("g-010", "watched");
    ((ObjectNode) aggregate.path("release")).put("stage", "PRODUCTION");
    String decision = loop.decide(aggregate).path("decisionId").asText();
    assertThat(progress(decision)).isEqualTo("WAITING REVIEWER UNKNOWN");
    assertThat(effects(decision).path("items")).isEmpty();
    String review = loop.review(decision).orElseThrow().path("reviewId").asText();
    assertThat(loop.approve(review).status()).isEqualTo(200);
    loop.awaitState(decision, "DISABLE_FLAG", "DONE");
    Condition.await(
        Loop.SOON, "nothing is under way", () -> progress(decision).equals("DECIDED NONE UNKNOWN"));
  }

  @Test
  void hasNothingToVerifyWhereAPersonSaidNo() {
    ObjectNode aggregate = Loop.scenario("g-010", "rejected");
    ((ObjectNode) aggregate.path("release")).put("stage", "PRODUCTION");
    String decision = loop.decide(aggregate).path("decisionId").asText();
    String path = "/v1/reviews/" + loop.review(decision).orElseThrow().path("reviewId").asText();
    String binding = loop.send(Role.REVIEWER, "GET", path, "").json().path("bindingHash").asText();
    Answer rejected =
        loop.send(
            Role.REVIEWER,
            "POST",
            path + "/reject",
            "{\"bindingHash\":\"" + binding + "\",\"reason\":\"a known hiccup\"}");
    assertThat(rejected.status()).as(rejected.text()).isEqualTo(200);
    Condition.await(
        Loop.SOON,
        "nothing is under way",
        () -> progress(decision).equals("DECIDED NONE NOT_APPLICABLE"));
  }

  @Test
  void knowsNoEffectsOfWhatWasNeverDecided() {
    Answer answer =
        loop.send(Role.AUDITOR, "GET", "/v1/decisions/" + UUID.randomUUID() + "/effects", "");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(
            loop.send(Role.CALLER, "GET", "/v1/decisions/" + UUID.randomUUID() + "/effects", "")
                .status())
        .isEqualTo(403);
  }

  /// As if it had run two hours ago, and its window were over.
  private static void endWindow(String decision) {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "update effects set executed_at = now() - interval '2 h', look_until = now()"
              + " where decision_id = '%s'".formatted(decision));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As many complaints in an hour after as there were in a day before.
  private static ObjectNode worse(String flag) {
    ObjectNode aggregate = Loop.scenario("g-010", flag);
    Instant start = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    ObjectNode window = (ObjectNode) aggregate.path("window");
    window.put("start", start.toString());
    window.put("end", start.plus(1, ChronoUnit.HOURS).toString());
    ((ObjectNode) aggregate.path("volume")).put("baseline", 2);
    aggregate.put("aggregateId", flag + "-worse");
    return aggregate;
  }

  @Test
  void proposesToTakeBackWhatDidHarmAndDoesSoOnceAPersonAgrees() {
    loop.declare("harmful");
    String decision = loop.decide(Loop.scenario("g-010", "harmful")).path("decisionId").asText();
    loop.awaitState(decision, "DISABLE_FLAG", "DONE");
    Condition.await(
        PATIENT, "its effect is watched", () -> effects(decision).path("items").size() == 1);
    loop.decide(worse("harmful"));
    endWindow(decision);
    Condition.await(
        PATIENT, "it is found harmful", () -> progress(decision).endsWith("REVIEWER HARMFUL"));
    assertThat(effects(decision).path("items").path(0).path("outcome").asText())
        .isEqualTo("HARMFUL");
    JsonNode review = loop.review(decision).orElseThrow();
    assertThat(loop.action(decision, "RESTORE").path("state").asText())
        .isEqualTo("AWAITING_APPROVAL");
    assertThat(loop.isOn("harmful", ANYBODY)).isFalse();
    Answer approved = loop.approve(review.path("reviewId").asText());
    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
    Condition.await(Loop.SOON, "it is on again", () -> loop.isOn("harmful", ANYBODY));
    loop.awaitState(decision, "RESTORE", "DONE");
    JsonNode events =
        loop.send(Role.AUDITOR, "GET", "/v1/audit/events?decision=" + decision, "").json();
    assertThat(events.path("items").findValuesAsText("kind")).contains("MITIGATION_RESTORED");
    Condition.await(
        Loop.SOON, "nothing is under way", () -> progress(decision).equals("DECIDED NONE HARMFUL"));
  }
}
