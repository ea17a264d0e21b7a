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
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a gate goes by when customers said something, hears each window once, and knows what is
/// fixed. Method: aggregates and reports posted to the running service, a product for each case,
/// and the gate asked after each step.
final class GateEventTimeTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static GateAsking gates;
  private static int reports;

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

  private static String severe(String product, String id, int count, int from, int to) {
    return severe(product, id, count, GateAsking.hoursAgo(from), GateAsking.hoursAgo(to));
  }

  private static String severe(String product, String id, int count, Instant from, Instant to) {
    return GateAsking.window(
        product, id, "down", "1.9", count, 0.95, from, to, GateAsking.severe());
  }

  private static void check(String expected, String product) {
    JsonNode evaluation = gates.ask(product, "");
    assertThat(
            evaluation.path("verdict").asText() + " " + evaluation.at("/reasons/0/code").asText())
        .as("%s", evaluation)
        .isEqualTo(expected);
    JsonNode replay =
        gates
            .post(
                Role.AUDITOR,
                "/v1/gates/evaluations/" + evaluation.path("evaluationId").asText() + "/replay",
                "")
            .json();
    assertThat(replay.path("same").asBoolean()).as("%s", replay).isTrue();
  }

  private static void report(String kind, String subject, String id, Instant at) {
    Answer answer =
        gates.post(
            Role.CALLER,
            "/v1/outcomes",
            "{\"id\":\"r-%d\",\"kind\":\"%s\",\"%s\":\"%s\",\"at\":\"%s\"}"
                .formatted(++reports, kind, subject, id, at));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static void owner(String sql) {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsPostedTodayOfTheDayBeforeYesterdayHoldsNothing() {
    gates.decide(severe("late", "old", 90, 51, 49));
    check("INSUFFICIENT FEEDBACK_MISSING", "late");
    gates.decide(severe("late", "younger", 90, 49, 47));
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", "late");
  }

  @Test
  void historyAndDrillsAreNotHeard() {
    String history = gates.decide(severe("loaded", "one", 90, 3, 2)).path("decisionId").asText();
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", "loaded");
    owner(
        "update decisions set terms = terms || 'reason=EVIDENCE_HISTORIC'::text where id = '%s'"
            .formatted(history));
    check("INSUFFICIENT FEEDBACK_MISSING", "loaded");
    Answer drill =
        gates.post(
            Role.REVIEWER,
            "/v1/drills",
            "{\"aggregate\":" + severe("loaded", "two", 90, 3, 2) + "}");
    assertThat(drill.status()).as(drill.text()).isEqualTo(201);
    check("INSUFFICIENT FEEDBACK_MISSING", "loaded");
  }

  @Test
  void aRevisionTakesThePlaceOfItsWindow() {
    gates.decide(severe("revised", "one", 90, 3, 2));
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", "revised");
    gates.decide(
        severe("revised", "one", 5, 3, 2)
            .replace("\"aggregateId\"", "\"revision\":1,\"aggregateId\""));
    check("WARN HIGH_SEVERITY_COMPLAINTS", "revised");
    // To another surface, where the first one is not looked for any more.
    gates.decide(
        severe("revised", "one", 90, 3, 2)
            .replace("\"aggregateId\"", "\"revision\":2,\"aggregateId\"")
            .replace("\"checkout\"", "\"search\""));
    JsonNode checkout = gates.ask("revised", ",\"surfaces\":[\"checkout\"]");
    assertThat(checkout.path("verdict").asText()).as("%s", checkout).isEqualTo("PASS");
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", "revised");
  }

  @Test
  void aDayThatIsToldEverySixHoursCountsOnce() {
    for (int i = 0; i < 8; i++) {
      gates.decide(severe("sliding", "day-" + i, 5, 6 * i + 25, 6 * i + 1));
    }
    JsonNode evaluation = gates.ask("sliding", "");
    assertThat(evaluation.at("/themes/0/complaints").asInt()).as("%s", evaluation).isEqualTo(10);
    assertThat(evaluation.at("/themes/0/windows").asInt()).isEqualTo(2);
  }

  @Test
  void whatIsDeployedAndResolvedIsAddressedUntilItComesBack() {
    JsonNode decision = gates.decide(severe("fixed", "one", 90, 9, 8));
    String incident = decision.path("incidentId").asText();
    report("DEPLOYED", "incidentId", incident, GateAsking.hoursAgo(5));
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", "fixed");
    report(
        "TICKET_RESOLVED",
        "decisionId",
        decision.path("decisionId").asText(),
        GateAsking.hoursAgo(4));
    check("WARN COMPLAINTS_ADDRESSED", "fixed");
    JsonNode theme = gates.ask("fixed", "").at("/themes/0");
    assertThat(theme.path("addressed").asBoolean()).isTrue();
    assertThat(theme.path("resolved").asBoolean()).isTrue();
    gates.decide(severe("fixed", "before", 90, 6, 5));
    check("WARN COMPLAINTS_ADDRESSED", "fixed");
    gates.decide(severe("fixed", "after", 5, 3, 2));
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", "fixed");
    report("DEPLOYED", "incidentId", incident, GateAsking.hoursAgo(1));
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", "fixed");
    report("TICKET_RESOLVED", "incidentId", incident, GateAsking.hoursAgo(1));
    check("WARN COMPLAINTS_ADDRESSED", "fixed");
  }

  @Test
  void aFixOfTheFutureIsAsOldAsItsReport() {
    JsonNode decision = gates.decide(severe("promised", "one", 90, 9, 8));
    String incident = decision.path("incidentId").asText();
    report("DEPLOYED", "incidentId", incident, Instant.parse("2098-01-01T00:00:00Z"));
    report("TICKET_RESOLVED", "incidentId", incident, Instant.parse("2098-01-01T00:00:00Z"));
    check("WARN COMPLAINTS_ADDRESSED", "promised");
    gates.decide(
        severe("promised", "two", 9, GateAsking.hoursAgo(1), Instant.now().plusSeconds(600)));
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", "promised");
  }

  @Test
  void aResolvedTicketIsFoundByItsName() {
    JsonNode decision = gates.decide(severe("ticketed", "one", 90, 9, 8));
    owner(
        """
        update actions set receipt_reference = 'PAY-77', receipt_address = '', receipt_state = ''
        where decision_id = '%s' and kind = 'OPEN_TICKET' and parent is null
        """
            .formatted(decision.path("decisionId").asText()));
    report("TICKET_RESOLVED", "ticket", "PAY-77", GateAsking.hoursAgo(4));
    report("TICKET_RESOLVED", "ticket", "PAY-78", GateAsking.hoursAgo(4));
    report("DEPLOYED", "ticket", "PAY-78", GateAsking.hoursAgo(4));
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", "ticketed");
    report("DEPLOYED", "ticket", "PAY-77", GateAsking.hoursAgo(4));
    check("WARN COMPLAINTS_ADDRESSED", "ticketed");
    report("TICKET_REOPENED", "ticket", "PAY-77", GateAsking.hoursAgo(3));
    check("BLOCK HIGH_SEVERITY_COMPLAINTS", "ticketed");
  }

  @Test
  void anOverrideEndsWhereComplaintsDouble() {
    gates.decide(severe("worse", "one", 6, 9, 8));
    String seen = gates.ask("worse", "").path("evaluationId").asText();
    Answer placed =
        gates.post(
            Role.REVIEWER,
            "/v1/gates/production/overrides",
            "{\"evaluationId\":\"%s\",\"until\":\"%s\",\"reason\":\"six are known\"}"
                .formatted(seen, Instant.now().plusSeconds(3_600)));
    assertThat(placed.status()).as(placed.text()).isEqualTo(201);
    assertThat(gates.ask("worse", "").path("safeToPromote").asBoolean()).isTrue();
    gates.decide(severe("worse", "two", 5, 7, 6));
    assertThat(gates.ask("worse", "").path("safeToPromote").asBoolean()).isTrue();
    gates.decide(severe("worse", "three", 5, 5, 4));
    JsonNode doubled = gates.ask("worse", "");
    assertThat(doubled.path("verdict").asText()).isEqualTo("BLOCK");
    assertThat(doubled.path("safeToPromote").asBoolean()).as("%s", doubled).isFalse();
  }
}
