package dev.ombud.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.outbound.HttpOutbound.Limits;
import dev.ombud.outbound.HttpOutbound.Resolver;
import dev.ombud.testing.SelfSigned;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where calls may go, and what is made of what comes back. The other side is a plain socket that
/// says exactly what a test wants, word for word, so that broken answers are as easy as good ones.
class HttpOutboundTest {
  private static final Limits SHORT = new Limits(Duration.ofSeconds(2), Duration.ofMillis(400));
  private static final String SECRET = "planted-in-a-header-7781";

  @Test
  void sendsARequestAndReadsItsAnswer() throws Exception {
    try (Peer peer =
        new Peer("HTTP/1.1 201 Created\r\nX-A: one\r\nx-a: two\r\nContent-Length: 2\r\n\r\n{}")) {
      Reply reply =
          inside(peer)
              .send(
                  Call.of("POST", URI.create(peer.url() + "/a/$b?c=%20d"))
                      .with("X-Key", "k")
                      .with("application/json", "{\"x\":1}".getBytes(StandardCharsets.UTF_8)));
      assertThat(reply)
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde",
        "HTTP/1.0 200 OK\r\n\r\nabcde",
        "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nabcdefgh"
      })
  void readsBodiesOfEveryFraming(String answer) throws Exception {
    try (Peer peer = new Peer(answer)) {
      assertThat(get(peer))
          .isInstanceOfSatisfying(
              Reply.Answered.class,
              answered -> assertThat(answered.body()).asString().isEqualTo("abcde"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"a\":",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"
      })
  void doesNotKnowWhatACutOffOrBrokenAnswerMeans(String answer) throws Exception {
    try (Peer peer = new Peer(answer)) {
      assertThat(get(peer)).isInstanceOf(Reply.Unanswered.class);
    }
  }

  @Test
  void readsOneMebibyteAndNoMore() throws Exception {
    String body = "x".repeat((1 << 20) + 5000);
    try (Peer peer = new Peer("HTTP/1.1 200 OK\r\n\r\n" + body)) {
      assertThat(get(peer))
          .isInstanceOfSatisfying(
              Reply.Answered.class, answered -> assertThat(answered.body()).hasSize(1 << 20));
    }
  }

  @Test
  void refusesAHeadWithoutEnd() throws Exception {
    try (Peer peer = new Peer("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(20_000))) {
      assertThat(get(peer)).isInstanceOf(Reply.Unanswered.class);
    }
  }

  @Test
  void givesUpOnSilenceAndSaysThatItWasSent() throws Exception {
    try (Peer peer = new Peer(null)) {
      assertThat(get(peer))
          .isInstanceOfSatisfying(
              Reply.Unanswered.class,
              unanswered -> {
                assertThat(unanswered.after()).isGreaterThan(Duration.ofMillis(300));
                assertThat(unanswered.why()).contains("127.0.0.1").doesNotContain("/secret-path");
              });
    }
  }

  @Test
  void doesNotFollowARedirect() throws Exception {
    String away =
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    try (Peer peer = new Peer(away)) {
      assertThat(get(peer))
          .isInstanceOfSatisfying(
              Reply.Answered.class, answered -> assertThat(answered.status()).isEqualTo(302));
    }
  }

  @Test
  void saysThatNothingWasSentWhereNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    URI address = URI.create("http://127.0.0.1:" + port);
    try (HttpOutbound outbound = new HttpOutbound(List.of(Destination.of(address, true)))) {
      assertThat(outbound.send(Call.of("POST", address))).isInstanceOf(Reply.Unreached.class);
    }
  }

  /// The name of a target that leads inside, by which an attacker would have us call.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "::1",
        "fc00::1",
        "fd12:3456::1",
        "::ffff:10.0.0.1"
      })
  void refusesAPrivateAddressThatIsNotConfiguredAsInside(String literal) throws Exception {
    assertThat(why(literal, false)).contains("is a private address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254", "169.254.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "192.0.0.192", "198.18.0.1", "fe80::1", "ff02::1", "::", "fd00:ec2::254",
        "64:ff9b::a9fe:a9fe", "2002:a00:1::1", "2001:0:a00:1::1", "192.0.2.1", "203.0.113.9"
      })
  void neverCallsAnAddressOfNobody(String literal) throws Exception {
    assertThat(why(literal, true)).contains("link-local, multicast or reserved");
  }

  @Test
  void refusesPlainHttpBeyondLoopback() throws Exception {
    assertThat(why("10.1.2.3", true)).contains("without TLS");
    assertThat(why("93.184.216.34", false)).contains("without TLS");
  }

  private static String why(String literal, boolean inside) {
    URI address = URI.create("http://target.example/");
    Resolver resolver = host -> new InetAddress[] {InetAddress.ofLiteral(literal)};
    try (HttpOutbound outbound =
        new HttpOutbound(List.of(Destination.of(address, inside)), null, resolver, SHORT)) {
      Reply reply = outbound.send(Call.of("GET", address).with("Authorization", SECRET));
      assertThat(reply).isInstanceOf(Reply.Unreached.class);
      assertThat(reply.toString()).doesNotContain(SECRET);
      return ((Reply.Unreached) reply).why();
    }
  }

  private static TrustOptions trust(SelfSigned signed) {
    return new PemTrustOptions().addCertPath(signed.certificate().toString());
  }

  /// The second answer of the name server is another one: it must never be asked for.
  @Test
  void connectsToTheAddressThatItChecked() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Peer peer = new Peer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      URI address = URI.create("http://rebound.example:" + peer.port() + "/");
      Resolver rebinding =
          host ->
              new InetAddress[] {
                InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "127.0.0.1" : "10.9.9.9")
              };
      try (HttpOutbound outbound =
          new HttpOutbound(List.of(Destination.of(address, true)), null, rebinding, SHORT)) {
        assertThat(outbound.send(Call.of("GET", address))).isInstanceOf(Reply.Answered.class);
      }
      assertThat(asked).hasValue(1);
      assertThat(peer.request()).contains("\r\nHost: rebound.example:" + peer.port());
    }
  }

  @Test
  void refusesANameThatLeadsInsideAmongOthers() {
    URI address = URI.create("https://target.example/");
    Resolver mixed =
        host ->
            new InetAddress[] {
              InetAddress.ofLiteral("93.184.216.34"), InetAddress.getByName("10.0.0.7")
            };
    try (HttpOutbound outbound =
        new HttpOutbound(List.of(Destination.of(address, false)), null, mixed, SHORT)) {
      assertThat(outbound.send(Call.of("GET", address)))
          .isInstanceOfSatisfying(
              Reply.Unreached.class,
              unreached -> assertThat(unreached.why()).contains("is a private address"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://elsewhere.example/",
        "https://target.example:8443/",
        "http://target.example/",
        "file:///etc/passwd",
        "https://target.example.evil.example/",
        "https://user:pw@target.example/",
        "https://elsewhere.example@target.example.evil/"
      })
  void callsNothingThatIsNotConfigured(String address) {
    try (HttpOutbound outbound =
        new HttpOutbound(List.of(new Destination("target.example", 443, true)))) {
      assertThat(outbound.send(Call.of("GET", URI.create(address))))
          .isInstanceOf(Reply.Unreached.class);
    }
  }

  @Test
  void refusesAHeaderThatWouldBeTwo() {
    try (HttpOutbound outbound =
        new HttpOutbound(List.of(new Destination("127.0.0.1", 80, true)))) {
      Reply reply =
          outbound.send(
              Call.of("GET", URI.create("http://127.0.0.1/")).with("A", SECRET + "\r\nB: c"));
      assertThat(reply).isInstanceOf(Reply.Unreached.class);
      assertThat(reply.toString()).doesNotContain(SECRET);
    }
  }

  @Test
  void speaksTlsAndSaysWhenTheCertificateIsNotTrusted(@TempDir Path folder) throws Exception {
    SelfSigned signed = SelfSigned.in(folder);
    try (Peer peer = new Peer(server(signed), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      URI address = URI.create("https://localhost:" + peer.port() + "/");
      List<Destination> allowed = List.of(Destination.of(address, true));
      Resolver loopback = host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
      Limits limits = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(10));
      try (HttpOutbound trusting = new HttpOutbound(allowed, trust(signed), loopback, limits)) {
        assertThat(trusting.send(Call.of("GET", address))).isInstanceOf(Reply.Answered.class);
      }
    }
    try (Peer peer = new Peer(server(signed), "")) {
      URI address = URI.create("https://localhost:" + peer.port() + "/");
      try (HttpOutbound strict = new HttpOutbound(List.of(Destination.of(address, true)))) {
        assertThat(strict.send(Call.of("GET", address))).isInstanceOf(Reply.Unreached.class);
      }
    }
    try (Peer peer = new Peer(server(signed), "")) {
      URI address = URI.create("https://other.example:" + peer.port() + "/");
      Resolver loopback = host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
      try (HttpOutbound other =
          new HttpOutbound(
              List.of(Destination.of(address, true)), trust(signed), loopback, SHORT)) {
        assertThat(other.send(Call.of("GET", address)))
            .as("a certificate of another name")
            .isInstanceOf(Reply.Unreached.class);
      }
    }
  }

  private static SSLContext server(SelfSigned signed) throws Exception {
    byte[] key =
        Base64.getMimeDecoder()
            .decode(Files.readString(signed.key()).replaceAll("-----[A-Z ]+-----", ""));
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(Files.newInputStream(signed.certificate()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "k",
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
        new char[0],
        new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static HttpOutbound inside(Peer peer) {
    return new HttpOutbound(
        List.of(new Destination("127.0.0.1", peer.port(), true)),
        null,
        InetAddress::getAllByName,
        SHORT);
  }

  private static Reply get(Peer peer) {
    try (HttpOutbound outbound = inside(peer)) {
      return outbound.send(
          Call.of("GET", URI.create(peer.url() + "/secret-path")).with("Authorization", SECRET));
    }
  }
}
