package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Loop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A running service in a [Town], and what comes and goes there: incidents by their windows.
final class TownLife implements AutoCloseable {
  static final Duration PATIENT = Duration.ofSeconds(40);

  final Town town = new Town();
  private final DatabaseConfig database;
  private final Path folder;
  private Loop loop;

  TownLife(DatabaseConfig database, Path folder) {
    this.database = database;
    this.folder = folder;
    this.loop = new Loop(database, town.settings(folder, Town.pages("pager")));
  }

  Loop loop() {
    return loop;
  }

  /// The same service with other routes.
  void restart(String... routes) {
    loop.close();
    loop = new Loop(database, town.settings(folder, routes));
  }

  /// Leaves nothing that the next test would hear of.
  @Override
  public void close() {
    Condition.await(
        PATIENT,
        "nothing is left to do",
        () -> actions("state=QUEUED").isEmpty() && actions("state=RUNNING").isEmpty());
    loop.close();
    town.close();
    assertThat(town.server.violations()).isEmpty();
  }

  /// The n-th window of an incident.
  ObjectNode breach(String flag, int window) {
    ObjectNode aggregate = Loop.scenario("g-010", flag);
    aggregate.put("aggregateId", flag + "-" + window);
    ((ObjectNode) aggregate.path("cluster")).put("id", "c-" + flag);
    ObjectNode times = (ObjectNode) aggregate.path("window");
    Instant end = Instant.parse(times.path("end").asText()).plus(window, ChronoUnit.SECONDS);
    times.put("end", end.toString());
    return aggregate;
  }

  ObjectNode clear(String flag, int window) {
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

  JsonNode actions(String query) {
    return loop.send(Role.AUDITOR, "GET", "/v1/actions?" + query, "").json().path("items");
  }

  void awaitQuiet(String incident) {
    Condition.await(
        PATIENT,
        "nothing is under way",
        () ->
            actions("incident=" + incident).findValuesAsText("state").stream()
                .noneMatch(state -> state.equals("QUEUED") || state.equals("RUNNING")));
  }

  /// What was said last on the only ticket, without its markup.
  String lastNote() {
    return town.tracker.issues().getFirst().notes.getLast().replace("\\", "");
  }

  JsonNode tell(String flag) {
    loop.declare(flag);
    JsonNode decided = loop.decide(breach(flag, 0));
    awaitQuiet(decided.path("incidentId").asText());
    return decided;
  }

  List<JsonNode> news(String incident, String word) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode each : actions("incident=" + incident)) {
      if (each.path("target").asText().startsWith(word)) {
        found.add(each);
      }
    }
    return found;
  }

  JsonNode lift(String incident) {
    Condition.await(
        PATIENT,
        "it is looked whether anything is on",
        () ->
            news(incident, "lift:").stream()
                .anyMatch(
                    each -> List.of("DONE", "REFUSED").contains(each.path("state").asText())));
    return news(incident, "lift:").getFirst();
  }

  void end(String flag) {
    loop.decide(clear(flag, 2));
    loop.decide(clear(flag, 3));
  }

  void approve(String decision) {
    Answer answer = loop.approve(loop.review(decision).orElseThrow().path("reviewId").asText());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  void answer(String decision, String verb, String more) {
    String path = "/v1/reviews/" + loop.review(decision).orElseThrow().path("reviewId").asText();
    String binding = loop.send(Role.REVIEWER, "GET", path, "").json().path("bindingHash").asText();
    Answer answer =
        loop.send(
            Role.REVIEWER,
            "POST",
            path + "/" + verb,
            "{\"bindingHash\":\"%s\",\"reason\":\"a test of the <load>\"%s}"
                .formatted(binding, more));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }
}
