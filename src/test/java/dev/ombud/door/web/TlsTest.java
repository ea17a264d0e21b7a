package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.testing.RawClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// HTTPS with a certificate that the JDK's own tool makes for the test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final char[] PASSWORD = "for-the-test".toCharArray();

  private Path folder = Path.of("");
  private KeyStore store;
  private ServerConfig.Tls tls;

  @BeforeAll
  void makeCertificate(@TempDir Path empty)
      throws IOException, InterruptedException, GeneralSecurityException {
    folder = empty;
    Path file = folder.resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "ombud",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            new String(PASSWORD),
            "-validity",
            "2");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    store = KeyStore.getInstance(file.toFile(), PASSWORD);
    Key key = store.getKey("ombud", PASSWORD);
    Certificate certificate = store.getCertificate("ombud");
    tls =
        new ServerConfig.Tls(
            pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key.getEncoded()));
  }

  private Path pem(String kind, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder().encodeToString(content);
    return Files.writeString(
        folder.resolve(kind.replace(' ', '-') + ".pem"),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  private static Server start(ServerConfig.Tls tls) {
    Route echo =
        Route.of("POST", "/echo", request -> Response.of(200, "text/plain", request.body()));
    Route lines =
        Route.of(
                "POST",
                "/lines",
                request -> {
                  LineReader reader = request.lines();
                  return Response.stream(200, "text/plain", out -> copy(reader, out));
                })
            .taking(new Route.Body.Lines());
    return Server.start(
        new ServerConfig("127.0.0.1", 0, tls, ServerConfig.Limits.DEFAULT), List.of(echo, lines));
  }

  private static void copy(LineReader in, LineWriter out) throws InterruptedException {
    for (var line = in.next(); line.isPresent(); line = in.next()) {
      if (line.get() instanceof LineReader.Whole(long number, byte[] bytes)) {
        out.write(bytes);
      }
    }
  }

  private HttpClient client(HttpClient.Version version) throws GeneralSecurityException {
    return HttpClient.newBuilder().sslContext(trusting()).version(version).build();
  }

  private SSLContext trusting() throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      trusted.load((InputStream) null, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    trusted.setCertificateEntry("ombud", store.getCertificate("ombud"));
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static HttpResponse<String> post(
      HttpClient client, Server server, String path, byte[] body)
      throws IOException, InterruptedException {
    URI address = URI.create("https://localhost:" + server.port() + path);
    return client.send(
        HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void speaksBothVersionsOverTls()
      throws IOException, InterruptedException, GeneralSecurityException {
    byte[] lines = "one\ntwo\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    for (HttpClient.Version version : HttpClient.Version.values()) {
      if (version.name().equals("HTTP_3")) {
        continue;
      }
      try (Server server = start(tls);
          HttpClient client = client(version)) {
        HttpResponse<String> answer = post(client, server, "/echo", lines);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.body()).hasSize(lines.length);
        assertThat(post(client, server, "/lines", lines).body()).hasSize(lines.length);
        assertThat(post(client, server, "/echo", new byte[3_000_000]).statusCode()).isEqualTo(413);
        assertThat(post(client, server, "/nope", new byte[3_000_000]).statusCode()).isEqualTo(404);
        assertThat(post(client, server, "/echo", new byte[] {'a'}).body()).isEqualTo("a");
      }
    }
  }

  @Test
  void takesOnlySuitesThatEncryptAndAuthenticateInOne() throws Exception {
    try (Server server = start(tls)) {
      assertThat(handshake(server, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")).isTrue();
      assertThat(handshake(server, "TLSv1.3", "TLS_AES_256_GCM_SHA384")).isTrue();
      for (String old :
          List.of(
              "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
              "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
              "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")) {
        assertThat(handshake(server, "TLSv1.2", old)).as(old).isFalse();
      }
    }
  }

  private boolean handshake(Server server, String protocol, String suite)
      throws IOException, GeneralSecurityException {
    try (SSLSocket socket =
        (SSLSocket) trusting().getSocketFactory().createSocket("localhost", server.port())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return true;
    } catch (SSLHandshakeException e) {
      return false;
    }
  }

  @Test
  void asksBrowsersToComeByTlsOnly() throws Exception {
    try (Server server = start(tls);
        HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
      assertThat(
              post(client, server, "/echo", new byte[] {'a'})
                  .headers()
                  .firstValue("Strict-Transport-Security"))
          .contains("max-age=31536000; includeSubDomains");
    }
  }

  @Test
  void asksThatAlsoOfThoseWhoSpeakNoHttp() throws Exception {
    try (Server server = start(tls);
        SSLSocket socket =
            (SSLSocket) trusting().getSocketFactory().createSocket("localhost", server.port())) {
      socket.getOutputStream().write("GARBAGE\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains(" 400 ")
          .containsIgnoringCase("Strict-Transport-Security: max-age=31536000");
    }
  }

  @Test
  void waitsForNoHandshakeThatDoesNotCome() {
    try (Server server = start(tls);
        RawClient silent = new RawClient(server.port())) {
      assertThat(silent.isClosedWithin(6_000)).isTrue();
    }
  }

  @Test
  void endsAStreamThatNobodyReads() throws Exception {
    Route large =
        Route.of("GET", "/large", request -> Response.of(200, "text/plain", new byte[10_000]));
    Vertx vertx = Vertx.vertx();
    try (Server server =
        Server.start(
            new ServerConfig("127.0.0.1", 0, tls, Servers.body(Duration.ofMillis(300))),
            List.of(large))) {
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      HttpClientAgent client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setSsl(true)
                  .setTrustAll(true)
                  .setVerifyHost(false)
                  .setUseAlpn(true)
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setInitialSettings(new Http2Settings().setInitialWindowSize(1_024)));
      client
          .request(HttpMethod.GET, server.port(), "localhost", "/large")
          .compose(HttpClientRequest::send)
          .onComplete(
              response -> response.pause().exceptionHandler(ended::complete), ended::complete);
      assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(StreamResetException.class);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void doesNotStartWithoutItsKey() {
    ServerConfig.Tls missing =
        new ServerConfig.Tls(tls.certificate(), folder.resolve("missing.pem"));
    assertThatThrownBy(() -> start(missing).close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("missing.pem");
  }
}
