package dev.ombud.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.testing.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A running service and what people and pipelines do with it to act on decisions.
public final class Loop implements AutoCloseable {
  public static final Duration SOON = Duration.ofSeconds(15);

  private static final String FLAG =
      """
      {"product":"storefront","owner":"payments","type":"boolean",
       "variations":{"on":true,"treatment":true,"off":false},
       "defaultVariation":"on","safeVariation":"off",
       "environments":{"production":{"serve":{"on":100}}},
       "expiresOn":"2030-01-31","removeOn":"2030-02-28","cleanUpBy":"2030-03-31",
       "criticality":"HIGH","holdoutPercent":0}
      """;

  private final RunningService service;

  public Loop(DatabaseConfig database, Map<String, String> settings) {
    service = RunningService.start(database, settings);
  }

  @Override
  public void close() {
    service.close();
  }

  /// All that it answers.
  public List<Route> routes() {
    return service.routes();
  }

  public int port() {
    return service.port();
  }

  /// Its own connections.
  public Database database() {
    return service.database();
  }

  public ApiClient client() {
    return service.client();
  }

  public Answer send(Role role, String method, String path, String body) {
    return service
        .client()
        .send(
            service
                .client()
                .request(path, role)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
  }

  public boolean isOn(String flag, String context) {
    Answer answer =
        send(
            Role.CALLER,
            "POST",
            "/ofrep/v1/evaluate/flags/" + flag,
            "{\"context\":" + context + "}");
    return answer.status() == 200 && answer.json().path("value").asBoolean();
  }

  public void declare(String flag) {
    Answer declared = send(Role.OWNER, "PUT", "/v1/flags/" + flag, FLAG);
    assertThat(declared.status()).as(declared.text()).isEqualTo(201);
    Condition.await(
        Duration.ofSeconds(10), flag + " is served", () -> isOn(flag, "{\"targetingKey\":\"u1\"}"));
  }

  public String metrics() {
    return service.client().get("/metrics").text();
  }

  /// A policy scenario, as if its window had just ended.
  public static ObjectNode scenario(String id, String flag) {
    String line =
        SharedData.scenarios().stream()
            .filter(each -> each.contains("\"aggregateId\": \"" + id + "\""))
            .findFirst()
            .orElseThrow();
    Instant end = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    ObjectNode aggregate = (ObjectNode) ApiClient.json(line).path("aggregate");
    String moved =
        aggregate
            .toString()
            .replace("2026-03-02T18:00:00Z", end.toString())
            .replace("2026-03-01T18:00:00Z", end.minus(1, ChronoUnit.DAYS).toString())
            .replace("2026-03-02T17:00:00Z", end.minus(1, ChronoUnit.HOURS).toString())
            .replace("2026-03-02T11:00:00Z", end.minus(7, ChronoUnit.HOURS).toString());
    ObjectNode copy = (ObjectNode) ApiClient.json(moved);
    copy.put("aggregateId", flag + "-" + id);
    ((ObjectNode) copy.at("/exposure/flags/0")).put("key", flag);
    return copy;
  }

  public JsonNode decide(ObjectNode aggregate) {
    Answer answer = service.client().decide(aggregate.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  public JsonNode action(String decision, String kind) {
    for (JsonNode each :
        send(Role.AUDITOR, "GET", "/v1/actions?decision=" + decision, "").json().path("items")) {
      if (each.path("kind").asText().equals(kind)) {
        return each;
      }
    }
    throw new AssertionError("decision " + decision + " has no " + kind);
  }

  /// The review that is open about a decision.
  public Optional<JsonNode> review(String decision) {
    for (JsonNode each :
        send(Role.REVIEWER, "GET", "/v1/reviews?state=OPEN", "").json().path("items")) {
      if (each.path("decisionId").asText().equals(decision)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  public Answer approve(String review) {
    String path = "/v1/reviews/" + review;
    String binding = send(Role.REVIEWER, "GET", path, "").json().path("bindingHash").asText();
    return send(
        Role.REVIEWER,
        "POST",
        path + "/approve",
        "{\"bindingHash\":\"" + binding + "\",\"reason\":\"telemetry confirms\"}");
  }

  public void awaitState(String decision, String kind, String state) {
    Condition.await(
        SOON,
        kind + " is " + state,
        () -> action(decision, kind).path("state").asText().equals(state));
  }
}
