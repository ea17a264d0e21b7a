package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One aggregate, sent again in many ways: as it was, spelled otherwise, changed, revised, by many
/// at once, and to two services on one database.
class IdempotencyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static String example;

  @BeforeAll
  static void start() throws IOException {
    service = RunningService.start(POSTGRES.config());
    example = Files.readString(Path.of("examples", "checkout-surge.json"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static ObjectNode aggregate(String id) {
    ObjectNode aggregate = (ObjectNode) ApiClient.json(example);
    return aggregate.put("aggregateId", id);
  }

  private static Answer post(JsonNode aggregate) {
    return service.client().decide(aggregate.toString());
  }

  private static String decided(JsonNode aggregate) {
    Answer answer = post(aggregate);
    assertThat(answer.status()).as("%s", answer.text()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/v1/decisions/" + answer.decisionId());
    assertThat(answer.headers().firstValue("Idempotency-Replayed")).isEmpty();
    return answer.decisionId();
  }

  private static void checkReplay(String aggregate, String decisionId) {
    Answer answer = service.client().decide(aggregate);
    assertThat(answer.status()).as("%s", answer.text()).isEqualTo(200);
    assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(answer.decisionId()).isEqualTo(decisionId);
  }

  @Test
  void replaysWhatIsOnlySpelledOtherwise() {
    String received = example.replace("storefront/2026", "spelled/2026");
    Answer first = service.client().decide(received);
    assertThat(first.status()).isEqualTo(201);
    checkReplay(ApiClient.json(received).toString(), first.decisionId());
    checkReplay(received.replace("0.92", "92e-2").replace("\n", "\r\n\t"), first.decisionId());
    checkReplay(received.replace("payment_failure", "payment\\u005ffailure"), first.decisionId());
    assertThat(service.client().get("/v1/decisions/" + first.decisionId()).text())
        .as("the aggregate as it was received first, in its canonical form")
        .endsWith("\"aggregate\":" + Aggregates.kept(received) + "}");
  }

  @Test
  void namesTheFirstFieldThatDiffers() {
    String id = decided(aggregate("conflict"));
    checkConflict(
        aggregate("conflict").withObject("/volume").put("count", 121), "/volume/count", id);
    checkConflict(
        aggregate("conflict").withObject("/cluster").put("rootCause", "a null"),
        "/cluster/rootCause",
        id);
    ObjectNode fewer = aggregate("conflict");
    fewer.remove("telemetry");
    checkConflict(fewer, "/telemetry", id);
    ObjectNode evidence = aggregate("conflict");
    ((ObjectNode) evidence.at("/evidence/1")).put("text", "other");
    checkConflict(evidence, "/evidence/1/text", id);
    checkReplay(aggregate("conflict").toString(), id);
  }

  private static void checkConflict(JsonNode changedBlock, String pointer, String decisionId) {
    ObjectNode whole = aggregate("conflict");
    JsonNode aggregate = changedBlock;
    if (!changedBlock.has("aggregateId")) {
      whole.set(pointer.split("/")[1], changedBlock);
      aggregate = whole;
    }
    Answer answer = post(aggregate);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.code()).isEqualTo("aggregate-conflict");
    assertThat(answer.json().path("pointer").asText()).isEqualTo(pointer);
    assertThat(answer.json().path("detail").asText()).contains("`" + pointer + "`");
    assertThat(answer.decisionId()).isEqualTo(decisionId);
  }

  @Test
  void decidesAHigherRevisionAnewAndRefusesALowerOne() {
    String first = decided(aggregate("revised"));
    String fifth = decided(aggregate("revised").put("revision", 5));
    assertThat(fifth).isGreaterThan(first);
    Answer outdated = post(aggregate("revised").put("revision", 4));
    assertThat(outdated.status()).isEqualTo(409);
    assertThat(outdated.code()).isEqualTo("revision-outdated");
    checkReplay(aggregate("revised").toString(), first);
    checkReplay(aggregate("revised").put("revision", 5).toString(), fifth);
    assertThat(decided(aggregate("revised").put("revision", 6))).isGreaterThan(fifth);
  }

  @Test
  void tellsProductsApart() {
    String first = decided(aggregate("shared-id"));
    assertThat(decided(aggregate("shared-id").put("product", "app"))).isNotEqualTo(first);
  }

  @Test
  void decidesOnceWhatManySendAtOnce() throws Exception {
    try (RunningService other = RunningService.start(POSTGRES.config())) {
      List<ApiClient> doors = List.of(service.client(), other.client());
      for (int round = 0; round < 10; round++) {
        String aggregate = aggregate("at-once-" + round).toString();
        List<Answer> answers = atOnce(16, number -> doors.get(number % 2).decide(aggregate));
        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(answers)
            .extracting(Answer::decisionId)
            .containsOnly(answers.getFirst().decisionId());
      }
    }
  }

  @Test
  void decidesTheSameOnceInOneBatch() {
    String line = aggregate("twice-in-a-batch").toString();
    String other = aggregate("twice-in-a-batch").put("surface", "cart").toString();
    List<JsonNode> answers =
        service.client().decideAll(line + "\n" + line + "\n" + other + "\n" + line).lines();
    assertThat(answers).hasSize(4);
    assertThat(answers.get(0).has("idempotencyReplayed")).isFalse();
    assertThat(answers.get(1)).isEqualTo(answers.get(3));
    ObjectNode marked = ((ObjectNode) answers.get(0)).deepCopy().put("idempotencyReplayed", true);
    assertThat(answers.get(1)).isEqualTo(marked);
    answers.forEach(answer ->
        assertThat(OpenApi.schema("BatchLine").validate(answer)).as("%s", answer).isEmpty());
    assertThat(answers.get(0).path("decisionId").asText()).isNotEmpty();
    assertThat(answers.get(2).path("code").asText()).isEqualTo("aggregate-conflict");
    assertThat(answers.get(2).path("line").asInt()).isEqualTo(3);
  }

  @Test
  void decidesRevisionsInOneBatchInOrder() {
    List<JsonNode> answers =
        service
            .client()
            .decideAll(
                IntStream.of(1, 3, 2, 4)
                    .mapToObj(revision -> aggregate("in-order").put("revision", revision))
                    .map(JsonNode::toString)
                    .reduce("", (all, line) -> all + line + "\n"))
            .lines();
    assertThat(answers)
        .extracting(answer -> answer.path("revision").asInt(-1))
        .containsExactly(1, 3, -1, 4);
    assertThat(answers.get(2).path("code").asText()).isEqualTo("revision-outdated");
  }

  @Test
  void storesNothingOfAnEvaluation() {
    String aggregate = aggregate("only-tried").toString();
    byte[] body = aggregate.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(service.client().post("/v1/evaluations", ApiClient.JSON, body).status())
        .isEqualTo(200);
    assertThat(service.client().decide(aggregate).status()).isEqualTo(201);
  }

  @FunctionalInterface
  private interface Attempt {
    Answer run(int number);
  }

  private static List<Answer> atOnce(int times, Attempt attempt) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> calls =
          IntStream.range(0, times)
              .mapToObj(number -> (Callable<Answer>) () -> attempt.run(number))
              .toList();
      List<Answer> answers = new java.util.ArrayList<>();
      for (Future<Answer> each : threads.invokeAll(calls)) {
        answers.add(each.get());
      }
      return answers;
    }
  }
}
