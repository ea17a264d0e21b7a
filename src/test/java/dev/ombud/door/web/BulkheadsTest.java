package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.Sha256;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RawClient.Answer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nobody's requests, and no class of work, stop those of others. Each test plays an attacker and a
/// caller who is answered all the same.
class BulkheadsTest {
  private static final String CALLER = "Authorization: Bearer pipeline\n";

  private final Access access =
      new Access(
          digest ->
              Stream.of("pipeline", "other")
                  .filter(name -> java.util.Arrays.equals(Sha256.of(name), digest))
                  .map(name -> new Caller(name, Set.of(Role.CALLER)))
                  .findFirst()
                  .or(Optional::empty),
          100_000);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private final List<RawClient> attackers = new ArrayList<>();
  private Server server = Servers.start();

  private static Response text(String text) {
    return Response.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void start() {
    server.close();
    server =
        Servers.start(
            Route.of("POST", "/sign-in", request -> text("signed in"))
                .in(Work.OPEN)
                .taking(new Route.Body.Whole(64 << 10)),
            Route.of("POST", "/decisions", request -> text("decided by " + request.caller().name()))
                .in(Work.DECISIONS)
                .guarded(Route.Turn.GATE, access.gate(EnumSet.of(Role.CALLER))),
            Route.of(
                    "GET",
                    "/watch",
                    request -> {
                      leave.await();
                      return text("over");
                    })
                .in(Work.WATCHING)
                .guarded(Route.Turn.GATE, access.gate(EnumSet.of(Role.CALLER))),
            Route.of(
                    "GET",
                    "/heavy",
                    request -> {
                      leave.await();
                      return text("done");
                    })
                .in(Work.HEAVY),
            Route.of("GET", "/read", request -> text("read")),
            Route.of("GET", "/large", request -> text("x".repeat(1 << 20))).in(Work.OPEN),
            Route.of(
                    "GET",
                    "/wait",
                    request -> {
                      try {
                        begun.countDown();
                        request.pause(Duration.ofHours(1));
                      } catch (ClientGoneException e) {
                        leave.countDown();
                      }
                      return text("over");
                    })
                .in(Work.HEAVY),
            Route.vital(
                "/ready",
                request -> {
                  leave.await();
                  return text("ready");
                }),
            Route.vital("/live", request -> text("up")).in(Work.PULSE));
  }

  @AfterEach
  void stop() {
    leave.countDown();
    attackers.forEach(RawClient::close);
    server.close();
  }

  private RawClient attacker() {
    RawClient client = new RawClient(server.port());
    attackers.add(client);
    return client;
  }

  private Answer ask(String line, String headers) {
    try (RawClient client = new RawClient(server.port())) {
      return client.head(line + " HTTP/1.1\nHost: x\n" + headers + "\n").read();
    }
  }

  private void checkOthersAreServed() {
    assertThat(ask("POST /decisions", CALLER + "Content-Length: 0\n").body())
        .isEqualTo("decided by pipeline");
    assertThat(ask("GET /read", "").body()).isEqualTo("read");
    assertThat(ask("GET /live", "").body()).isEqualTo("up");
  }

  @Test
  void halfSentSignInsOfAStrangerStopNobodyElse() {
    for (int i = 0; i < 2_100; i++) {
      attacker().head("POST /sign-in HTTP/1.1\nHost: x\nContent-Length: 50\n\n").send("token=");
    }
    checkOthersAreServed();
    // All but the share of one address were told so at once.
    Answer answer = attackers.getLast().read();
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.body()).contains("\"rate-limited\"", "which is all that one may have");
  }

  @Test
  void halfSentBodiesOfOneCallerStopNoOtherCaller() {
    int most = Work.DECISIONS.share();
    for (int i = 0; i < most; i++) {
      attacker()
          .head(
              "POST /decisions HTTP/1.1\nHost: x\nAuthorization: Bearer other\nContent-Length: 50\n\n")
          .send("{");
    }
    Answer refused = ask("POST /decisions", "Authorization: Bearer other\nContent-Length: 0\n");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("retry-after")).isEqualTo("1");
    checkOthersAreServed();
  }

  @Test
  void bodiesOfUnknownLengthHoldNoMoreMemoryThanTheirClassHas() {
    for (int i = 0; i < 40; i++) {
      attacker()
          .head(
              "POST /decisions HTTP/1.1\nHost: x\nAuthorization: Bearer other\nTransfer-Encoding: chunked\n\n")
          .chunk("{");
    }
    Answer refused = attackers.getLast().read();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body()).contains("too many large bodies");
    checkOthersAreServed();
  }

  @Test
  void twoThousandStreamsOfOnePersonStopNobody() {
    for (int i = 0; i < 2_000; i++) {
      attacker().head("GET /watch HTTP/1.1\nHost: x\n" + CALLER + "\n");
    }
    assertThat(attackers.getLast().read().status()).isEqualTo(429);
    checkOthersAreServed();
  }

  @Test
  void probesThatWaitKeepNobodyFromSeeingThatItLives() {
    for (int i = 0; i < 100; i++) {
      attacker().head("GET /ready HTTP/1.1\nHost: x\n\n");
    }
    assertThat(attackers.getLast().read().status()).isEqualTo(429);
    checkOthersAreServed();
  }

  @Test
  void whoLeavesWaitsNoLonger() throws InterruptedException {
    RawClient client = attacker().head("GET /wait HTTP/1.1\nHost: x\n\n");
    begun.await();
    client.close();
    leave.await();
  }

  @Test
  void heavyWorkHasItsOwnPlaces() {
    for (int i = 0; i < 100; i++) {
      attacker().head("GET /heavy HTTP/1.1\nHost: x\n\n");
    }
    assertThat(attackers.getLast().read().status()).isIn(429, 503);
    checkOthersAreServed();
  }

  @Test
  void answersThatNobodyReadsHoldNoMoreMemoryThanTheirClassHas() {
    for (int i = 0; i < 20; i++) {
      attacker().head("GET /large HTTP/1.1\nHost: x\n\n".repeat(20));
    }
    Condition.await(
        Duration.ofSeconds(20),
        "one has lost its connection",
        () -> attackers.stream().anyMatch(BulkheadsTest::isCutOff));
    checkOthersAreServed();
  }

  private static boolean isCutOff(RawClient client) {
    try {
      client.send("\r\n");
      return false;
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  @Test
  void nothingIsTakenForARequestThatIsOver() {
    Bulkheads bulkheads = new Bulkheads(10);
    Bulkheads.Place gone = bulkheads.enter(Work.OPEN);
    gone.close();
    gone.belongTo("somebody", 1);
    gone.hold(Work.OPEN.bodyBytes());
    Bulkheads.Place next = bulkheads.enter(Work.OPEN);
    next.belongTo("somebody", 1);
    next.hold(1);
    assertThat(bulkheads.enter(Work.OPEN).holdMore(Work.OPEN.bodyBytes() / 2)).isTrue();
  }

  @Test
  void aPlaceIsFreeAgainWhenTheClientIsGone() {
    for (int i = 0; i < Work.OPEN.share(); i++) {
      attacker().head("POST /sign-in HTTP/1.1\nHost: x\nContent-Length: 50\n\n").send("token=");
    }
    assertThat(ask("POST /sign-in", "Content-Length: 0\n").status()).isEqualTo(429);
    attackers.forEach(RawClient::close);
    assertThat(
            Stream.generate(() -> ask("POST /sign-in", "Content-Length: 0\n").status())
                .limit(1_000))
        .contains(200);
  }

  @Test
  void twoLengthsOfOneBodyAreRefusedAndTheConnectionEnds() {
    for (String lengths :
        List.of(
            "Content-Length: 5\nTransfer-Encoding: chunked\n",
            "Transfer-Encoding: chunked\nContent-Length: 5\n",
            "Content-Length: 5\nContent-Length: 6\n",
            "Content-Length: 5, 6\n",
            "Content-Length: +5\n",
            "Content-Length: -5\n",
            "Transfer-Encoding: chunked, identity\n",
            "Transfer-Encoding: chunked\nTransfer-Encoding: chunked\n",
            "Transfer-Encoding: xchunked\n")) {
      try (RawClient client = new RawClient(server.port())) {
        client
            .head("POST /sign-in HTTP/1.1\nHost: x\n" + lengths + "\n")
            .send("0\r\n\r\nGET /read HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.read().status()).as(lengths).isEqualTo(400);
        assertThat(client.isClosedByServer()).as(lengths).isTrue();
      }
    }
  }
}
