package dev.ombud.act.connector;

import static dev.ombud.act.connector.TownLife.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.nio.file.Path;
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

  private static final String ANYBODY = "{\"targetingKey\":\"u1\"}";

  private TownLife life;
  private Town town;

  @BeforeEach
  void start() {
    life = new TownLife(POSTGRES.config(), folder);
    town = life.town;
  }

  @AfterEach
  void stop() {
    life.close();
  }

  @Test
  void everybodyWhoWasToldHearsOnceThatItIsOver() {
    JsonNode first = life.tell("over");
    String incident = first.path("incidentId").asText();
    String second = life.loop().decide(life.breach("over", 1)).path("decisionId").asText();
    life.approve(second);
    life.loop().awaitState(second, "DISABLE_FLAG", "DONE");
    life.awaitQuiet(incident);
    assertThat(town.tracker.issues()).hasSize(1);
    int comments = town.tracker.issues().getFirst().notes.size();
    assertThat(town.pager.open).hasSize(1);
    life.loop().decide(life.clear("over", 2));
    String last = life.loop().decide(life.clear("over", 3)).path("decisionId").asText();
    Condition.await(PATIENT, "the alert is resolved", () -> town.pager.open.isEmpty());
    life.awaitQuiet(incident);
    assertThat(town.pager.count("resolve")).isEqualTo(1);
    assertThat(town.tracker.issues().getFirst().notes).hasSize(comments + 1);
    assertThat(town.tracker.issues().getFirst().isOpen).as("nobody closed it").isTrue();
    assertThat(life.lastNote())
        .contains(
            "2 windows in a row were clear",
            "Still on until a person takes it back: DISABLE_FLAG flag:over.",
            "It stays open",
            "/decisions/" + last);
    Condition.await(PATIENT, "the event is told", () -> !town.events(incident).isEmpty());
    assertThat(town.events(incident)).hasSize(1);
    Tree event = town.events(incident).getFirst();
    assertThat(event.at("type").text()).isEqualTo("dev.ombud.issue-resolved");
    assertThat(event.at("data", "severity").text()).isEqualTo("P1");
    JsonNode events =
        life.loop().send(Role.AUDITOR, "GET", "/v1/audit/events?decision=" + last, "").json();
    assertThat(events.path("items").findValuesAsText("kind")).contains("INCIDENT_ENDED");
    assertThat(life.loop().isOn("over", ANYBODY)).isFalse();
    JsonNode review = life.loop().review(last).orElseThrow();
    assertThat(review.path("lane").asText()).isEqualTo("WORKBENCH");
    assertThat(review.path("actions")).as("of two switches over one flag").hasSize(1);
    life.approve(last);
    Condition.await(Loop.SOON, "it is on again", () -> life.loop().isOn("over", ANYBODY));
    life.loop().awaitState(last, "RESTORE", "DONE");
  }

  @Test
  void eachMessageIsAnsweredUnderItself() {
    life.restart(Town.pages("slack"));
    JsonNode first = life.tell("thread");
    String incident = first.path("incidentId").asText();
    life.loop().decide(life.breach("thread", 1));
    life.awaitQuiet(incident);
    assertThat(town.slack.messages).hasSize(2);
    life.loop().decide(life.clear("thread", 2));
    life.loop().decide(life.clear("thread", 3));
    Condition.await(PATIENT, "both are answered", () -> town.slack.messages.size() == 4);
    life.awaitQuiet(incident);
    assertThat(town.slack.messages).hasSize(4);
    assertThat(town.slack.messages.subList(0, 2))
        .allSatisfy(each -> assertThat(town.slack.under(each.ts())).hasSize(1));
    assertThat(town.slack.messages.getLast().text())
        .contains("Resolved: ", "2 windows in a row were clear");
  }

  @Test
  void proposesNothingWhereAPersonLiftedTheSwitchBefore() {
    String incident = life.tell("lifted").path("incidentId").asText();
    assertThat(
            life.loop()
                .send(
                    Role.OPERATOR,
                    "POST",
                    "/v1/flags/lifted/environments/production/lift",
                    "{\"reason\":\"fixed\"}")
                .status())
        .isEqualTo(200);
    life.end("lifted");
    assertThat(life.lift(incident).path("why").asText())
        .isEqualTo("nothing that was switched is still on");
    life.awaitQuiet(incident);
    assertThat(life.lastNote()).contains("Taken back since: DISABLE_FLAG flag:lifted.");
    assertThat(life.news(incident, "ended:")).hasSize(2);
    assertThat(life.actions("incident=" + incident).findValuesAsText("kind"))
        .doesNotContain("RESTORE");
  }

  @Test
  void theProposalIsVoidOnceTheTroubleIsBack() {
    String incident = life.tell("back").path("incidentId").asText();
    life.end("back");
    life.lift(incident);
    String last = life.news(incident, "lift:").getFirst().path("decisionId").asText();
    String review = life.loop().review(last).orElseThrow().path("reviewId").asText();
    String again = life.loop().decide(life.breach("back", 4)).path("incidentId").asText();
    assertThat(again).isNotEqualTo(incident);
    JsonNode now = life.loop().send(Role.REVIEWER, "GET", "/v1/reviews/" + review, "").json();
    assertThat(now.path("state").asText()).isEqualTo("SUPERSEDED");
    assertThat(life.loop().action(last, "RESTORE").path("state").asText()).isEqualTo("DROPPED");
    assertThat(life.loop().isOn("back", ANYBODY)).isFalse();
  }

  @Test
  void nobodyIsWokenForWhatIsOverAndTheTicketIsStillOpened() {
    town.down = "/";
    life.loop().declare("late");
    JsonNode first = life.loop().decide(life.breach("late", 0));
    String incident = first.path("incidentId").asText();
    String decision = first.path("decisionId").asText();
    Condition.await(
        PATIENT,
        "the pager was tried",
        () ->
            life.loop().action(decision, "PAGE_OWNER").path("attempts").asInt() > 0
                && life.loop()
                    .action(decision, "PAGE_OWNER")
                    .path("state")
                    .asText()
                    .equals("QUEUED"));
    life.end("late");
    Condition.await(
        PATIENT,
        "nobody is paged any more",
        () -> life.loop().action(decision, "PAGE_OWNER").path("state").asText().equals("DROPPED"));
    town.down = "";
    Condition.await(PATIENT, "the ticket is there", () -> !town.tracker.issues().isEmpty());
    Condition.await(
        PATIENT,
        "it says that it is over",
        () -> !town.tracker.issues().getFirst().notes.isEmpty());
    assertThat(life.lastNote()).contains("2 windows in a row were clear");
    assertThat(town.tracker.issues().getFirst().notes).hasSize(1);
    Condition.await(
        PATIENT,
        "what may have woken somebody is resolved",
        () -> town.pager.count("resolve") == 1);
    assertThat(town.pager.count("trigger")).isZero();
    assertThat(life.news(incident, "ended:")).hasSize(2);
  }

  @Test
  void thosePeopleWhoAreAskedHearOfTheProposal() {
    life.restart(Town.pages("pager"), Town.reviews("slack"));
    String incident = life.tell("asked").path("incidentId").asText();
    life.end("asked");
    life.lift(incident);
    String last = life.news(incident, "lift:").getFirst().path("decisionId").asText();
    String review = life.loop().review(last).orElseThrow().path("reviewId").asText();
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
        List.of(life.breach("drill", 0), life.clear("drill", 1), life.clear("drill", 2))) {
      Answer answer =
          life.loop().send(Role.OPERATOR, "POST", "/v1/drills", "{\"aggregate\":" + window + "}");
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      decisions.add(answer.json().path("drillId").asText());
    }
    // An incident has the identity of the decision that opened it.
    String incident = decisions.getFirst();
    life.awaitQuiet(incident);
    assertThat(life.news(incident, "ended:"))
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.path("state").asText()).isEqualTo("DONE"));
    assertThat(town.server.asked("POST")).isEmpty();
    assertThat(life.actions("incident=" + incident).findValuesAsText("kind"))
        .doesNotContain("RESTORE");
  }
}
