package dev.ombud.action.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.domain.Role;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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
    loop = new Loop(POSTGRES.config(), town.settings(folder, Town.pages("pager")));
  }

  private void restart(String... routes) {
    loop.close();
    loop = new Loop(POSTGRES.config(), town.settings(folder, routes));
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
    restart(Town.pages("slack"));
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

  private List<JsonNode> news(String incident, String word) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode each : actions("incident=" + incident)) {
      if (each.path("target").asText().startsWith(word)) {
        found.add(each);
      }
    }
    return found;
  }

  private JsonNode lift(String incident) {
    Condition.await(
        PATIENT,
        "it is looked whether anything is on",
        () ->
            news(incident, "lift:").stream()
                .anyMatch(each -> List.of("DONE", "REFUSED").contains(each.path("state").asText())));
    return news(incident, "lift:").getFirst();
  }

  private void end(String flag) {
    loop.decide(clear(flag, 2));
    loop.decide(clear(flag, 3));
  }

  @Test
  void proposesNothingWhereAPersonLiftedTheSwitchBefore() {
    String incident = tell("lifted").path("incidentId").asText();
    assertThat(
            loop.send(
                    Role.OPERATOR,
                    "POST",
                    "/v1/flags/lifted/environments/production/lift",
                    "{\"reason\":\"fixed\"}")
                .status())
        .isEqualTo(200);
    end("lifted");
    assertThat(lift(incident).path("why").asText())
        .isEqualTo("nothing that was switched is still on");
    awaitQuiet(incident);
    assertThat(lastNote()).contains("Taken back since: DISABLE_FLAG flag:lifted.");
    assertThat(news(incident, "ended:")).hasSize(2);
    assertThat(
            actions("incident=" + incident).findValuesAsText("kind"))
        .doesNotContain("RESTORE");
  }

  @Test
  void theProposalIsVoidOnceTheTroubleIsBack() {
    String incident = tell("back").path("incidentId").asText();
    end("back");
    lift(incident);
    String last = news(incident, "lift:").getFirst().path("decisionId").asText();
    String review = loop.review(last).orElseThrow().path("reviewId").asText();
    String again = loop.decide(breach("back", 4)).path("incidentId").asText();
    assertThat(again).isNotEqualTo(incident);
    JsonNode now = loop.send(Role.REVIEWER, "GET", "/v1/reviews/" + review, "").json();
    assertThat(now.path("state").asText()).isEqualTo("SUPERSEDED");
    assertThat(loop.action(last, "RESTORE").path("state").asText()).isEqualTo("DROPPED");
    assertThat(loop.isOn("back", ANYBODY)).isFalse();
  }

  @Test
  void nobodyIsWokenForWhatIsOverAndTheTicketIsStillOpened() {
    town.down = "/";
    loop.declare("late");
    JsonNode first = loop.decide(breach("late", 0));
    String incident = first.path("incidentId").asText();
    String decision = first.path("decisionId").asText();
    Condition.await(
        PATIENT,
        "the pager was tried",
        () ->
            loop.action(decision, "PAGE_OWNER").path("attempts").asInt() > 0
                && loop.action(decision, "PAGE_OWNER").path("state").asText().equals("QUEUED"));
    end("late");
    Condition.await(
        PATIENT,
        "nobody is paged any more",
        () -> loop.action(decision, "PAGE_OWNER").path("state").asText().equals("DROPPED"));
    town.down = "";
    Condition.await(
        PATIENT, "the ticket is there", () -> !town.tracker.issues().isEmpty());
    Condition.await(
        PATIENT,
        "it says that it is over",
        () -> !town.tracker.issues().getFirst().notes.isEmpty());
    assertThat(lastNote()).contains("2 windows in a row were clear");
    assertThat(town.tracker.issues().getFirst().notes).hasSize(1);
    Condition.await(
        PATIENT,
        "what may have woken somebody is resolved",
        () -> town.pager.count("resolve") == 1);
    assertThat(town.pager.count("trigger")).isZero();
    assertThat(news(incident, "ended:")).hasSize(2);
  }

  private ObjectNode asked(String flag) {
    ObjectNode aggregate = breach(flag, 0);
    ((ObjectNode) aggregate.path("release")).put("stage", "PRODUCTION");
    return aggregate;
  }

  private void answer(String decision, String verb, String more) {
    String path = "/v1/reviews/" + loop.review(decision).orElseThrow().path("reviewId").asText();
    String binding = loop.send(Role.REVIEWER, "GET", path, "").json().path("bindingHash").asText();
    Answer answer =
        loop.send(
            Role.REVIEWER,
            "POST",
            path + "/" + verb,
            "{\"bindingHash\":\"%s\",\"reason\":\"a test of the <load>\"%s}".formatted(binding, more));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void whoWasToldBeforeAPersonSaidNoHearsThat() {
    loop.declare("no");
    JsonNode decided = loop.decide(asked("no"));
    String decision = decided.path("decisionId").asText();
    awaitQuiet(decided.path("incidentId").asText());
    assertThat(town.pager.open).hasSize(1);
    answer(decision, "reject", "");
    Condition.await(PATIENT, "the alert is resolved", () -> town.pager.open.isEmpty());
    Condition.await(
        PATIENT,
        "the ticket has it",
        () -> !town.tracker.issues().getFirst().notes.isEmpty());
    assertThat(lastNote())
        .contains(
            "Rejected by test-reviewer",
            "a test of the <load>",
            "What is not done",
            "DISABLE_FLAG flag:no");
    assertThat(town.tracker.issues().getFirst().notes).hasSize(1);
    assertThat(town.pager.count("resolve")).isEqualTo(1);
    assertThat(loop.isOn("no", ANYBODY)).isTrue();
  }

  @Test
  void whatIsHeldIsNotToldAfterTheEndUnlessAPersonWantsThatAndThenTheEndIsToldToo() {
    // Nobody is configured for pages.
    restart();
    String decision = tell("held").path("decisionId").asText();
    end("held");
    Condition.await(
        PATIENT,
        "the ticket says that it is over",
        () -> !town.tracker.issues().getFirst().notes.isEmpty());
    assertThat(loop.action(decision, "PAGE_OWNER").path("state").asText()).isEqualTo("HELD");
    restart(Town.pages("pager"));
    assertThat(loop.action(decision, "PAGE_OWNER").path("state").asText()).isEqualTo("HELD");
    String page = loop.action(decision, "PAGE_OWNER").path("actionId").asText();
    Answer retried =
        loop.send(Role.REVIEWER, "POST", "/v1/actions/" + page + "/retry", "{\"reason\":\"go\"}");
    assertThat(retried.status()).as(retried.text()).isEqualTo(200);
    Condition.await(PATIENT, "it is resolved", () -> town.pager.count("resolve") == 1);
    assertThat(town.pager.events).hasSize(2);
    assertThat(town.pager.open).isEmpty();
  }

  /// As a revision of its last window has it.
  private static void reopen(String incident) {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "update incidents set state = 'OPEN', closed_at = null where id = '%s'"
              .formatted(incident));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoHeardThatItIsOverHearsThatItGoesOnWhereNothingElseTellsThem() {
    String incident = tell("on").path("incidentId").asText();
    end("on");
    lift(incident);
    awaitQuiet(incident);
    reopen(incident);
    ObjectNode quiet = clear("on", 4);
    ((ObjectNode) quiet.path("sentiment")).put("sigma", 1.5);
    String decision = loop.decide(quiet).path("decisionId").asText();
    Condition.await(PATIENT, "somebody is paged again", () -> town.pager.open.size() == 1);
    awaitQuiet(incident);
    assertThat(lastNote()).contains("It goes on").contains("/decisions/" + decision);
    assertThat(news(incident, "reopened:")).hasSize(2);
    assertThat(town.pager.count("trigger")).isEqualTo(2);
    assertThat(town.pager.events.stream().map(each -> each.replaceAll(".* ", "")).distinct())
        .as("one alert")
        .hasSize(1);
    // Once is enough, and its end is told anew.
    quiet.put("aggregateId", "on-5");
    loop.decide(quiet);
    assertThat(news(incident, "reopened:")).hasSize(2);
    loop.decide(clear("on", 6));
    loop.decide(clear("on", 7));
    Condition.await(PATIENT, "it is resolved again", () -> town.pager.count("resolve") == 2);
    Condition.await(
        PATIENT, "it is proposed again", () -> news(incident, "lift:").size() == 2);
  }

  @Test
  void whoHeardThatItIsOverHearsOnceThatItIsBack() {
    String incident = tell("again").path("incidentId").asText();
    end("again");
    lift(incident);
    awaitQuiet(incident);
    reopen(incident);
    loop.decide(breach("again", 4));
    awaitQuiet(incident);
    assertThat(town.pager.count("trigger")).isEqualTo(2);
    assertThat(news(incident, "reopened:")).as("its own actions tell them").isEmpty();
  }

  @Test
  void thosePeopleWhoAreAskedHearOfTheProposal() {
    restart(Town.pages("pager"), Town.reviews("slack"));
    String incident = tell("asked").path("incidentId").asText();
    end("asked");
    lift(incident);
    String last = news(incident, "lift:").getFirst().path("decisionId").asText();
    String review = loop.review(last).orElseThrow().path("reviewId").asText();
    Condition.await(
        PATIENT,
        "Slack shows it with its buttons",
        () ->
            town.slack.messages.stream()
                .anyMatch(each ->
                    each.text().contains(review)
                        && each.text().contains("RESTORE `flag:asked`")
                        && each.text().contains("ombud_review_approve")));
  }

  @Test
  void aDrillEndsInTheSandbox() {
    List<String> decisions = new ArrayList<>();
    for (ObjectNode window :
        List.of(breach("drill", 0), clear("drill", 1), clear("drill", 2))) {
      Answer answer =
          loop.send(Role.OPERATOR, "POST", "/v1/drills", "{\"aggregate\":" + window + "}");
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      decisions.add(answer.json().path("drillId").asText());
    }
    // An incident has the identity of the decision that opened it.
    String incident = decisions.getFirst();
    awaitQuiet(incident);
    assertThat(news(incident, "ended:"))
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.path("state").asText()).isEqualTo("DONE"));
    assertThat(town.server.asked("POST")).isEmpty();
    assertThat(actions("incident=" + incident).findValuesAsText("kind")).doesNotContain("RESTORE");
  }
}
