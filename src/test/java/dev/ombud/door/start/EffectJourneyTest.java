package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what is concluded of a mitigation follows from the windows that were posted, each once, in
/// event time. Each test has a cluster of its own; its mitigation is moved to two hours ago, and
/// its evidence is of the hour that ended three hours ago.
@Tag("long") // each test waits for a mitigation and its verdict
final class EffectJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Duration PATIENT = Duration.ofSeconds(40);

  private static Instant now;
  private static Loop loop;

  @BeforeAll
  static void start() {
    now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    loop = new Loop(POSTGRES.config(), Map.of());
  }

  @AfterAll
  static void stop() {
    loop.close();
  }

  private static Instant minutesAgo(int minutes) {
    return now.minus(minutes, ChronoUnit.MINUTES);
  }

  /// Of a window from so many minutes ago to so many.
  private static ObjectNode posted(String name, int from, int to, int complaints) {
    ObjectNode aggregate = Loop.scenario("g-010", name);
    aggregate.put("aggregateId", name + "/" + from + "-" + to);
    ObjectNode window = (ObjectNode) aggregate.path("window");
    window.put("start", minutesAgo(from).toString());
    window.put("end", minutesAgo(to).toString());
    ((ObjectNode) aggregate.path("cluster")).put("id", name);
    ObjectNode volume = aggregate.putObject("volume");
    volume.put("count", complaints);
    volume.put("customers", complaints);
    ((ObjectNode) aggregate.path("release")).put("deployedAt", minutesAgo(400).toString());
    aggregate.path("evidence").forEach(each -> ((ObjectNode) each).remove("at"));
    aggregate.putObject("telemetry");
    return aggregate;
  }

  private static ObjectNode with(ObjectNode aggregate, String metric, double value, double usual) {
    ((ObjectNode) aggregate.path("telemetry"))
        .putObject(metric)
        .put("value", value)
        .put("baseline", usual)
        .put("observedAt", aggregate.at("/window/end").asText());
    return aggregate;
  }

  private static ObjectNode inHoldout(ObjectNode aggregate) {
    aggregate.put("aggregateId", aggregate.path("aggregateId").asText() + "/holdout");
    ((ObjectNode) aggregate.path("cohort")).put("segment", "holdout");
    return aggregate;
  }

  private static void own(String sql) {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode evidence(String name) {
    ObjectNode evidence = posted(name, 240, 180, 120);
    ((ObjectNode) evidence.path("volume")).put("baseline", 50);
    return with(evidence, "errorRate", 0.046, 0.012);
  }

  /// A flag is switched off at once.
  private static String mitigated(String name, ObjectNode evidence) {
    loop.declare(name);
    // Else a person changed it later than the evidence, and that holds.
    own("update flag_environments set changed_at = '%s'".formatted(minutesAgo(1_000)));
    String decision = loop.decide(evidence).path("decisionId").asText();
    loop.awaitState(decision, "DISABLE_FLAG", "DONE");
    Condition.await(
        PATIENT, "its effect is watched", () -> effects(decision).path("items").size() == 1);
    return decision;
  }

  private static String mitigated(String name) {
    return mitigated(name, evidence(name));
  }

  private static JsonNode effects(String decision) {
    JsonNode effects =
        loop.send(Role.AUDITOR, "GET", "/v1/decisions/" + decision + "/effects", "").json();
    assertThat(OpenApi.schema("Effects").validate(effects)).isEmpty();
    return effects;
  }

  /// As if it had run two hours ago, and its window were over.
  private static JsonNode concluded(String decision) {
    return concluded(decision, minutesAgo(120));
  }

  private static JsonNode concluded(String decision, Instant ran) {
    own(
        "update effects set executed_at = '%s', look_until = '%s' where decision_id = '%s'"
            .formatted(ran, ran.plusMillis(1), decision));
    Condition.await(
        PATIENT, "it is concluded", () -> !effects(decision).at("/items/0/concludedAt").isNull());
    return effects(decision).at("/items/0");
  }

  private static void check(String outcome, JsonNode effect) {
    assertThat(effect.path("outcome").asText())
        .as(effect.path("reason").asText())
        .isEqualTo(outcome);
  }

  @Test
  void provesThatItHelped() {
    String decision = mitigated("helped");
    loop.decide(posted("helped", 115, 55, 9));
    JsonNode effect = concluded(decision);
    check("EFFECTIVE", effect);
    assertThat(effect.path("reason").asText())
        .startsWith("complaints fell: 120 in 1 h before, 9 in 1 h after, where 120 were");
    JsonNode measured = effect.path("measured");
    assertThat(measured.at("/cohort/before/complaints").asInt()).isEqualTo(120);
    assertThat(measured.at("/cohort/after/hours").asDouble()).isEqualTo(1);
    assertThat(measured.at("/comparison/by").asText()).isEqualTo("TIME");
    assertThat(measured.at("/comparison/fewerByChance").asDouble()).isLessThan(1e-9);
    assertThat(measured.path("rulesetVersion").asInt()).isEqualTo(1);
    JsonNode events =
        loop.send(Role.AUDITOR, "GET", "/v1/audit/events?decision=" + decision, "").json();
    assertThat(events.findValuesAsText("outcome")).contains("EFFECTIVE");
    assertThat(events.findValues("measured")).contains(measured);
  }

  @Test
  void countsNoWindowTwiceAndNoneThatSpansTheMitigation() {
    String decision = mitigated("sliding");
    // Four windows of 40 minutes, every ten minutes; 40 complaints in all, not 160.
    for (int from = 115; from > 75; from -= 10) {
      loop.decide(posted("sliding", from, from - 40, 40));
    }
    loop.decide(posted("sliding", 150, 90, 5));
    loop.decide(posted("sliding", 175, 125, 100));
    JsonNode effect = concluded(decision);
    assertThat(effect.at("/measured/cohort/after/complaints").asInt()).isEqualTo(40);
    assertThat(effect.at("/measured/cohort/after/windows").asInt()).isEqualTo(1);
    assertThat(effect.at("/measured/cohort/waiting/complaints").asInt()).isEqualTo(100);
    assertThat(effect.at("/measured/cohort/before/complaints").asInt()).isEqualTo(120);
    check("EFFECTIVE", effect);
  }

  @Test
  void takesTheLastRevisionOfEachWindow() {
    String decision = mitigated("revised");
    loop.decide(posted("revised", 115, 55, 118));
    loop.decide(posted("revised", 115, 55, 4).put("revision", 1));
    loop.decide(posted("revised", 240, 180, 90).put("revision", 1));
    JsonNode effect = concluded(decision);
    assertThat(effect.at("/measured/cohort/before/complaints").asInt()).isEqualTo(90);
    assertThat(effect.at("/measured/cohort/after/complaints").asInt()).isEqualTo(4);
    check("EFFECTIVE", effect);
  }

  @Test
  void hearsNeitherOtherPlacesNorHistoryNorWhatIsSetApart() {
    String decision = mitigated("apart");
    ObjectNode elsewhere = posted("apart", 115, 95, 1);
    ((ObjectNode) elsewhere.path("exposure")).put("environment", "staging");
    loop.decide(elsewhere);
    loop.decide(posted("apart", 95, 75, 1).put("surface", "search"));
    ObjectNode doubtful = posted("apart", 75, 55, 1);
    ((ObjectNode) doubtful.path("source")).put("trust", "LOW");
    loop.decide(doubtful);
    // So old that it is history.
    loop.decide(posted("apart", 6_000, 5_900, 1));
    JsonNode effect = concluded(decision, minutesAgo(6_100));
    check("INCONCLUSIVE", effect);
    assertThat(effect.path("reason").asText()).contains("send one even where it counts no");
    assertThat(effect.at("/measured/cohort/after/windows").asInt()).isZero();
    assertThat(effect.at("/measured/comparison").isMissingNode()).isTrue();
  }

  @Test
  void comparesWithAHoldoutOverTheSameWindows() {
    String decision = mitigated("compared");
    loop.decide(inHoldout(posted("compared", 240, 180, 200)));
    loop.decide(posted("compared", 115, 55, 20));
    loop.decide(inHoldout(posted("compared", 115, 55, 30)));
    // Of this hour the cohort has nothing.
    loop.decide(inHoldout(posted("compared", 55, 15, 300)));
    JsonNode effect = concluded(decision);
    assertThat(effect.path("reason").asText())
        .contains("while the holdout had 200 and 30", "against the holdout");
    assertThat(effect.at("/measured/comparison/by").asText()).isEqualTo("HOLDOUT");
    check("INEFFECTIVE", effect);
  }

  @Test
  void saysBetterComplaintsWithWorseRevenueAndProposesToTakeItBack() {
    String decision = mitigated("costly", with(evidence("costly"), "revenue", 48_000, 47_000));
    ObjectNode after = posted("costly", 115, 55, 9);
    with(after, "revenue", 30_000, 46_000);
    loop.decide(after);
    JsonNode effect = concluded(decision);
    check("HARMFUL", effect);
    assertThat(effect.path("reason").asText())
        .startsWith("better complaints with worse revenue: complaints fell: 120 in 1 h before, 9")
        .contains("revenue got worse (48000 before, 30000 after, 1.6 times as bad)");
    assertThat(effect.at("/measured/guards/0/metric").asText()).isEqualTo("revenue");
    assertThat(loop.action(decision, "RESTORE").path("state").asText())
        .isEqualTo("AWAITING_APPROVAL");
  }

  @Test
  void waitsAsLongAsTheWindowOfTheEvidenceIs() {
    String decision = mitigated("long");
    JsonNode effect = effects(decision).at("/items/0");
    assertThat(
            Duration.between(
                Instant.parse(effect.path("executedAt").asText()),
                Instant.parse(effect.path("lookUntil").asText())))
        .isEqualTo(Duration.ofHours(7));
    assertThat(effect.path("measured").isNull()).isTrue();
  }

  @Test
  void showsWhatWasConcludedBefore() {
    String decision = mitigated("old");
    String old =
        "{\"cohort\":{\"after\":{\"complaints\":1,\"hours\":1,\"windows\":1}},\"holdout\":{}}";
    own(
        "update effects set concluded_at = now(), outcome = 'HARMFUL', reason = 'it rose',"
            + " measured = '%s' where decision_id = '%s'".formatted(old, decision));
    JsonNode effect = effects(decision).at("/items/0");
    assertThat(effect.at("/measured/cohort/after/complaints").asInt()).isEqualTo(1);
    check("HARMFUL", effect);
  }
}
