package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.testing.Condition;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RawClient.Answer;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What the server does with clients that send too much, too slowly, or nothing at all. Each test
/// plays such a client on a raw socket.
class LimitsTest {
  private static final int MOST = Request.MAX_BODY_BYTES;

  private final Route length =
      Route.of("POST", "/length", request -> text("" + request.body().length));
  private final Route unread = Route.of("POST", "/unread", request -> text("unread"));

  private static Response text(String text) {
    return Response.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String post(String path, String headers) {
    return "POST " + path + " HTTP/1.1\nHost: x\n" + headers + "\n\n";
  }

  private static void checkLength(RawClient client, int bytes) {
    client.head(post("/length", "Content-Length: " + bytes)).send(new byte[bytes]);
    Answer answer = client.read();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("" + bytes);
  }

  /// A client may have read an answer before the server gives back what it took for it.
  private static void awaitPlace(RawClient client, String request) {
    Condition.await(
        Duration.ofSeconds(10),
        "the place is free again",
        () -> client.head(request).read().status() == 200);
  }

  private static void checkTooLarge(Answer answer) {
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("\"body-too-large\"", "\"limit\":" + MOST);
  }

  @Test
  void takesABodyUpToTheLimit() {
    try (Server server = Servers.start(length);
        RawClient client = new RawClient(server.port())) {
      checkLength(client, 0);
      checkLength(client, 1);
      checkLength(client, MOST);
    }
  }

  @Test
  void refusesALongBodyByItsAnnouncedLength() {
    try (Server server = Servers.start(length);
        RawClient client = new RawClient(server.port())) {
      client.head(post("/length", "Content-Length: " + (MOST + 1)));
      checkTooLarge(client.read());
    }
  }

  @Test
  void answersABodyOfTenMegabytesAndGoesOn() {
    try (Server server = Servers.start(length);
        RawClient client = new RawClient(server.port())) {
      int length = 10 * 1024 * 1024;
      client.head(post("/length", "Content-Length: " + length)).send(new byte[length]);
      checkTooLarge(client.read());
      checkLength(client, 5);
    }
  }

  @Test
  void refusesALongBodyInChunksWhenItPassesTheLimit() {
    try (Server server = Servers.start(length);
        RawClient client = new RawClient(server.port())) {
      client.head(post("/length", "Transfer-Encoding: chunked"));
      for (int i = 0; i < 40; i++) {
        client.chunk("x".repeat(64 * 1024));
      }
      client.chunk("");
      checkTooLarge(client.read());
      checkLength(client, 5);
    }
  }

  @Test
  void endsABodyThatNobodyWants() {
    try (Server server = Servers.start(unread);
        RawClient client = new RawClient(server.port())) {
      client.head(post("/unread", "Content-Length: 1000000000"));
      checkTooLarge(client.read());
      byte[] piece = new byte[1024 * 1024];
      assertThat(sendUntilRefused(client, piece, 900)).isBetween(15, 200);
    }
  }

  @Test
  void answersWithoutTheBodyThatARouteDoesNotTake() {
    Route bare = unread.taking(new Route.Body.None());
    try (Server server = Servers.start(bare);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.head(post("/unread", "Content-Length: 9999999")).read().body())
          .isEqualTo("unread");
    }
  }

  private static int sendUntilRefused(RawClient client, byte[] piece, int most) {
    for (int i = 0; i < most; i++) {
      try {
        client.send(piece);
      } catch (UncheckedIOException e) {
        return i;
      }
    }
    return most;
  }

  @Test
  void letsAClientWaitBeforeItSendsItsBody() {
    try (Server server = Servers.start(length);
        RawClient client = new RawClient(server.port())) {
      client.head(post("/length", "Content-Length: 3\nExpect: 100-continue"));
      assertThat(client.readHead().status()).isEqualTo(100);
      assertThat(client.send("abc").read().body()).isEqualTo("3");
    }
  }

  @Test
  void closesWhereItIsUnknownWhetherABodyFollows() {
    try (Server server = Servers.start(length);
        RawClient client = new RawClient(server.port())) {
      client.head(post("/length", "Content-Length: 9999999\nExpect: 100-continue"));
      Answer answer = client.read();
      checkTooLarge(answer);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void endsASlowBody() {
    try (Server server = Servers.start(Servers.body(Duration.ofMillis(300)), length);
        RawClient client = new RawClient(server.port())) {
      client.head(post("/length", "Content-Length: 10")).send("abc");
      Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.body()).contains("\"request-timeout\"");
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void endsAnswersThatNobodyReads() {
    Route large = Route.of("GET", "/large", request -> text("x".repeat(64 << 10)));
    String get = "GET /large HTTP/1.1\nHost: x\n\n";
    ServerConfig.Limits usual = ServerConfig.Limits.DEFAULT;
    ServerConfig.Limits limits =
        new ServerConfig.Limits(
            1, usual.connections(), Duration.ofSeconds(3), usual.idle(), usual.stop());
    try (Server server = Servers.start(limits, large);
        RawClient deaf = new RawClient(server.port());
        RawClient other = new RawClient(server.port())) {
      // Whoever asks takes the place too, and what the deaf one asks meanwhile is refused in a few
      // bytes: so it asks again until its line is full, and the place stays taken.
      AtomicInteger inARow = new AtomicInteger();
      Condition.await(
          Duration.ofSeconds(10),
          "what was not read keeps the place",
          () -> {
            if (other.head(get).read().status() == 200) {
              inARow.set(0);
              deaf.head(get.repeat(20));
            }
            return inARow.getAndIncrement() == 10;
          });
      awaitPlace(other, get);
      deaf.patient(10_000);
      assertThatThrownBy(
              () -> {
                while (true) {
                  deaf.read();
                }
              })
          .matches(end -> !(end.getCause() instanceof SocketTimeoutException), "ended, not silent");
    }
  }

  @Test
  void endsLinesThatStopComing() {
    Route count =
        Route.of(
                "POST",
                "/count",
                request -> {
                  LineReader reader = request.lines();
                  while (reader.next().isPresent()) {
                    assertThat(reader.number()).isEqualTo(1);
                  }
                  return text("all");
                })
            .taking(new Route.Body.Lines());
    try (Server server = Servers.start(Servers.body(Duration.ofMillis(300)), count);
        RawClient client = new RawClient(server.port())) {
      client.head(post("/count", "Transfer-Encoding: chunked")).chunk("one\ntw");
      assertThat(client.read().status()).isEqualTo(408);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void endsAHeadThatComesByteByByte() {
    try (Server server = Servers.start(Servers.idle(Duration.ofMillis(400)), length);
        RawClient client = new RawClient(server.port())) {
      client.head("GET /length HTTP/1.1\nX: ");
      int sent = 0;
      while (sent < 400 && !client.isClosedWithin(20)) {
        sent += sendUntilRefused(client, new byte[] {'a'}, 1);
      }
      assertThat(sent).as("bytes of a head sent 20 ms apart").isBetween(10, 100);
    }
  }

  @Test
  void closesIdleConnectionsAndServesOthersMeanwhile() {
    List<RawClient> idle = new ArrayList<>();
    try (Server server = Servers.start(Servers.idle(Duration.ofSeconds(5)), length)) {
      for (int i = 0; i < 2_000; i++) {
        idle.add(new RawClient(server.port()));
      }
      try (RawClient client = new RawClient(server.port())) {
        checkLength(client, 100);
      }
      assertThat(idle).allMatch(RawClient::isClosedByServer);
    } finally {
      idle.forEach(RawClient::close);
    }
  }

  @Test
  void takesNoMoreConnectionsThanTheLimit() {
    try (Server server = Servers.start(Servers.connections(2), length);
        RawClient first = new RawClient(server.port());
        RawClient second = new RawClient(server.port())) {
      checkLength(first, 1);
      checkLength(second, 1);
      try (RawClient third = new RawClient(server.port())) {
        assertThat(third.isClosedByServer()).isTrue();
      }
      checkLength(first, 1);
    }
  }

  @Test
  void runsNoMoreRequestsThanTheLimitAndStillAnswersProbes() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Route slow =
        Route.of(
            "GET",
            "/slow",
            request -> {
              entered.countDown();
              leave.await();
              return text("done");
            });
    Route live = Route.vital("/live", request -> text("up"));
    try (Server server = Servers.start(Servers.running(1), slow, live);
        RawClient first = new RawClient(server.port());
        RawClient second = new RawClient(server.port())) {
      String get = "GET /slow HTTP/1.1\nHost: x\n\n";
      first.head(get);
      entered.await();
      Answer refused = second.head(get).read();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("\"overloaded\"");
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(second.head("GET /live HTTP/1.1\nHost: x\n\n").read().body()).isEqualTo("up");
      leave.countDown();
      assertThat(first.read().body()).isEqualTo("done");
      awaitPlace(second, get);
    }
  }

  @Test
  void holdsNoMoreBodiesOfOneAddressThanFitInItsMemory() throws InterruptedException {
    int fit = (int) (Work.READING.bodyBytes() / 2 / MOST);
    CountDownLatch entered = new CountDownLatch(fit);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicInteger held = new AtomicInteger();
    Route hold =
        Route.of(
            "POST",
            "/hold",
            request -> {
              held.addAndGet(request.body().length / MOST);
              entered.countDown();
              leave.await();
              return text("done");
            });
    List<RawClient> clients = new ArrayList<>();
    try (Server server = Servers.start(hold)) {
      for (int i = 0; i < fit; i++) {
        RawClient client = new RawClient(server.port());
        clients.add(client);
        client.head(post("/hold", "Content-Length: " + MOST)).send(new byte[MOST]);
      }
      entered.await();
      try (RawClient more = new RawClient(server.port())) {
        more.head(post("/hold", "Content-Length: " + MOST)).send(new byte[MOST]);
        Answer refused = more.read();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("too many large bodies");
        leave.countDown();
        assertThat(clients).allMatch(client -> client.read().status() == 200);
        Condition.await(
            Duration.ofSeconds(10),
            "the memory is free again",
            () ->
                more.head(post("/hold", "Content-Length: " + MOST))
                        .send(new byte[MOST])
                        .read()
                        .status()
                    == 200);
      }
      assertThat(held).hasValue(fit + 1);
    } finally {
      clients.forEach(RawClient::close);
    }
  }
}
