package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.ground.json.Json;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.OpenAiDouble;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: people read what a decision comes to, whoever wrote it, and say what they think of it.
/// Method: the running service, the real SDK and a server that behaves as Azure's does.
final class BriefJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String SURGE_ID = "/7.19.0-rc1/payment_failure";

  private final OpenAiDouble azure = new OpenAiDouble();

  @AfterEach
  void close() {
    azure.close();
  }

  private RunningService withModel() {
    return RunningService.start(
        POSTGRES.config(),
        Map.of(
            "OMBUD_OPENAI_ENDPOINT", azure.endpoint().toString(),
            "OMBUD_OPENAI_DEPLOYMENT", OpenAiDouble.DEPLOYMENT,
            "OMBUD_OPENAI_KEY", OpenAiDouble.KEY));
  }

  private static String answer(String product) {
    Map<String, Object> answer = new LinkedHashMap<>();
    for (String section :
        List.of("summary", "impactedArea", "likelyCause", "engineering", "support", "leadership")) {
      answer.put(section, "Paying by card fails on android since 7.19.0-rc1.");
    }
    answer.put("urgency", "P1, at once.");
    answer.put("recommendedOwner", "The team that owns payments.");
    answer.put("nextStep", "Switch new-checkout off.");
    answer.put("product", product);
    answer.put("evidence", List.of("rv-1", "st-77"));
    return new String(Json.write(answer), StandardCharsets.UTF_8);
  }

  /// A decision of an incident of its own.
  private static String decide(ApiClient client, String id) {
    Answer answer =
        client.decide(
            Aggregates.edit(
                Aggregates.freshSurge(),
                SURGE_ID,
                id,
                "card-authorization",
                id,
                "Card authorization fails at the last step since the update\"\n    },",
                "Write to jo@customer.example, card fails\"\n    },"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.decisionId();
  }

  private static Answer get(ApiClient client, Role role, String path) {
    return client.send(client.request(path, role).GET().build());
  }

  private static Answer post(ApiClient client, Role role, String path, String body) {
    return client.send(
        client
            .request(path, role)
            .header("Content-Type", ApiClient.JSON)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static JsonNode good(Answer answer, int status, String schema) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(OpenApi.schema(schema).validate(answer.json())).as(answer.text()).isEmpty();
    return answer.json();
  }

  private static JsonNode brief(ApiClient client, String decision) {
    String path = "/v1/decisions/" + decision + "/brief";
    Condition.await(
        Duration.ofSeconds(20),
        "the brief is made",
        () -> get(client, Role.OWNER, path).json().has("id"));
    return good(get(client, Role.OWNER, path), 200, "Brief");
  }

  @Test
  void aDecisionIsPutIntoWordsByTheModel() throws InterruptedException {
    azure.says(answer("Complaints are at 120 against 50 usually."));
    try (RunningService service = withModel()) {
      ApiClient client = service.client();
      String decision = decide(client, "journey-1");
      JsonNode brief = brief(client, decision);
      assertThat(brief.path("origin").asText()).as(brief.toString()).isEqualTo("MODEL");
      assertThat(brief.at("/content/nextStep").asText()).isEqualTo("Switch new-checkout off.");
      assertThat(brief.at("/made/model").asText()).isEqualTo(OpenAiDouble.MODEL);

      String asked = azure.asked.take().body();
      assertThat(asked).contains("[email]", "st-77").doesNotContain("jo@customer.example");

      String path = "/v1/briefs/" + brief.path("id").asText();
      JsonNode audited = good(get(client, Role.AUDITOR, path), 200, "Brief");
      assertThat(audited.path("answers")).hasSize(1);
      assertThat(get(client, Role.OWNER, path).json().has("answers")).isFalse();
      String shown =
          client
              .send(
                  client
                      .request("/v1/decisions/" + decision + "/brief", Role.REVIEWER)
                      .header("Accept", "text/markdown")
                      .GET()
                      .build())
              .text();
      assertThat(shown)
          .startsWith("# P1: storefront")
          .contains("Written by a language model", "## For leadership", "`st-77`");

      checkJudged(client, decision, path);
      checkErased(client, path);
    }
  }

  private static void checkJudged(ApiClient client, String decision, String path) {
    JsonNode judged =
        good(
            post(
                client,
                Role.REVIEWER,
                path + "/acceptance",
                "{\"verdict\":\"ACCEPTED\",\"reason\":\"says it\"}"),
            200,
            "Brief");
    assertThat(judged.at("/verdict/by").asText()).isEqualTo("test-reviewer");
    assertThat(
            post(
                    client,
                    Role.REVIEWER,
                    path + "/acceptance",
                    "{\"verdict\":\"REJECTED\",\"reason\":\"no\"}")
                .status())
        .isEqualTo(409);
    JsonNode events =
        get(client, Role.AUDITOR, "/v1/audit/events?kind=BRIEF_MADE&decision=" + decision).json();
    assertThat(events.at("/items/0/detail/model").asText()).isEqualTo(OpenAiDouble.MODEL);
    JsonNode list =
        good(get(client, Role.OWNER, "/v1/briefs?judged=true&origin=MODEL"), 200, "BriefList");
    assertThat(list.path("items")).hasSize(1);
  }

  /// Whoever erases a text takes the answer about it away as well.
  private static void checkErased(ApiClient client, String path) {
    assertThat(
            post(
                    client,
                    Role.ADMIN,
                    "/v1/erasures",
                    "{\"evidenceId\":\"st-77\",\"reason\":\"asked to\"}")
                .status())
        .isEqualTo(200);
    int gone =
        POSTGRES
            .database()
            .change(handle ->
                handle.createQuery("select ombud_forget_answers()").mapTo(Integer.class).one());
    assertThat(gone).isEqualTo(1);
    assertThat(get(client, Role.AUDITOR, path).json().path("answers")).isEmpty();
  }

  @Test
  void everybodyGetsTheTemplateWhereNoModelIs() {
    try (RunningService service = RunningService.start(POSTGRES.config())) {
      ApiClient client = service.client();
      String decision = decide(client, "journey-2");
      JsonNode brief = brief(client, decision);
      assertThat(brief.path("origin").asText()).isEqualTo("TEMPLATE");
      assertThat(brief.path("why").asText()).isEqualTo("NO_ENDPOINT");
      assertThat(brief.at("/content/leadership").asText()).contains("48,000 EUR");
      assertThat(azure.asked).isEmpty();
    }
  }

  @Test
  void releaseNotesAndTicketsAreWrittenOnRequest() {
    try (RunningService service = RunningService.start(POSTGRES.config())) {
      ApiClient client = service.client();
      String decision = decide(client, "journey-3");
      String notes =
          """
          {"kind":"RELEASE_NOTES","notes":{"product":"storefront","release":"7.19.1",
            "resolved":[{"theme":"paying by card failed","before":120,"after":4}],
            "risks":[{"theme":"slow search, ask jo@customer.example","severity":"P3"}]}}
          """;
      JsonNode awaited = good(post(client, Role.CALLER, "/v1/briefs", notes), 202, "AwaitedBrief");
      JsonNode written = written(client, awaited.path("id").asText());
      assertThat(written.at("/content/resolved/0").asText())
          .isEqualTo("Paying by card failed: 120 complaints before, 4 since.");
      assertThat(written.at("/content/risks/0").asText())
          .isEqualTo("Slow search, ask [email] (P3): nothing is done about it yet.");

      Answer unsure =
          post(
              client,
              Role.CALLER,
              "/v1/briefs",
              notes.replace("jo@customer.example", "my phone number is 555 0199"));
      assertThat(unsure.status()).as(unsure.text()).isEqualTo(422);
      assertThat(unsure.text()).contains("something personal").doesNotContain("0199");

      JsonNode ticket =
          good(
              post(
                  client,
                  Role.REVIEWER,
                  "/v1/briefs",
                  "{\"kind\":\"TICKET\",\"decisionId\":\"%s\"}".formatted(decision)),
              202,
              "AwaitedBrief");
      assertThat(written(client, ticket.path("id").asText()).at("/content/title").asText())
          .isEqualTo("Payment failure in checkout after release 7.19.0-rc1 on android, pixel-8");
      assertThat(
              post(client, Role.CALLER, "/v1/briefs", "{\"kind\":\"DIGEST\"}")
                  .json()
                  .path("detail")
                  .asText())
          .contains("is made by itself");
      assertThat(post(client, Role.CALLER, "/v1/briefs", "{\"kind\":\"TICKET\"}").status())
          .isEqualTo(422);
      assertThat(post(client, Role.CALLER, "/v1/briefs", "{\"kind\":\"RELEASE_NOTES\"}").status())
          .isEqualTo(422);
    }
  }

  private static JsonNode written(ApiClient client, String id) {
    String path = "/v1/briefs/" + id;
    Condition.await(
        Duration.ofSeconds(20),
        "it is written",
        () -> get(client, Role.OWNER, path).status() == 200);
    return good(get(client, Role.OWNER, path), 200, "Brief");
  }
}
