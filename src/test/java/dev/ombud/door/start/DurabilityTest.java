package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.command.CommandLine;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.DataDirectory;
import dev.ombud.testing.Load;
import dev.ombud.testing.ServiceProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what was answered is on record, whoever dies in between. Method: the service as a process
/// of its own with the embedded server, sixteen clients that remember every answer, real signals.
@Tag("long") // kills services and servers again and again: four minutes
class DurabilityTest {
  private static final int CLIENTS = 16;

  /// One for all tests, since making a cluster takes longer than most of them.
  @TempDir static Path folder;

  private static DataDirectory data;

  @BeforeAll
  static void name() {
    data = new DataDirectory(folder);
  }

  @AfterEach
  void stopServer() {
    data.stopServer();
  }

  private static ServiceProcess start() {
    return ServiceProcess.start(settings()).awaitReady();
  }

  private static Map<String, String> settings() {
    return Map.of("OMBUD_DATA_DIR", folder.toString(), "OMBUD_BOOTSTRAP_TOKENS", ApiClient.TOKENS);
  }

  /// Every aggregate that was answered is there, with the very decision that was answered.
  private static void checkReplays(ApiClient client, Map<String, String> decided) {
    List<Map.Entry<String, String>> entries = List.copyOf(decided.entrySet());
    String lines =
        entries.stream()
            .map(entry -> Load.aggregate(entry.getKey()) + "\n")
            .collect(Collectors.joining());
    assertThat(client.decideAll(lines).lines())
        .extracting(decision -> decision.path("decisionId").asText())
        .isEqualTo(entries.stream().map(Map.Entry::getValue).toList());
    Map.Entry<String, String> one = entries.getFirst();
    Answer answer = client.decide(Load.aggregate(one.getKey()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
    Answer detail = client.get("/v1/decisions/" + one.getValue());
    assertThat(detail.text())
        .endsWith("\"aggregate\":" + Aggregates.kept(Load.aggregate(one.getKey())) + "}");
  }

  private static void checkWhole() {
    checkNone("decisions d where not exists (select from records r where r.id = d.id)");
    checkNone("records r where not exists (select from decisions d where d.id = r.id)");
    checkNone("decisions d where not exists (select from aggregate_keys where decision_id = d.id)");
    checkNone("aggregate_keys k where not exists (select from decisions where id = k.decision_id)");
    checkNone(
        "decisions d where incident_id is not null"
            + " and not exists (select from incidents where id = d.incident_id)");
    checkNone(
        "(select from decisions group by product, aggregate_id, revision having count(*) > 1)");
  }

  private static void checkNone(String what) {
    assertThat(data.count("select count(*) from " + what)).as(what).isZero();
  }

  private static long decisions(String name) {
    return data.count("select count(*) from decisions where aggregate_id like '" + name + "-%'");
  }

  @Test
  void losesNothingThatItAnsweredWhenItIsKilled() {
    Random random = new Random();
    Map<String, String> decided = new HashMap<>();
    for (int round = 0; round < 3; round++) {
      try (ServiceProcess service = start();
          ApiClient client = service.client()) {
        if (!decided.isEmpty()) {
          checkReplays(client, decided);
          checkWhole();
        }
        CompletableFuture<List<String>> lines = startBatch(client, "batch-" + round);
        try (Load load = new Load(client, "kill-" + round, CLIENTS, _ -> true)) {
          load.awaitMore(200 + random.nextInt(400));
          service.kill();
          load.finish();
          decided.putAll(load.decided());
          assertThat(load.refusals()).isEmpty();
        }
        for (String line : lines.join()) {
          var decision = ApiClient.json(line);
          decided.put(decision.path("aggregateId").asText(), decision.path("decisionId").asText());
        }
      }
    }
    try (ServiceProcess service = start();
        ApiClient client = service.client()) {
      checkReplays(client, decided);
      checkWhole();
      assertThat(service.errors())
          .anyMatch(line -> line.contains("an earlier service left running"));
      checkSealed();
    }
  }

  /// Whatever was committed when the service died, and not sealed yet, is sealed by the next one,
  /// once; and whoever verifies the data directory afterwards finds nothing.
  private static void checkSealed() {
    Condition.await(
        Duration.ofSeconds(60),
        "all is sealed",
        () -> data.count("select count(*) from log_queue where kind = 'DECISION'") == 0);
    checkNone("decisions d where not exists (select from log_leaves l where l.record_id = d.id)");
    checkNone(
        "log_leaves l where kind = 'DECISION' and not exists"
            + " (select from decisions d where d.id = l.record_id)");
    CommandRun verified = CommandRun.of(settings(), "verify");
    assertThat(verified.errors()).isEmpty();
    assertThat(verified.exit()).as("%s", verified.output()).isEqualTo(CommandLine.GOOD);
  }

  /// Posts a long batch and returns the whole lines of what came back before the end.
  private static CompletableFuture<List<String>> startBatch(ApiClient client, String name) {
    String lines =
        IntStream.range(0, 50_000)
            .mapToObj(i -> Load.aggregate(name + "-" + i) + "\n")
            .collect(Collectors.joining());
    var request =
        client
            .request("/v1/decisions:batch", Role.CALLER)
            .header("Content-Type", ApiClient.NDJSON)
            .POST(BodyPublishers.ofString(lines))
            .build();
    return CompletableFuture.supplyAsync(() -> {
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      try (InputStream body = client.http().send(request, BodyHandlers.ofInputStream()).body()) {
        body.transferTo(received);
      } catch (IOException e) {
        // The service was killed; what came until then counts.
        assertThat(e).isNotNull();
      } catch (InterruptedException e) {
        throw new CompletionException(e);
      }
      String text = received.toString(StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    });
  }

  @Test
  void comesBackByItselfWhenTheDatabaseServerIsKilled() {
    try (ServiceProcess service = start();
        ApiClient client = service.client()) {
      Map<String, String> decided;
      try (Load load = new Load(client, "crash", CLIENTS, _ -> false)) {
        load.awaitMore(200);
        data.killServer();
        load.awaitMore(500);
        load.finish();
        decided = Map.copyOf(load.decided());
        assertThat(load.unanswered()).isEmpty();
        assertThat(load.refusals()).containsOnlyKeys(503);
        Answer refusal = load.refusals().get(503);
        assertThat(refusal.code()).isEqualTo("database-unavailable");
        assertThat(refusal.header("Retry-After")).isEqualTo("1");
        assertThat(refusal.header("Content-Type")).isEqualTo("application/problem+json");
      }
      assertThat(service.isAlive()).isTrue();
      checkReplays(client, decided);
      checkWhole();
      assertThat(decisions("crash")).isEqualTo(decided.size());
      assertThat(client.get("/metrics").text()).contains("ombud_decisions_unrecorded_total 0.0");
    }
  }

  @Test
  void finishesWhatItAcceptedWhenItIsToldToStop() {
    Map<String, String> decided;
    try (ServiceProcess service = start();
        ApiClient client = service.client();
        Load load = new Load(client, "stop", CLIENTS, answer -> answer.code().equals("stopping"))) {
      load.awaitMore(200);
      service.terminate();
      assertThat(service.awaitExit()).as("%s", service).isIn(0, 143);
      load.finish();
      decided = Map.copyOf(load.decided());
      assertThat(load.refusals().keySet()).isSubsetOf(503);
      assertThat(service.errors()).noneMatch(line -> line.contains("ERROR"));
      assertThat(data.postmaster()).isEmpty();
      try (ServiceProcess next = start();
          ApiClient other = next.client()) {
        checkReplays(other, decided);
        checkWhole();
        assertThat(decisions("stop")).as("decided and not answered").isEqualTo(decided.size());
        for (String id : load.unanswered()) {
          assertThat(other.decide(Load.aggregate(id)).status()).isEqualTo(201);
        }
      }
    }
  }

  @Test
  void sharesItsDataDirectoryWithNobody() {
    try (ServiceProcess first = start();
        ServiceProcess second = ServiceProcess.start(settings())) {
      assertThat(second.awaitExit()).as("%s", second).isEqualTo(1);
      assertThat(second.errors())
          .singleElement()
          .asString()
          .contains("the data directory `" + folder + "` is in use")
          .contains("process id " + first.pid());
      try (ApiClient client = first.client()) {
        assertThat(client.decide(Load.aggregate("alone")).status()).isEqualTo(201);
      }
    }
  }

  @Test
  void saysToEverybodyThatTheDatabaseIsAway() {
    try (ServiceProcess service = start();
        ApiClient client = service.client()) {
      String id = client.decide(Load.aggregate("before")).decisionId();
      data.takeAway();
      checkUnavailable(client.decide(Load.aggregate("meanwhile")));
      checkUnavailable(client.get("/v1/decisions/" + id));
      checkUnavailable(client.get("/v1/decisions?limit=1"));
      var line = client.decideAll(Load.aggregate("in-a-batch")).lines().getFirst();
      assertThat(line.path("code").asText()).isEqualTo("database-unavailable");
      assertThat(client.get("/health/ready").status()).isEqualTo(503);
      assertThat(client.get("/health/live").status()).isEqualTo(200);
      byte[] body = Load.aggregate("tried").getBytes(StandardCharsets.UTF_8);
      assertThat(client.post("/v1/evaluations", ApiClient.JSON, body).status()).isEqualTo(200);
      data.mend();
      Condition.await(
          Duration.ofSeconds(20), "ready again", () -> client.get("/health/ready").status() == 200);
      assertThat(client.get("/v1/decisions/" + id).status()).isEqualTo(200);
      assertThat(client.decide(Load.aggregate("meanwhile")).status()).isEqualTo(201);
      assertThat(client.decide(Load.aggregate("in-a-batch")).status()).isEqualTo(201);
    }
  }

  private static void checkUnavailable(Answer answer) {
    assertThat(answer.status()).as("%s", answer.text()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("database-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }
}
