package dev.ombud.ground.outbound;

import static dev.ombud.ground.outbound.HttpOutboundTest.EMPTY;
import static dev.ombud.ground.outbound.HttpOutboundTest.PATIENT;
import static dev.ombud.ground.outbound.HttpOutboundTest.SECRET;
import static dev.ombud.ground.outbound.HttpOutboundTest.SHORT;
import static dev.ombud.ground.outbound.HttpOutboundTest.loopback;
import static dev.ombud.ground.outbound.HttpOutboundTest.send;
import static dev.ombud.ground.outbound.HttpOutboundTest.unreached;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.SelfSigned;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom a call believes to be the one that it was meant for, and that nothing is said before.
class HttpTlsTest {
  @Test
  void speaksTlsAndSaysWhenTheCertificateIsNotTrusted(@TempDir Path folder) throws Exception {
    SelfSigned signed = SelfSigned.in(folder);
    try (Peer peer = new Peer(server(signed), EMPTY)) {
      Call call = Call.of("GET", URI.create("https://localhost:" + peer.port() + "/"));
      assertThat(send(call, loopback(), trust(signed), PATIENT)).isInstanceOf(Reply.Answered.class);
    }
    try (Peer peer = new Peer(server(signed), "")) {
      Call call = Call.of("GET", URI.create("https://localhost:" + peer.port() + "/"));
      assertThat(unreached(send(call, loopback(), null, PATIENT)))
          .contains("its certificate is not trusted");
      assertThat(peer.requests()).isZero();
    }
  }

  @Test
  void indicatesTheNameAndTakesACertificateOfNoOther(@TempDir Path folder) throws Exception {
    SelfSigned signed = SelfSigned.in(folder);
    try (Peer peer = new Peer(server(signed), EMPTY)) {
      for (String host : List.of("other.example", "localhost.example", "127.0.0.2")) {
        Call call = Call.of("GET", URI.create("https://" + host + ":" + peer.port() + "/"));
        assertThat(unreached(send(call, loopback(), trust(signed), PATIENT)))
            .as(host)
            .contains("is one of another name");
      }
      assertThat(peer.names()).containsExactly("other.example", "localhost.example");
      assertThat(peer.requests()).isZero();
    }
  }

  @Test
  void sendsNothingWhereNoTlsIsSpoken() throws Exception {
    for (String said : List.of(EMPTY, "", "SSH-2.0-x\r\n")) {
      try (Peer peer = new Peer(said)) {
        Call call = Call.of("GET", URI.create("https://localhost:" + peer.port() + "/" + SECRET));
        assertThat(unreached(send(call, loopback(), null, PATIENT)))
            .contains("no TLS could be agreed upon");
        assertThat(peer.request()).as("the beginning of TLS").doesNotContain(SECRET);
      }
    }
    try (Peer peer = new Peer(null)) {
      Call call = Call.of("GET", URI.create("https://localhost:" + peer.port() + "/"));
      assertThat(unreached(send(call, loopback(), null, SHORT))).contains("cannot be connected to");
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

  private static TrustOptions trust(SelfSigned signed) {
    return new PemTrustOptions().addCertPath(signed.certificate().toString());
  }
}
