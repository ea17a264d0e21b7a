package dev.ombud.ground.outbound;

import static dev.ombud.ground.outbound.HttpOutboundTest.PATIENT;
import static dev.ombud.ground.outbound.HttpOutboundTest.SECRET;
import static dev.ombud.ground.outbound.HttpOutboundTest.SHORT;
import static dev.ombud.ground.outbound.HttpOutboundTest.send;
import static dev.ombud.ground.outbound.HttpOutboundTest.unreached;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.outbound.HttpOutbound.Resolver;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which addresses a call reaches, and which none ever does.
class HttpAddressTest {
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
    try (HttpOutbound outside = new HttpOutbound(null, resolver, SHORT)) {
      return unreached(
          outside
              .to(List.of(Destination.of(address, inside)))
              .send(Call.of("GET", address).with("Authorization", SECRET)));
    }
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
      assertThat(send(Call.of("GET", address), rebinding, null, PATIENT))
          .isInstanceOf(Reply.Answered.class);
      assertThat(asked).hasValue(1);
      assertThat(peer.request()).contains("\r\nHost: rebound.example:" + peer.port());
    }
  }

  /// Whichever of its addresses is the first.
  @ParameterizedTest
  @ValueSource(
      strings = {"93.184.216.34 10.0.0.7", "10.0.0.7 93.184.216.34", "8.8.8.8 8.8.4.4 ::1"})
  void refusesANameThatLeadsInsideAmongOthers(String literals) {
    URI address = URI.create("https://target.example/");
    Resolver mixed =
        host ->
            Stream.of(literals.split(" ", -1))
                .map(InetAddress::ofLiteral)
                .toArray(InetAddress[]::new);
    try (HttpOutbound outside = new HttpOutbound(null, mixed, SHORT)) {
      assertThat(
              unreached(
                  outside
                      .to(List.of(Destination.of(address, false)))
                      .send(Call.of("GET", address))))
          .contains("is a private address");
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
    try (HttpOutbound outside = new HttpOutbound()) {
      Outbound outbound = outside.to(List.of(new Destination("target.example", 443, true)));
      assertThat(outbound.send(Call.of("GET", URI.create(address))))
          .isInstanceOf(Reply.Unreached.class);
    }
  }
}
