package dev.ombud.ground.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.outbound.HttpOutbound.Limits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is made of what comes back. The other side is a plain socket that says exactly what a test
/// wants, word for word, so that broken answers are as easy as good ones.
class HttpAnswerTest {
  private static final Limits SHORT = new Limits(Duration.ofSeconds(2), Duration.ofMillis(400));
  private static final Limits PATIENT = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30));
  private static final String SECRET = "planted-in-a-header-7781";
  private static final int MEBIBYTE = 1 << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde",
        "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde",
        "HTTP/1.0 200 OK\r\n\r\nabcde",
        "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nabcdefgh",
        // As the library reads it: a header without a value.
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\nabcde"
      })
  void readsBodiesOfEveryFraming(String answer) throws Exception {
    assertThat(answered(answer).body()).asString().isEqualTo("abcde");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nabcde",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno"
      })
  void doesNotKnowWhatAnAnswerMeansThatIsCutOffAnywhere(String answer) throws Exception {
    for (int length = 0; length < answer.length(); length++) {
      assertThat(get(answer.substring(0, length), Peer.End.HANGS_UP, PATIENT))
          .as("%d bytes of %s", length, answer)
          .isInstanceOf(Reply.Unanswered.class);
    }
    assertThat(answered(answer).status()).isGreaterThanOrEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nabcde",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
        "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "\u0016\u0003\u0001\u0000\u0002ab"
      })
  void doesNotKnowWhatABrokenAnswerMeans(String answer) throws Exception {
    assertThat(get(answer, Peer.End.HANGS_UP, PATIENT))
        .isInstanceOfSatisfying(
            Reply.Unanswered.class,
            unanswered -> assertThat(unanswered.why()).doesNotContain("SSH", SECRET));
  }

  @Test
  void doesNotKnowWhatAConnectionMeansThatIsReset() throws Exception {
    assertThat(get("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", Peer.End.RESETS, PATIENT))
        .isInstanceOf(Reply.Unanswered.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 1053576\r\n", "Transfer-Encoding: chunked\r\n"})
  void readsOneMebibyteAndNoMore(String framing) throws Exception {
    String body = "x".repeat(MEBIBYTE + 5000);
    String framed = framing.startsWith("T") ? "101388\r\n" + body + "\r\n0\r\n\r\n" : body;
    assertThat(answered("HTTP/1.1 200 OK\r\n" + framing + "\r\n" + framed).body())
        .hasSize(MEBIBYTE);
  }

  /// What is beyond the limit is not waited for.
  @Test
  void readsOneMebibyteOfWhatNeverEnds() throws Exception {
    String endless =
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + "x".repeat(MEBIBYTE);
    assertThat(get(endless, Peer.End.KEEPS_THE_CONNECTION, PATIENT))
        .isInstanceOfSatisfying(
            Reply.Answered.class, answered -> assertThat(answered.body()).hasSize(MEBIBYTE));
  }

  @Test
  void refusesAHeadThatIsTooLong() throws Exception {
    for (String head :
        List.of(
            "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(20_000),
            "HTTP/1.1 200 OK\r\nA: " + "b".repeat(70_000) + "\r\n\r\n",
            "HTTP/1.1 200 " + "O".repeat(70_000) + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + "x".repeat(70_000))) {
      assertThat(get(head, Peer.End.HANGS_UP, PATIENT)).isInstanceOf(Reply.Unanswered.class);
    }
    String large = "b".repeat(60_000);
    assertThat(
            answered("HTTP/1.1 200 OK\r\nA: " + large + "\r\nContent-Length: 0\r\n\r\n")
                .header("a"))
        .contains(large);
  }

  @Test
  void givesUpOnSilenceAndSaysThatItWasSent() throws Exception {
    assertThat(get(null, Peer.End.HANGS_UP, SHORT))
        .isInstanceOfSatisfying(
            Reply.Unanswered.class,
            unanswered -> {
              assertThat(unanswered.after()).isGreaterThan(Duration.ofMillis(300));
              assertThat(unanswered.why())
                  .contains("127.0.0.1", "it took too long")
                  .doesNotContain("/secret-path", SECRET);
            });
  }

  /// Each byte comes soon, and the last one never: the time is that of the whole answer.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde",
        "HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
      })
  void waitsForNoAnswerThatDrips(String answer) throws Exception {
    Limits limits = new Limits(Duration.ofSeconds(2), Duration.ofMillis(300));
    assertThat(get(answer + "x".repeat(1000), Peer.End.DRIPS, limits))
        .isInstanceOfSatisfying(
            Reply.Unanswered.class,
            unanswered -> assertThat(unanswered.after()).isLessThan(Duration.ofSeconds(10)));
  }

  @Test
  void endsARequestThatNobodyReads() throws Exception {
    try (Peer peer = new Peer(null, Peer.End.IS_DEAF);
        // Its close waits for the end of every connection.
        HttpOutbound outside = new HttpOutbound(null, InetAddress::getAllByName, SHORT)) {
      Outbound outbound = outside.to(List.of(new Destination("127.0.0.1", peer.port(), true)));
      assertThat(
              outbound.send(
                  Call.of("POST", peer.url("/")).with("text/plain", new byte[32 * MEBIBYTE])))
          .isInstanceOf(Reply.Unanswered.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void doesNotFollowARedirect(int status) throws Exception {
    String away =
        "HTTP/1.1 %d Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
            .formatted(status);
    assertThat(answered(away).status()).isEqualTo(status);
  }

  @Test
  void unpacksNothing() throws Exception {
    String zipped = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc";
    try (Peer peer = new Peer(zipped)) {
      assertThat(get(peer, PATIENT))
          .isInstanceOfSatisfying(
              Reply.Answered.class,
              answered -> assertThat(answered.body()).asString().isEqualTo("abc"));
      assertThat(peer.request()).doesNotContainIgnoringCase("accept-encoding");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KEEPS_THE_CONNECTION", "HANGS_UP"})
  void neverUsesAConnectionTwice(Peer.End end) throws Exception {
    String kept =
        "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\nContent-Length: 2\r\n\r\n{}";
    try (Peer peer = new Peer(kept, end);
        HttpOutbound outside = new HttpOutbound(null, InetAddress::getAllByName, PATIENT)) {
      Outbound outbound = outside.to(List.of(new Destination("127.0.0.1", peer.port(), true)));
      for (int i = 0; i < 5; i++) {
        // Each connection brings one request: the other side reads no second one.
        assertThat(outbound.send(Call.of("GET", peer.url("/" + i))))
            .isInstanceOf(Reply.Answered.class);
        peer.awaitEnd();
        assertThat(peer.request()).contains("GET /" + i).containsIgnoringCase("connection: close");
      }
    }
  }

  private static Reply.Answered answered(String answer) throws Exception {
    return (Reply.Answered) get(answer, Peer.End.HANGS_UP, PATIENT);
  }

  private static Reply get(@Nullable String answer, Peer.End end, Limits limits) throws Exception {
    try (Peer peer = new Peer(answer, end)) {
      return get(peer, limits);
    }
  }

  private static Reply get(Peer peer, Limits limits) {
    try (HttpOutbound outside = new HttpOutbound(null, InetAddress::getAllByName, limits)) {
      return outside
          .to(List.of(new Destination("127.0.0.1", peer.port(), true)))
          .send(Call.of("GET", peer.url("/secret-path")).with("Authorization", SECRET));
    }
  }
}
