package dev.ombud.act.connector;

import static dev.ombud.act.connector.TownLife.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what was told and does not hold any more is taken back where it was told: a person said
/// no, an end did not last, or somebody is told only after the end. Method: as [EndingJourneyTest].
final class RetellingJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @TempDir Path folder;

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

  /// As a revision of its last window has it.
  private ObjectNode neither(int window) {
    ObjectNode aggregate = life.clear("on", window);
    ((ObjectNode) aggregate.path("sentiment")).put("sigma", 1.5);
    return aggregate;
  }

  @Test
  void whoWasToldBeforeAPersonSaidNoHearsThat() {
    String incident = life.tell("no").path("incidentId").asText();
    assertThat(town.pager.open).hasSize(1);
    JsonNode asked = life.loop().decide(life.breach("no", 1));
    String decision = asked.path("decisionId").asText();
    life.awaitQuiet(incident);
    life.answer(decision, "reject", "");
    life.awaitQuiet(incident);
    assertThat(town.pager.open).isEmpty();
    assertThat(town.pager.count("resolve")).isEqualTo(1);
    assertThat(life.lastNote())
        .contains(
            "Rejected by test-reviewer",
            "a test of the <load>",
            "What is not done",
            "DISABLE_FLAG flag:no",
            "/decisions/" + decision);
    assertThat(life.news(incident, "answered:")).hasSize(2);
  }

  @Test
  void whatIsHeldIsNotToldAfterTheEndUnlessAPersonWantsThatAndThenTheEndIsToldToo() {
    // Nobody is configured for pages.
    life.restart();
    String decision = life.tell("held").path("decisionId").asText();
    life.end("held");
    Condition.await(
        PATIENT,
        "the ticket says that it is over",
        () -> !town.tracker.issues().getFirst().notes.isEmpty());
    assertThat(life.loop().action(decision, "PAGE_OWNER").path("state").asText()).isEqualTo("HELD");
    life.restart(Town.pages("pager"));
    assertThat(life.loop().action(decision, "PAGE_OWNER").path("state").asText()).isEqualTo("HELD");
    String page = life.loop().action(decision, "PAGE_OWNER").path("actionId").asText();
    Answer retried =
        life.loop()
            .send(Role.REVIEWER, "POST", "/v1/actions/" + page + "/retry", "{\"reason\":\"go\"}");
    assertThat(retried.status()).as(retried.text()).isEqualTo(200);
    Condition.await(PATIENT, "it is resolved", () -> town.pager.count("resolve") == 1);
    assertThat(town.pager.events).hasSize(2);
    assertThat(town.pager.open).isEmpty();
  }

  @Test
  void whoHeardThatItIsOverHearsThatItGoesOnWhereNothingElseTellsThem() {
    String incident = life.tell("on").path("incidentId").asText();
    life.end("on");
    life.lift(incident);
    life.awaitQuiet(incident);
    // What ended it turns out to be neither good nor bad.
    ObjectNode quiet = neither(3);
    quiet.put("revision", 1);
    String decision = life.loop().decide(quiet).path("decisionId").asText();
    Condition.await(PATIENT, "somebody is paged again", () -> town.pager.open.size() == 1);
    life.awaitQuiet(incident);
    assertThat(life.lastNote()).contains("It goes on").contains("/decisions/" + decision);
    assertThat(life.news(incident, "reopened:")).hasSize(2);
    assertThat(town.pager.count("trigger")).isEqualTo(2);
    assertThat(town.pager.events.stream().map(each -> each.replaceAll(".* ", "")).distinct())
        .as("one alert")
        .hasSize(1);
    // Once is enough, and its end is told anew.
    life.loop().decide(neither(5));
    assertThat(life.news(incident, "reopened:")).hasSize(2);
    life.loop().decide(life.clear("on", 6));
    life.loop().decide(life.clear("on", 7));
    Condition.await(PATIENT, "it is resolved again", () -> town.pager.count("resolve") == 2);
    Condition.await(
        PATIENT, "it is proposed again", () -> life.news(incident, "lift:").size() == 2);
  }

  @Test
  void whoHeardThatItIsOverHearsOnceThatItIsBack() {
    String incident = life.tell("again").path("incidentId").asText();
    life.end("again");
    life.lift(incident);
    life.awaitQuiet(incident);
    // What ended it turns out to be as bad as before.
    ObjectNode back = life.breach("again", 3);
    back.put("revision", 1);
    life.loop().decide(back);
    life.awaitQuiet(incident);
    assertThat(town.pager.count("trigger")).isEqualTo(2);
    assertThat(life.news(incident, "reopened:")).as("its own actions tell them").isEmpty();
  }
}
