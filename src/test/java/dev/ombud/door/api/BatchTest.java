package dev.ombud.door.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.actapi.Api;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.record.decision.DecisionAnswer;
import dev.ombud.testing.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Batches: what comes back for good and bad lines, and what becomes of clients that stop in the
/// middle. Where timing matters the test holds the pipeline's promises and keeps them when it
/// likes.
class BatchTest {
  private static final String NDJSON = "application/x-ndjson";
  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final int BATCHES_MOST = 8;
  private static final int OF_ONE_CALLER_MOST = 6;

  private final Api api = new Api();
  private final BlockingQueue<Promise> promises = new LinkedBlockingQueue<>();

  /// An outcome that is ready, but that the caller gets only when the test says so.
  private record Promise(
      CompletableFuture<DecisionAnswer> ready, CompletableFuture<DecisionAnswer> given) {
    void keep() {
      given.complete(ready.join());
    }
  }

  @AfterEach
  void stop() {
    api.decisions.pipeline = outcome -> outcome;
    promises.forEach(Promise::keep);
    api.close();
  }

  private void holdPromises() {
    api.decisions.pipeline =
        ready -> {
          Promise promise = new Promise(ready, new CompletableFuture<>());
          promises.add(promise);
          return promise.given();
        };
  }

  private Promise promise() throws InterruptedException {
    Promise promise = promises.poll(10, TimeUnit.SECONDS);
    if (promise == null) {
      throw new AssertionError("no line was submitted in ten seconds");
    }
    return promise;
  }

  private List<String> batch(String body) {
    RawClient.Answer answer = api.post("/v1/decisions:batch", NDJSON, body);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo(NDJSON);
    return answer.body().lines().toList();
  }

  private RawClient open() {
    return api.client().head(Api.head("/v1/decisions:batch", NDJSON, CHUNKED));
  }

  private RawClient openAsAnother() {
    return api.client()
        .head(
            Api.head("/v1/decisions:batch", NDJSON, CHUNKED)
                .replace("Bearer caller", "Bearer another"));
  }

  private static void checkDecision(String line, String id) {
    assertThat(line).contains("\"decisionId\"", "\"aggregateId\":\"" + id + "\"");
  }

  private static void checkProblem(String line, ErrorCode code, int number) {
    assertThat(line)
        .contains("\"code\":\"" + code.code() + "\"", "\"line\":" + number, "urn:ombud:trace:")
        .doesNotContain("decisionId");
  }

  @Test
  void answersEachLineInOrderAndLetsNoBadOneSpoilAnother() {
    String tooLong = "x".repeat(AggregateLimits.MAX_BODY_BYTES + 1);
    List<String> answers =
        batch(
            String.join(
                "\n",
                Api.aggregate("a1"),
                "{\"broken\":",
                "",
                "{}",
                tooLong,
                Api.aggregate("a2") + "\r",
                "  ",
                Api.aggregate("a1"),
                "[".repeat(100_000),
                Api.aggregate("a3")));
    assertThat(answers).hasSize(8);
    checkDecision(answers.get(0), "a1");
    checkProblem(answers.get(1), ErrorCode.MALFORMED_JSON, 2);
    assertThat(answers.get(1))
        .contains("\"detail\":\"line 2, column 11: ")
        .doesNotContain("line 1");
    checkProblem(answers.get(2), ErrorCode.INVALID_AGGREGATE, 4);
    checkProblem(answers.get(3), ErrorCode.BODY_TOO_LARGE, 5);
    checkDecision(answers.get(4), "a2");
    assertThat(answers.get(5))
        .isEqualTo(answers.get(0).replaceFirst("}$", ",\"idempotencyReplayed\":true}"));
    checkProblem(answers.get(6), ErrorCode.MALFORMED_JSON, 9);
    assertThat(answers.get(6)).contains("\"detail\":\"line 9, column 33: ");
    checkDecision(answers.get(7), "a3");
  }

  @Test
  void answersNothingForNothing() {
    assertThat(batch("")).isEmpty();
    assertThat(batch("\n \n\n")).isEmpty();
  }

  @Test
  void keepsTheOrderWhateverThePipelineDoes() throws InterruptedException {
    holdPromises();
    int lines = 500;
    try (RawClient client = open()) {
      IntStream.range(0, lines).forEach(i -> client.chunk(Api.aggregate("a" + i) + "\n"));
      client.chunk("");
      List<Promise> held = new ArrayList<>();
      for (int i = 0; i < lines; i++) {
        held.add(promise());
      }
      held.reversed().forEach(Promise::keep);
      List<String> answers = client.read().body().lines().toList();
      assertThat(answers).hasSize(lines);
      for (int i = 0; i < lines; i++) {
        checkDecision(answers.get(i), "a" + i);
      }
    }
  }

  @Test
  void answersTheFirstLinesBeforeTheLastAreSent() {
    try (RawClient client = open()) {
      client.chunk(Api.aggregate("a1") + "\n" + Api.aggregate("a2").substring(0, 10));
      client.readHead();
      checkDecision(client.readChunk(), "a1");
      client.chunk(Api.aggregate("a2").substring(10));
      client.chunk("");
      checkDecision(client.readChunk(), "a2");
      assertThat(client.readChunk()).isEmpty();
    }
  }

  @Test
  void tellsWhatThePipelineSaysOfALine() {
    AtomicInteger count = new AtomicInteger();
    api.decisions.pipeline =
        ready ->
            switch (count.incrementAndGet()) {
              case 1 -> failed(ErrorCode.AGGREGATE_CONFLICT);
              case 2 -> throw new ServiceException(ErrorCode.STOPPING, "it stops");
              case 3 -> CompletableFuture.failedFuture(new IllegalStateException("a secret"));
              default -> ready;
            };
    List<String> answers =
        batch(
            String.join(
                "\n",
                Api.aggregate("a1"),
                Api.aggregate("a2"),
                Api.aggregate("a3"),
                Api.aggregate("a4")));
    checkProblem(answers.get(0), ErrorCode.AGGREGATE_CONFLICT, 1);
    checkProblem(answers.get(1), ErrorCode.STOPPING, 2);
    checkProblem(answers.get(2), ErrorCode.INTERNAL, 3);
    assertThat(answers.get(2)).doesNotContain("secret");
    checkDecision(answers.get(3), "a4");
  }

  private static CompletableFuture<DecisionAnswer> failed(ErrorCode code) {
    return CompletableFuture.failedFuture(new ServiceException(code, "so it is"));
  }

  @Test
  void takesWhatCurlSendsByItself() {
    RawClient.Answer answer =
        api.post("/v1/decisions:batch", "application/x-www-form-urlencoded", Api.aggregate("a1"));
    checkDecision(answer.body(), "a1");
    assertThat(api.post("/v1/decisions:batch", "application/json", "{}").status()).isEqualTo(415);
  }

  @Test
  void finishesWhatAClientLeftBehind() throws InterruptedException {
    holdPromises();
    for (int i = 0; i < 2 * BATCHES_MOST; i++) {
      String id = "a" + i;
      try (RawClient client = open()) {
        client.chunk(Api.aggregate(id) + "\n" + Api.aggregate("half").substring(0, 20));
        client.readHead();
        promise().keep();
        checkDecision(client.readChunk(), id);
      }
    }
    // The room of each is free again as soon as the server has seen its client leave.
    api.decisions.pipeline = outcome -> outcome;
    int status = 503;
    for (int i = 0; i < 100 && status != 200; i++) {
      status = api.post("/v1/decisions:batch", NDJSON, Api.aggregate("last")).status();
    }
    assertThat(status).isEqualTo(200);
    assertThat(api.decisions.decided).containsKeys("a0", "a15").doesNotContainKey("half");
  }

  @Test
  void runsNoMoreBatchesThanTheLimitAndLeavesRoomForAnotherCaller() {
    List<RawClient> running = new ArrayList<>();
    try {
      for (int i = 0; i < OF_ONE_CALLER_MOST; i++) {
        running.add(open());
        assertThat(running.getLast().readHead().status()).isEqualTo(200);
      }
      RawClient.Answer tooMany = api.post("/v1/decisions:batch", NDJSON, "{}");
      assertThat(tooMany.status()).isEqualTo(429);
      assertThat(tooMany.body()).contains("\"rate-limited\"", "6 batches of yours");
      for (int i = OF_ONE_CALLER_MOST; i < BATCHES_MOST; i++) {
        running.add(openAsAnother());
        assertThat(running.getLast().readHead().status()).isEqualTo(200);
      }
      running.add(openAsAnother());
      RawClient.Answer full = running.getLast().read();
      assertThat(full.status()).isEqualTo(503);
      assertThat(full.header("retry-after")).isEqualTo("1");
      assertThat(full.body()).contains("\"overloaded\"");
      running.getFirst().chunk("");
      assertThat(running.getFirst().readChunk()).isEmpty();
      assertThat(batch(Api.aggregate("a1"))).hasSize(1);
    } finally {
      running.forEach(RawClient::close);
    }
  }

  @Test
  void readsNoMoreThanTheWindowAhead() throws InterruptedException {
    holdPromises();
    int lines = 3 * Batch.MAX_WINDOW_LINES;
    try (RawClient client = open()) {
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < lines; i++) {
                  client.chunk(Api.aggregate("a" + i) + "\n");
                }
                client.chunk("");
              });
      int held = 0;
      List<Promise> first = new ArrayList<>();
      for (Promise promise = promises.poll(10, TimeUnit.SECONDS);
          promise != null;
          promise = promises.poll(500, TimeUnit.MILLISECONDS)) {
        first.add(promise);
        held++;
      }
      assertThat(held).isBetween(Batch.MAX_WINDOW_LINES - 50, Batch.MAX_WINDOW_LINES + 50);
      api.decisions.pipeline = outcome -> outcome;
      first.forEach(Promise::keep);
      assertThat(client.read().body().lines()).hasSize(lines);
      sender.join();
    }
  }

  @Test
  void answersAClientThatReadsNothingBeforeItHasSentEverything() {
    int lines = 3 * Batch.MAX_WINDOW_LINES;
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      body.append(Api.aggregate("a" + i)).append('\n');
    }
    assertThat(batch(body.toString())).hasSize(lines);
  }

  @Test
  void endsABatchWithAWordOnceItsTokenIsGoodNoMore() {
    try (RawClient client = open()) {
      client.chunk(Api.aggregate("a1") + "\n");
      client.readHead();
      checkDecision(client.readChunk(), "a1");
      api.ended.add("caller");
      client.chunk(Api.aggregate("a2") + "\n");
      checkProblem(client.readChunk(), ErrorCode.UNAUTHENTICATED, 2);
      assertThat(client.readChunk()).isEmpty();
    }
    assertThat(api.decisions.decided).containsKey("a1").doesNotContainKey("a2");
  }

  @Test
  void endsABatchWithAWordWhenTheServiceStops() throws InterruptedException {
    try (RawClient client = open()) {
      client.chunk(Api.aggregate("a1") + "\n");
      client.readHead();
      checkDecision(client.readChunk(), "a1");
      Thread stop = Thread.ofVirtual().start(api.server::close);
      checkProblem(client.readChunk(), ErrorCode.STOPPING, 2);
      assertThat(client.readChunk()).isEmpty();
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(stop.join(Duration.ofSeconds(10))).isTrue();
    }
  }
}
