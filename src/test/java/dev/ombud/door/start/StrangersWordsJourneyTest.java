package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.HostileTexts;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What strangers write, in the pages of the console, in a trial of the masking, and in a decision
/// that asks a person because of it.
class StrangersWordsJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static ApiClient client;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    client = service.client();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer post(Role role, String path, String body) {
    return client.send(
        client
            .request(path, role)
            .header("Content-Type", ApiClient.JSON)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  @Test
  void nothingOnAPageIsInvisible() {
    String json =
        Aggregates.edit(
            Aggregates.freshSurge(),
            "Card authorization fails",
            "pay \\u202emoc.live\\u202c now\\u200b <b>bold</b>");
    Answer decided = client.decide(json);
    assertThat(decided.status()).as(decided.text()).isEqualTo(201);
    try (ConsoleClient console = new ConsoleClient(service.port()).signIn(Role.OWNER)) {
      ConsoleClient.Page page = console.get("/decisions/" + decided.decisionId());
      assertThat(page.status()).isEqualTo(200);
      HostileTexts.requireVisible(page.text());
      assertThat(page.text()).doesNotContain("<b>bold</b>");
    }
  }

  @Test
  void triesTheMaskingAndStoresNothing() {
    String text =
        "{\"text\": \"ORD-123456: my name is Anna\", \"patterns\": [\"order ORD-[0-9]+\"]}";
    Answer trial = post(Role.OWNER, "/v1/masking-trials", text);
    assertThat(trial.status()).as(trial.text()).isEqualTo(200);
    assertThat(OpenApi.schema("MaskingTrial").validate(trial.json())).isEmpty();
    assertThat(trial.json().path("masked").asText()).isEqualTo("[order]: my name is [name]");
    assertThat(trial.json().path("confidence").asText()).isEqualTo("HIGH");
    assertThat(post(Role.ADMIN, "/v1/masking-trials", "{\"text\": \"my pin is 12\"}").text())
        .contains("\"LOW\"");
    assertThat(post(Role.AUDITOR, "/v1/masking-trials", text).status()).isEqualTo(403);
    for (String bad :
        new String[] {
          "{}",
          "{\"text\": \"\"}",
          "{\"text\": \"x\", \"patterns\": \"y\"}",
          "{\"text\": \"x\", \"patterns\": [\"order (\"]}",
          "{\"text\": \"x\", \"patterns\": [1]}",
          "{\"text\": \"x\", \"other\": 1}"
        }) {
      Answer refused = post(Role.OWNER, "/v1/masking-trials", bad);
      assertThat(refused.status()).as(bad).isEqualTo(422);
    }
  }

  @Test
  void asksAPersonWhereATextMayStillSayWhoSomebodyIs() {
    Map<String, String> texts =
        Map.of("sure", "my name is Anna", "unsure", "my phone number is 555 0199");
    texts.forEach((id, text) -> {
      String json =
          Aggregates.edit(
              Aggregates.freshSurge(),
              "7.19.0-rc1/payment_failure",
              id,
              "card-authorization",
              id,
              "Card authorization fails",
              text + ": it fails");
      Answer tried = post(Role.OWNER, "/v1/evaluations", json);
      Answer decided = client.decide(json);
      assertThat(decided.status()).as(decided.text()).isEqualTo(201);
      JsonNode detail = client.get("/v1/decisions/" + decided.decisionId()).json();
      boolean isUnsure = id.equals("unsure");
      assertThat(detail.path("context").path("maskingConfidence").asText())
          .isEqualTo(isUnsure ? "LOW" : "");
      assertThat(decided.text().contains("MASKING_UNSURE")).isEqualTo(isUnsure);
      assertThat(tried.text().contains("MASKING_UNSURE")).isEqualTo(isUnsure);
      if (isUnsure) {
        assertThat(decided.json().path("disposition").asText()).isEqualTo("REVIEW");
      }
      String explanation =
          client.get("/v1/decisions/" + decided.decisionId() + "/explanation").text();
      assertThat(explanation).doesNotContain("\"faithful\":false");
    });
  }
}
