package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.json.Json;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Loop;
import dev.ombud.testing.OpenAiDouble;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what the model says of a decision reaches its ticket, once, where the policy wants that,
/// and nowhere else. Method: the running service, a tracker and a model that behave as the real
/// ones do.
final class BriefOnTicketTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @TempDir Path folder;

  private static final Duration PATIENT = Duration.ofSeconds(40);
  private static final String WORDS = "Paying by card fails since the update.";

  private static String answer() {
    Map<String, Object> answer = new LinkedHashMap<>();
    for (String section :
        List.of(
            "summary",
            "impactedArea",
            "likelyCause",
            "urgency",
            "recommendedOwner",
            "nextStep",
            "engineering",
            "support",
            "product",
            "leadership")) {
      answer.put(section, WORDS);
    }
    answer.put("evidence", List.of("rv-1"));
    return new String(Json.write(answer), StandardCharsets.UTF_8);
  }

  private Map<String, String> settings(Shaped server, OpenAiDouble azure, String briefs)
      throws IOException {
    Path targets =
        Files.writeString(
            folder.resolve("targets.json"),
            """
            {"targets": [{"name": "tracker", "kind": "redmine", "url": "URL", "inside": true,
               "secret": "env:TRACKER_KEY",
               "options": {"project": "shop", "priorities": "7,6,5,4", "tracker": "1"}}],
             "routes": [{"subject": "team:*", "actions": ["OPEN_TICKET"], "target": "tracker"}]}
            """
                .replace("URL", server.url("/redmine").toString()));
    return Map.of(
        "OMBUD_TARGETS",
        targets.toString(),
        "TRACKER_KEY",
        TrackerVendor.SECRET,
        "OMBUD_BRIEFS",
        briefs,
        "OMBUD_OPENAI_ENDPOINT",
        azure.endpoint().toString(),
        "OMBUD_OPENAI_DEPLOYMENT",
        OpenAiDouble.DEPLOYMENT,
        "OMBUD_OPENAI_KEY",
        OpenAiDouble.KEY);
  }

  private static String decide(Loop loop, String flag) {
    loop.declare(flag);
    return loop.decide(Loop.scenario("g-010", flag)).path("decisionId").asText();
  }

  private static JsonNode actions(Loop loop, String decision) {
    return loop.send(Role.AUDITOR, "GET", "/v1/actions?decision=" + decision, "")
        .json()
        .path("items");
  }

  private static boolean isBriefed(Loop loop, String decision) {
    return loop.send(Role.OWNER, "GET", "/v1/decisions/" + decision + "/brief", "")
        .json()
        .path("origin")
        .asText()
        .equals("MODEL");
  }

  @Test
  void saysItOnTheTicketOnce() throws IOException {
    RedmineVendor vendor = new RedmineVendor();
    try (Shaped server = new Shaped(vendor);
        OpenAiDouble azure = new OpenAiDouble().says(answer())) {
      Map<String, String> settings = settings(server, azure, "P1,IN_TICKETS");
      String decision;
      try (Loop loop = new Loop(POSTGRES.config(), settings)) {
        decision = decide(loop, "said");
        Condition.await(
            PATIENT,
            "the brief is on the ticket",
            () -> !vendor.issues().isEmpty() && !vendor.issues().getFirst().notes.isEmpty());
      }
      assertThat(vendor.issues()).hasSize(1);
      assertThat(vendor.issues().getFirst().text).contains("Where it is met", "Way back");
      assertThat(vendor.issues().getFirst().notes.getFirst())
          .contains(
              "A language model wrote this", WORDS, "For engineering", "/decisions/" + decision);
      // Whoever starts anew reads the log on, and says nothing twice.
      try (Loop loop = new Loop(POSTGRES.config(), settings)) {
        Condition.await(
            PATIENT,
            "all of it is done",
            () ->
                actions(loop, decision).findValuesAsText("target").toString().contains("brief:")
                    && !actions(loop, decision).findValuesAsText("state").contains("QUEUED"));
        String next = decide(loop, "next");
        Condition.await(
            PATIENT,
            "the next brief is on its ticket",
            () -> vendor.issues().size() == 2 && !vendor.issues().getLast().notes.isEmpty());
        assertThat(next).isNotEqualTo(decision);
      }
      assertThat(vendor.issues()).allSatisfy(issue -> assertThat(issue.notes).hasSize(1));
      checkSilent(settings(server, azure, "P1"), vendor);
      assertThat(server.violations()).isEmpty();
    }
  }

  /// Where the policy does not want it.
  private static void checkSilent(Map<String, String> settings, RedmineVendor vendor) {
    try (Loop loop = new Loop(POSTGRES.config(), settings)) {
      String decision = decide(loop, "silent");
      Condition.await(PATIENT, "the ticket is there", () -> vendor.issues().size() == 3);
      Condition.await(PATIENT, "the brief is there", () -> isBriefed(loop, decision));
      assertThat(actions(loop, decision).findValuesAsText("target"))
          .isNotEmpty()
          .noneMatch(target -> target.startsWith("brief:"));
      assertThat(vendor.issues().getLast().notes).isEmpty();
    }
  }
}
