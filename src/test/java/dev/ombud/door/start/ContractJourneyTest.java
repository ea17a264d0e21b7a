package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.Marks;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what contract 1.1 brings is taken, masked, kept, found and shown, over HTTP. Method: the
/// example with marks that occur nowhere else; then every table is searched for them.
class ContractJourneyTest {
  private static final String MAIL = "trillian@heartofgold.example";
  private static final List<String> MARKS =
      List.of("trillian", "req-deepthought", "s-magrathea", "ORD-vogsphere", "hunter2");

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
    client.close();
    service.close();
  }

  /// The example of a moment ago, with ids and addresses that are nobody else's.
  private static ObjectNode example(String id) {
    try {
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      String json = Files.readString(Path.of("examples/card-authorization.json"));
      ObjectNode aggregate =
          (ObjectNode)
              ApiClient.json(
                  Aggregates.edit(
                      json,
                      "2026-03-01T18:00:00Z",
                      now.minus(24, ChronoUnit.HOURS).toString(),
                      "2026-03-02T18:00:00Z\" }",
                      now.minusSeconds(300) + "\" }",
                      "2026-03-02T11:00:00Z",
                      now.minus(7, ChronoUnit.HOURS).toString(),
                      "2026-03-02T17:30:00Z",
                      now.minusSeconds(1_800).toString(),
                      "2026-03-02T18:02:10Z",
                      now.minusSeconds(200).toString(),
                      "2026-03-02T17:00:00Z",
                      now.minusSeconds(3_600).toString(),
                      "2026-03-02T17:20:00Z",
                      now.minusSeconds(3_500).toString(),
                      "req-8f3a91c2",
                      "req-deepthought-1",
                      "req-8f3a91d7",
                      "req-deepthought-2",
                      "s-77b1",
                      "s-magrathea",
                      "ORD-100731",
                      "ORD-vogsphere",
                      "\"eu-1\"",
                      "\"hunter2\"",
                      "Checkout by release",
                      "Checkout of " + MAIL,
                      "card won't go through",
                      "card of " + MAIL,
                      "/app/payment-gateway",
                      "/app/payment-gateway?user=trillian%40heartofgold.example",
                      "Checkout loop: payment",
                      "Mail " + MAIL + ": payment"));
      ((ObjectNode) aggregate.at("/evidence/1/spans/0")).put("from", 35).put("to", 49);
      return aggregate.put("aggregateId", id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String decide(ObjectNode aggregate) {
    Answer answer = client.decide(aggregate.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.decisionId();
  }

  private static JsonNode kept(String decision) {
    Answer detail = client.get("/v1/decisions/" + decision);
    assertThat(OpenApi.schema("DecisionDetail").validate(detail.json())).isEmpty();
    assertThat(OpenApi.schema("Aggregate").validate(detail.json().get("aggregate"))).isEmpty();
    assertThat(detail.text()).doesNotContain(MARKS);
    return detail.json().get("aggregate");
  }

  @Test
  void keepsNothingInTheClearThatTellsOfAnybody() throws SQLException {
    String id = decide(example("kept-1"));
    JsonNode kept = kept(id);
    assertThat(kept.at("/correlation").toString())
        .isEqualTo(
            "{\"errorCodes\":[\"E1042\"],\"requestIds\":[\"[request-1]\",\"[request-2]\"],"
                + "\"sessionIds\":[\"[session-1]\"]}");
    assertThat(kept.at("/orderContext/orderIds/0").asText()).isEqualTo("[order-1]");
    assertThat(kept.at("/environment/PAYMENT_GATEWAY").asText()).isEqualTo("[value]");
    assertThat(kept.at("/links/0/title").asText()).isEqualTo("Checkout of [email]");
    assertThat(kept.at("/links/1/url").asText())
        .isEqualTo("https://logs.example.com/app/payment-gateway");
    assertThat(kept.at("/cluster/keyPhrases/1").asText()).isEqualTo("card of [email]");
    assertThat(kept.at("/evidence/1/spans/0").toString()).isEqualTo("{\"from\":14,\"to\":28}");
    assertThat(Marks.found(POSTGRES, MARKS)).isEmpty();
    assertThat(Marks.found(POSTGRES, List.of("kept-1"))).as("the search does find").isNotEmpty();

    JsonNode masked = client.get("/v1/decisions/" + id + "/texts").json();
    assertThat(masked.toString()).doesNotContain(MARKS).contains("[request-2]", "[session-1]");
    JsonNode opened =
        client
            .send(
                client
                    .request("/v1/decisions/" + id + "/texts/openings", Role.AUDITOR)
                    .header("Content-Type", ApiClient.JSON)
                    .POST(BodyPublishers.ofString("{\"reason\":\"trace it\"}"))
                    .build())
            .json();
    assertThat(opened.toString())
        .contains("req-deepthought-1", "s-magrathea", "ORD-vogsphere", "trillian%40")
        .doesNotContain("hunter2");
  }

  @Test
  void answersTheSameAgainAndNamesWhereAnotherPostParts() {
    ObjectNode first = example("again-1");
    String id = decide(first);
    Answer again = client.decide(first.toString());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.decisionId()).isEqualTo(id);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    checkConflict(first, "/correlation/requestIds/1", "\"req-deepthought-2\"", "\"req-other\"");
    checkConflict(first, "/orderContext/orderIds/0", "ORD-vogsphere", "ORD-other");
    checkConflict(first, "/volume/total", "\"total\":190", "\"total\":191");
    checkConflict(first, "/links/1/url", "trillian%40", "marvin%40");
    Answer unheard = client.decide(first.toString().replace("hunter2", "hunter3"));
    assertThat(unheard.status()).as("what a variable is set to is not compared").isEqualTo(200);
  }

  private static void checkConflict(ObjectNode first, String pointer, String from, String to) {
    Answer answer = client.decide(Aggregates.edit(first.toString(), from, to));
    assertThat(answer.status()).as(answer.text()).isEqualTo(409);
    assertThat(answer.json().path("pointer").asText()).isEqualTo(pointer);
    assertThat(answer.text()).doesNotContain(MARKS);
  }

  @Test
  void refusesWithAPlaceAndARemedyAndQuotesNoId() {
    refuse("/sku unknown-field", "send it with specVersion `1.1`", "\"1.1\"", "\"1.0\"");
    refuse("/specVersion not-in-list", "use one of `1.0`, `1.1`", "\"1.1\"", "\"1.2\"");
    refuse("/volume/total contradiction", "`count` is 120", "190", "119");
    refuse("/links/0/url bad-format", "https://host/", "https://grafana", "javascript://grafana");
    refuse("/severty unknown-field", "did you mean `severity`?", "\"severity\"", "\"severty\"");
  }

  private static void refuse(String expected, String remedy, String from, String to) {
    Answer answer = client.decide(Aggregates.edit(example("refused-1").toString(), from, to));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("invalid-aggregate");
    assertThat(answer.json().get("violations"))
        .anySatisfy(violation -> {
          assertThat(violation.path("pointer").asText() + " " + violation.path("code").asText())
              .isEqualTo(expected);
          assertThat(violation.path("detail").asText()).contains(remedy);
        });
    assertThat(OpenApi.schema("Problem").validate(answer.json())).isEmpty();
    assertThat(answer.text()).doesNotContain(MARKS);
  }

  @Test
  void findsCountsAndExportsByIt() {
    ObjectNode aggregate = example("found-1").put("feature", "found-feature");
    aggregate.putArray("sku").add("found-sku-1").add("found-sku-2");
    String id = decide(aggregate);
    Map<String, String> criteria =
        Map.of(
            "feature", "found-feature",
            "component", "payment-gateway",
            "errorType", "card_declined",
            "sku", "found-sku-2",
            "browser", "Firefox",
            "os", "Windows%2011",
            "cohort", "platform%3Dweb,browser%3DFirefox,os%3DWindows%2011");
    criteria.forEach((name, value) -> {
      JsonNode found = client.get("/v1/decisions?limit=500&" + name + "=" + value).json();
      assertThat(found.path("items"))
          .as(name)
          .extracting(item -> item.path("decisionId").asText())
          .contains(id);
    });
    assertThat(client.get("/v1/decisions?sku=found-sku-3").json().path("items")).isEmpty();
    JsonNode facets = client.get("/v1/decisions/facets?feature=found-feature").json().get("facets");
    assertThat(facets.at("/errorType/values/0/value").asText()).isEqualTo("card_declined");
    assertThat(facets.at("/browser/values/0/decisions").asInt()).isEqualTo(1);
    assertThat(facets.has("sku")).isFalse();
    Answer misspelt = client.get("/v1/decisions?errortype=x");
    assertThat(misspelt.status()).isEqualTo(400);
    assertThat(misspelt.text()).contains("errorType");
  }

  @Test
  void showsItToPeopleAndLeadsThemNowhereWrong() {
    String id = decide(example("shown-1"));
    try (ConsoleClient auditor = new ConsoleClient(service.port()).signIn(Role.AUDITOR)) {
      ConsoleClient.Page shown = auditor.get("/decisions/" + id);
      assertThat(shown.status()).as(shown.headers().toString()).isEqualTo(200);
      String page = shown.text();
      assertThat(page)
          .contains(
              "63 % of 190 comments name card authorization",
              "<mark title=\"symptom\">Card authorization fails</mark>",
              "<mark title=\"\">payment denied</mark>",
              "filed under payment_failure, checkout_friction",
              "<a href=\"https://grafana.example.com/d/checkout?var-release=7.19.0-rc1\""
                  + " rel=\"noreferrer\">Dashboard: Checkout of [email]</a>",
              "2 requests and 1 session",
              "E1042")
          .doesNotContain(MARKS);
    }
  }

  @Test
  void judgesWithoutKeeping() {
    Answer evaluation =
        client.send(
            client
                .request("/v1/evaluations", Role.CALLER)
                .header("Content-Type", ApiClient.JSON)
                .POST(BodyPublishers.ofString(example("evaluated-1").toString()))
                .build());
    assertThat(evaluation.status()).as(evaluation.text()).isEqualTo(200);
    assertThat(evaluation.text()).doesNotContain(MARKS);
  }
}
