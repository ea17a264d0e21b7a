package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.RawClient;
import dev.ombud.testing.RawClient.Answer;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What becomes of clients when the server stops.
class StopTest {
  private static final String GET = "GET /slow HTTP/1.1\nHost: x\n\n";

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private final Route slow =
      Route.of(
          "GET",
          "/slow",
          request -> {
            entered.countDown();
            leave.await();
            return Response.of(200, "text/plain", "done".getBytes(StandardCharsets.UTF_8));
          });

  @Test
  void finishesWhatRunsAndTakesNothingNew() throws InterruptedException {
    Server server = Servers.start(slow);
    try (RawClient running = new RawClient(server.port());
        RawClient idle = new RawClient(server.port())) {
      running.head(GET);
      entered.await();
      Thread stop = Thread.ofVirtual().start(server::close);
      assertThat(idle.isClosedByServer()).isTrue();
      assertThat(isTurnedAway(server.port())).isTrue();
      leave.countDown();
      Answer answer = running.read();
      assertThat(answer.body()).isEqualTo("done");
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(running.isClosedByServer()).isTrue();
      assertThat(stop.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  private static boolean isTurnedAway(int port) {
    try (RawClient client = new RawClient(port)) {
      return client.isClosedByServer();
    } catch (UncheckedIOException e) {
      return e.getCause() instanceof ConnectException;
    }
  }

  @Test
  void waitsNoLongerThanTheLimit() throws InterruptedException {
    ServerConfig.Limits usual = ServerConfig.Limits.DEFAULT;
    ServerConfig.Limits limits =
        new ServerConfig.Limits(
            usual.running(),
            usual.connections(),
            usual.body(),
            usual.idle(),
            Duration.ofMillis(200));
    Server server = Servers.start(limits, slow);
    try (RawClient running = new RawClient(server.port())) {
      running.head(GET);
      entered.await();
      Thread stop = Thread.ofVirtual().start(server::close);
      assertThat(running.isClosedByServer()).isTrue();
      assertThat(stop.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void stopsAtOnceWhenNothingRuns() {
    Server server = Servers.start(slow);
    long start = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void endsABodyThatIsStillComing() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    Route lines =
        Route.of(
                "POST",
                "/lines",
                request -> {
                  LineReader reader = request.lines();
                  reader.next();
                  reading.countDown();
                  reader.next();
                  return Response.of(200, "text/plain", new byte[0]);
                })
            .taking(new Route.Body.Lines());
    Server server = Servers.start(lines);
    try (RawClient client = new RawClient(server.port())) {
      client.head("POST /lines HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n").chunk("a\n");
      assertThat(reading.await(5, TimeUnit.SECONDS)).isTrue();
      Thread stop = Thread.ofVirtual().start(server::close);
      Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("\"stopping\"");
      assertThat(stop.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void answersAClientThatNeverStopsSending() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    Route lines =
        Route.of(
                "POST",
                "/lines",
                request -> {
                  LineReader reader = request.lines();
                  while (reader.next().isPresent()) {
                    reading.countDown();
                  }
                  throw new IllegalStateException("the body has no end");
                })
            .taking(new Route.Body.Lines());
    Server server = Servers.start(lines);
    try (RawClient client = new RawClient(server.port())) {
      client.head("POST /lines HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n").chunk("a\n");
      AtomicBoolean sends = new AtomicBoolean(true);
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                while (sends.get()) {
                  client.chunk("a\n");
                }
                client.chunk("");
              });
      assertThat(reading.await(5, TimeUnit.SECONDS)).isTrue();
      Thread stop = Thread.ofVirtual().start(server::close);
      assertThat(client.read().body()).contains("\"stopping\"");
      sends.set(false);
      assertThat(client.isClosedByServer()).isTrue();
      sender.join();
      assertThat(stop.join(Duration.ofSeconds(10))).isTrue();
    }
  }
}
