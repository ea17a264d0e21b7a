package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The calls of explanation and replay as an auditor makes them, and the worker of the service,
/// which here replays every decision.
class ExplanationHttpTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String NOBODY = "00000000-0000-7000-8000-000000000000";

  private static RunningService service;
  private static String id;

  @BeforeAll
  static void decide() {
    service = RunningService.start(POSTGRES.config(), Map.of("OMBUD_REPLAY_SHARE", "1"));
    Answer answer = service.client().decide(Aggregates.surge());
    assertThat(answer.status()).isEqualTo(201);
    id = answer.decisionId();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer explain(String decision, String accept) {
    ApiClient client = service.client();
    return client.send(
        client
            .request("/v1/decisions/" + decision + "/explanation", Role.AUDITOR)
            .header("Accept", accept)
            .GET()
            .build());
  }

  private static Answer replay(String decision, String query, Role role) {
    ApiClient client = service.client();
    return client.send(
        client
            .request("/v1/decisions/" + decision + "/replay" + query, role)
            .POST(BodyPublishers.noBody())
            .build());
  }

  private static void checkRefused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void explainsAsJson() {
    Answer answer = explain(id, "*/*");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Vary")).isEqualTo("Accept");
    JsonNode json = answer.json();
    assertThat(OpenApi.schema("Explanation").validate(json)).isEmpty();
    assertThat(json.path("faithful").asBoolean()).isTrue();
    assertThat(json.path("decisionId").asText()).isEqualTo(id);
    assertThat(json.at("/links/replay").asText()).isEqualTo("/v1/decisions/" + id + "/replay");
  }

  @Test
  void explainsAsMarkdown() {
    Answer answer = explain(id, "text/markdown, application/json;q=0.5");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/markdown; charset=utf-8");
    assertThat(answer.text()).startsWith("# Why decision " + id + " is as it is\n");
  }

  @Test
  void hasNoOtherFormAndNoOtherDecision() {
    checkRefused(explain(id, "image/png"), 406, "not-acceptable");
    checkRefused(explain(NOBODY, "*/*"), 404, "not-found");
    checkRefused(explain("7", "*/*"), 404, "not-found");
  }

  @Test
  void replays() {
    Answer answer = replay(id, "", Role.AUDITOR);
    assertThat(answer.status()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(OpenApi.schema("Replay").validate(json)).isEmpty();
    assertThat(json.path("identical").asBoolean()).isTrue();
    assertThat(json.at("/engine/same").asBoolean()).isTrue();
    assertThat(json.has("under")).isFalse();
  }

  @Test
  void replaysUnderAnotherRuleset() {
    for (String ruleset : new String[] {"active", "1"}) {
      JsonNode json = replay(id, "?ruleset=" + ruleset, Role.OWNER).json();
      assertThat(OpenApi.schema("Replay").validate(json)).isEmpty();
      assertThat(json.at("/under/ruleset").asText()).isEqualTo(ruleset);
      assertThat(json.at("/under/changed").asBoolean(true)).isFalse();
      assertThat(json.at("/under/judged")).isEqualTo(json.at("/under/decided"));
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    checkRefused(replay(NOBODY, "", Role.AUDITOR), 404, "not-found");
    checkRefused(replay(id, "?ruleset=99", Role.AUDITOR), 404, "not-found");
    checkRefused(replay(id, "?ruleset=" + NOBODY, Role.AUDITOR), 404, "not-found");
    checkRefused(replay(id, "?ruleset=0", Role.AUDITOR), 400, "bad-parameter");
    checkRefused(replay(id, "?ruleset=latest", Role.AUDITOR), 400, "bad-parameter");
    checkRefused(replay(id, "?rulset=1", Role.AUDITOR), 400, "bad-parameter");
    checkRefused(replay(id, "", Role.CALLER), 403, "forbidden");
  }

  @Test
  void replaysNewDecisionsByItself() {
    Condition.await(
        LIMIT,
        "the worker has replayed the decision",
        () -> !service.client().get("/metrics").text().contains("\nombud_replays_total 0.0\n"));
    assertThat(service.client().get("/metrics").text())
        .contains("\nombud_replays_total ")
        .contains("\nombud_replay_divergence_total 0.0\n");
  }
}
