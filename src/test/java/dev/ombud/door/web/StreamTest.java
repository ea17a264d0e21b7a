package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Answers that are written line by line, to clients that read, that do not read, and that leave.
class StreamTest {
  private static final String GET = "GET /stream HTTP/1.1\nHost: x\n\n";

  private static Route stream(Response.Stream stream) {
    return Route.of(
        "GET", "/stream", request -> Response.stream(200, "application/x-ndjson", stream));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void sendsWhatIsFlushedAtOnce() throws InterruptedException {
    CountDownLatch seen = new CountDownLatch(1);
    Route route =
        stream(lines -> {
          lines.write(bytes("one"));
          lines.write(bytes("two"));
          lines.flush();
          seen.await();
          lines.write(bytes("three"));
        });
    try (Server server = Servers.start(route);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.head(GET).readHead().header("content-type"))
          .isEqualTo("application/x-ndjson");
      assertThat(client.readChunk()).isEqualTo("one\ntwo\n");
      seen.countDown();
      assertThat(client.readChunk()).isEqualTo("three\n");
      assertThat(client.readChunk()).isEmpty();
    }
  }

  @Test
  void breaksOffWhatItCannotFinish() {
    Route route =
        stream(lines -> {
          lines.write(bytes("one"));
          lines.flush();
          throw new IllegalStateException("in the middle");
        });
    try (Server server = Servers.start(route);
        RawClient client = new RawClient(server.port())) {
      client.head(GET).readHead();
      assertThatThrownBy(
              () -> {
                client.readChunk();
                client.readChunk();
              })
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the connection ended");
    }
  }

  @Test
  void waitsForAClientThatDoesNotRead() throws InterruptedException {
    AtomicInteger written = new AtomicInteger();
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(1);
    byte[] line = bytes("x".repeat(100_000));
    Route route =
        stream(lines -> {
          for (int i = 0; i < 1_000; i++) {
            lines.write(line);
            if (written.incrementAndGet() == 80) {
              half.countDown();
            }
          }
          all.countDown();
        });
    try (Server server = Servers.start(route);
        RawClient client = new RawClient(server.port())) {
      client.head(GET).readHead();
      assertThat(half.await(10, TimeUnit.SECONDS)).as("8 MB are held").isTrue();
      assertThat(all.await(300, TimeUnit.MILLISECONDS)).as("100 MB are not").isFalse();
      long read = 0;
      for (String chunk = client.readChunk(); !chunk.isEmpty(); chunk = client.readChunk()) {
        read += chunk.length();
      }
      assertThat(read).isEqualTo(1_000L * 100_001);
    }
  }

  @Test
  void finishesForAClientThatLeft() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(1);
    byte[] line = bytes("x".repeat(100_000));
    Route route =
        stream(lines -> {
          for (int i = 0; i < 1_000; i++) {
            lines.write(line);
          }
          all.countDown();
        });
    try (Server server = Servers.start(route)) {
      try (RawClient client = new RawClient(server.port())) {
        client.head(GET).readHead();
      }
      assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
