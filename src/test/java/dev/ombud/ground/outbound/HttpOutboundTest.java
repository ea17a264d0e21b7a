package dev.ombud.ground.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ombud.ground.outbound.HttpOutbound.Limits;
import dev.ombud.ground.outbound.HttpOutbound.Resolver;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where calls may go, what is sent there, and when it can be said that nothing was.
class HttpOutboundTest {
  static final Limits SHORT = new Limits(Duration.ofSeconds(2), Duration.ofMillis(400));
  static final Limits PATIENT = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30));
  static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  static final String SECRET = "planted-in-a-header-7781";

  @Test
  void sendsARequestAndReadsItsAnswer() throws Exception {
    try (Peer peer =
        new Peer("HTTP/1.1 201 Created\r\nX-A: one\r\nx-a: two\r\nContent-Length: 2\r\n\r\n{}")) {
      Call call =
          Call.of("POST", peer.url("/a/$b?c=%20d"))
              .with("X-Key", "k")
              .with("application/json", "{\"x\":1}".getBytes(StandardCharsets.UTF_8));
      assertThat(send(call, loopback(), null, PATIENT))
          .isInstanceOfSatisfying(
              Reply.Answered.class,
              answered -> {
                assertThat(answered.status()).isEqualTo(201);
                assertThat(answered.header("x-a")).contains("one");
                assertThat(answered.body()).asString().isEqualTo("{}");
              });
      assertThat(peer.request())
          .startsWith("POST /a/$b?c=%20d HTTP/1.1\r\nHost: 127.0.0.1:" + peer.port() + "\r\n")
          .containsIgnoringCase("\r\nConnection: close\r\n")
          .containsIgnoringCase("\r\nContent-Length: 7\r\n")
          .contains("\r\nX-Key: k\r\n")
          .endsWith("\r\n\r\n{\"x\":1}");
    }
  }

  @Test
  void sendsWhatAnAddressHoldsAsBytesOfAscii() throws Exception {
    try (Peer peer = new Peer(EMPTY)) {
      URI address = peer.url("/groß?ort=Köln");
      assertThat(send(Call.of("POST", address), loopback(), null, PATIENT))
          .isInstanceOf(Reply.Answered.class);
      assertThat(peer.request())
          .startsWith("POST /gro%C3%9F?ort=K%C3%B6ln HTTP/1.1\r\n")
          .containsIgnoringCase("\r\nContent-Length: 0\r\n");
    }
  }

  @Test
  void asksForTheRootWithoutABody() throws Exception {
    try (Peer peer = new Peer(EMPTY)) {
      assertThat(send(Call.of("GET", peer.url("")), loopback(), null, PATIENT))
          .isInstanceOf(Reply.Answered.class);
      assertThat(peer.request())
          .startsWith("GET / HTTP/1.1\r\n")
          .doesNotContainIgnoringCase("content-length")
          .doesNotContainIgnoringCase("transfer-encoding");
    }
    try (Peer peer = new Peer("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")) {
      assertThat(send(Call.of("HEAD", peer.url("/")), loopback(), null, PATIENT))
          .as("an answer to HEAD has no body")
          .isInstanceOf(Reply.Answered.class);
    }
  }

  @Test
  void namesALiteralAddressInBrackets() throws Exception {
    try (Peer peer = new Peer(EMPTY)) {
      URI address = URI.create("http://[::1]:" + peer.port() + "/");
      assertThat(send(Call.of("GET", address), loopback(), null, PATIENT))
          .isInstanceOf(Reply.Answered.class);
      assertThat(peer.request()).contains("\r\nHost: [::1]:" + peer.port() + "\r\n");
    }
  }

  @Test
  void saysThatNothingWasSentWhereNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Call call = Call.of("POST", URI.create("http://127.0.0.1:" + port + "/secret"));
    assertThat(unreached(send(call, loopback(), null, PATIENT)))
        .contains("127.0.0.1:" + port, "nobody listens there")
        .doesNotContain("secret");
  }

  /// A server that takes no more connections, as one behind a firewall that drops them.
  @Test
  void waitsForAConnectionNoLongerThanItMay() throws Exception {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        waiting.add(channel);
        channel.configureBlocking(false);
        channel.connect(full.getLocalSocketAddress());
      }
      Limits limits = new Limits(Duration.ofMillis(200), Duration.ofSeconds(30));
      Call call = Call.of("POST", URI.create("http://127.0.0.1:" + full.getLocalPort() + "/"));
      assertThat(unreached(send(call, loopback(), null, limits)))
          .contains("cannot be connected to");
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  @Test
  void givesEachCallerItsOwnAnswer() throws Exception {
    HttpServer echo =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    echo.setExecutor(Thread.ofVirtual()::start);
    echo.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getRequestBody().transferTo(exchange.getResponseBody());
          exchange.close();
        });
    echo.start();
    URI address = URI.create("http://127.0.0.1:" + echo.getAddress().getPort() + "/");
    try (HttpOutbound outside = new HttpOutbound(null, loopback(), PATIENT);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Outbound outbound = outside.to(List.of(Destination.of(address, true)));
      Map<String, java.util.concurrent.Future<Reply>> replies = new HashMap<>();
      for (int i = 0; i < 300; i++) {
        String body = (i + " ").repeat(1 + i * 10);
        Call call =
            Call.of("PUT", address).with("text/plain", body.getBytes(StandardCharsets.UTF_8));
        replies.put(body, callers.submit(() -> outbound.send(call)));
      }
      for (String body : replies.keySet()) {
        assertThat(replies.get(body).get())
            .isInstanceOfSatisfying(
                Reply.Answered.class,
                answered -> assertThat(answered.body()).asString().isEqualTo(body));
      }
    } finally {
      echo.stop(0);
    }
  }

  @Test
  void triesTheNextAddressOfAName() throws Exception {
    try (Peer peer = new Peer(EMPTY)) {
      URI address = URI.create("http://several.example:" + peer.port() + "/");
      Resolver several =
          host ->
              new InetAddress[] {
                InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")
              };
      assertThat(send(Call.of("GET", address), several, null, PATIENT))
          .isInstanceOf(Reply.Answered.class);
    }
  }

  @Test
  void endsWithTheThreadThatWaits() throws Exception {
    try (Peer peer = new Peer(null)) {
      AtomicReference<Reply> reply = new AtomicReference<>();
      AtomicBoolean interrupted = new AtomicBoolean();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                reply.set(send(Call.of("POST", peer.url("/")), loopback(), null, PATIENT));
                interrupted.set(Thread.currentThread().isInterrupted());
              });
      peer.request();
      caller.interrupt();
      caller.join();
      assertThat(reply.get()).as("it may have been done").isInstanceOf(Reply.Unanswered.class);
      assertThat(interrupted).isTrue();
      peer.awaitEnd();
    }
  }

  @Test
  void sendsNothingForAThreadThatIsInterruptedAlready() throws Exception {
    try (Peer peer = new Peer(EMPTY)) {
      Thread.currentThread().interrupt();
      Reply reply = send(Call.of("POST", peer.url("/")), loopback(), null, PATIENT);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(unreached(reply)).contains("before anything was sent");
      assertThat(peer.requests()).isZero();
    }
  }

  /// A handler of the service may run with a context of the server's own Vert.x, on any thread.
  @Test
  void worksFromThreadsOfAnotherVertx() throws Exception {
    Vertx other = Vertx.vertx();
    try (Peer peer = new Peer(EMPTY);
        HttpOutbound outside = new HttpOutbound()) {
      Outbound outbound = outside.to(List.of(new Destination("127.0.0.1", peer.port(), true)));
      Callable<Reply> call = () -> outbound.send(Call.of("GET", peer.url("/")));
      assertThat(other.executeBlocking(call).toCompletionStage().toCompletableFuture().get())
          .isInstanceOf(Reply.Answered.class);
      CompletableFuture<Reply> reply = new CompletableFuture<>();
      VerticleBase verticle =
          new VerticleBase() {
            @Override
            public Future<?> start() throws Exception {
              reply.complete(call.call());
              return Future.succeededFuture();
            }
          };
      other.deployVerticle(
          verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
      assertThat(reply.get()).isInstanceOf(Reply.Answered.class);
    } finally {
      other.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  @Test
  void reachesNobodyOnceItIsClosed() throws Exception {
    try (Peer peer = new Peer(null)) {
      HttpOutbound outside = new HttpOutbound();
      Outbound outbound = outside.to(List.of(new Destination("127.0.0.1", peer.port(), true)));
      CompletableFuture<Reply> under =
          CompletableFuture.supplyAsync(
              () -> outbound.send(Call.of("GET", peer.url("/"))), Thread.ofVirtual()::start);
      peer.request();
      outside.close();
      assertThat(under.get()).isInstanceOf(Reply.Unanswered.class);
      assertThat(outbound.send(Call.of("GET", peer.url("/")))).isInstanceOf(Reply.Unreached.class);
    }
  }

  @Test
  void saysThatAConnectionIsLostWhereTheTransportIsClosedUnderIt() throws Exception {
    try (Peer peer = new Peer(null)) {
      Transport transport = new Transport(null, PATIENT);
      Call call = Call.of("GET", peer.url("/"));
      HttpClientRequest request =
          transport.open(
              call,
              "127.0.0.1",
              new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port()));
      transport.close();
      assertThatThrownBy(() -> transport.ask(request, call))
          .isInstanceOf(IOException.class)
          .hasMessage("the service is stopping");
      assertThatCode(() -> transport.end(request)).doesNotThrowAnyException();
    }
  }

  @Test
  void refusesAHeaderThatWouldBeTwo() {
    Call call = Call.of("GET", URI.create("http://127.0.0.1/"));
    for (String value : List.of(SECRET + "\r\nB: c", SECRET + "\n", SECRET + "\0", SECRET + "ü")) {
      Reply reply = send(call.with("A", value), loopback(), null, SHORT);
      assertThat(unreached(reply)).contains("the header `A`").doesNotContain(SECRET);
    }
    assertThat(unreached(send(call.with("A: b\r\nC", ""), loopback(), null, SHORT)))
        .contains("the header");
  }

  static Resolver loopback() {
    return host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
  }

  static Reply send(Call call, Resolver resolver, @Nullable TrustOptions trust, Limits limits) {
    try (HttpOutbound outside = new HttpOutbound(trust, resolver, limits)) {
      return outside.to(List.of(Destination.of(call.address(), true))).send(call);
    }
  }

  static String unreached(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Unreached.class);
    assertThat(reply.toString()).doesNotContain(SECRET);
    return ((Reply.Unreached) reply).why();
  }
}
