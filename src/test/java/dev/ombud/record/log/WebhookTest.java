package dev.ombud.record.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.HttpOutbound;
import dev.ombud.testing.Condition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Checkpoints posted to a real HTTP server on loopback.
final class WebhookTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final HttpOutbound outside = new HttpOutbound();

  private static Checkpoint.Note note(long size) {
    return new Checkpoint("test.log", size, new byte[32]).sign(SIGNER);
  }

  private static final LogSigner SIGNER = LogSigner.generate("test.log");

  /// @param answer status by the number of the request, from 1
  private HttpServer server(IntUnaryOperator answer, CountDownLatch mayAnswer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          int number = requests.incrementAndGet();
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          try {
            mayAnswer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          int status = answer.applyAsInt(number);
          if (status == 200) {
            bodies.add(body);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Webhook webhook(HttpServer server, Duration pause) {
    URI address =
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?secret=1");
    return new Webhook(outside.to(List.of(Destination.of(address, true))), address, pause);
  }

  @AfterEach
  void close() {
    outside.close();
  }

  @Test
  void postsTheNoteAsItWasSigned() throws IOException {
    HttpServer server = server(_ -> 200, new CountDownLatch(0));
    try (Webhook webhook = webhook(server, PAUSE)) {
      Checkpoint.Note note = note(7);
      webhook.send(note);
      Condition.await(PATIENCE, "it arrives", () -> bodies.contains(note.text()));
      assertThat(webhook.isFailing()).isFalse();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void triesAgainAndGivesUpAfterEightTries() throws IOException {
    HttpServer server = server(number -> number < 4 ? 503 : 200, new CountDownLatch(0));
    try (Webhook webhook = webhook(server, PAUSE)) {
      webhook.send(note(1));
      Condition.await(PATIENCE, "it arrives", () -> bodies.size() == 1);
      assertThat(requests).hasValue(4);
    } finally {
      server.stop(0);
    }
    requests.set(0);
    HttpServer refusing = server(_ -> 500, new CountDownLatch(0));
    try (Webhook webhook = webhook(refusing, PAUSE)) {
      webhook.send(note(2));
      Condition.await(PATIENCE, "eight tries", () -> requests.get() == 8);
      assertThat(webhook.isFailing()).isTrue();
      // The next one is tried anew.
      webhook.send(note(3));
      Condition.await(PATIENCE, "and again", () -> requests.get() > 8);
    } finally {
      refusing.stop(0);
    }
  }

  @Test
  void keepsNobodyWaitingAndSendsOnlyTheNewest() throws IOException {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    HttpServer server = server(_ -> 200, mayAnswer);
    try (Webhook webhook = webhook(server, PAUSE)) {
      webhook.send(note(1));
      Condition.await(PATIENCE, "the first is under way", () -> requests.get() == 1);
      for (int size = 2; size <= 500; size++) {
        webhook.send(note(size));
      }
      mayAnswer.countDown();
      Condition.await(PATIENCE, "the newest arrives", () -> bodies.size() == 2);
      assertThat(bodies.getLast()).contains("test.log\n500\n");
    } finally {
      server.stop(0);
    }
    assertThat(requests).hasValue(2);
  }

  @Test
  void sendsWhatWaitsWhenItIsClosedAndEndsWhereNobodyAnswers() throws IOException {
    HttpServer server = server(_ -> 200, new CountDownLatch(0));
    Webhook webhook = webhook(server, PAUSE);
    webhook.send(note(9));
    webhook.close();
    assertThat(bodies).hasSize(1);
    server.stop(0);
    Webhook alone = webhook(server, Duration.ofHours(1));
    alone.send(note(10));
    Condition.await(PATIENCE, "it fails", alone::isFailing);
    alone.close();
    assertThat(bodies).hasSize(1);
  }
}
