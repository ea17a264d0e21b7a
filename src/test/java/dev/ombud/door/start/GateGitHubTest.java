package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a deployment that waits at GitHub's protection rule is answered as the gate says, whatever
/// somebody else sends. Method: the running service between a signed webhook and a server that
/// speaks the part of GitHub's REST API that an app needs.
final class GateGitHubTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();
  @TempDir static Path folder;

  private static final String SECRET = "it is GitHub that says so";
  private static final BlockingQueue<String> ANSWERS = new LinkedBlockingQueue<>();
  private static final Map<String, Integer> FAILURES = new ConcurrentHashMap<>();

  private static HttpServer gitHub;
  private static RunningService service;
  private static GateAsking gates;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException {
    gitHub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
    gitHub.createContext("/", GateGitHubTest::answer);
    gitHub.start();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    Path key = folder.resolve("app.pem");
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(
                Base64.getMimeEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path targets = folder.resolve("targets.json");
    Files.writeString(
        targets,
        """
        {"targets":[{"name":"github","kind":"github-deployments","url":"http://127.0.0.1:%d",
          "secret":"file:%s","inside":true,
          "options":{"repository":"acme/shop","app":"123","installation":"77",
            "environment":"production","gate":"production","product":"shop"}}],"routes":[]}
        """
            .formatted(gitHub.getAddress().getPort(), key));
    service =
        RunningService.start(
            POSTGRES.config(),
            Map.of("OMBUD_TARGETS", targets.toString(), "OMBUD_GITHUB_WEBHOOK_SECRET", SECRET));
    gates = new GateAsking(service.client());
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
    gitHub.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String said = "[]";
    int status = 200;
    if (path.endsWith("/access_tokens")) {
      status = 201;
      said =
          "{\"token\":\"ghs_1\",\"expires_at\":\"%s\"}".formatted(Instant.now().plusSeconds(3600));
    } else if (path.endsWith("/pending_deployments")) {
      said = path.contains("/404/") ? "[]" : "[{\"environment\":{\"name\":\"production\"}}]";
    } else if (FAILURES.merge(path, 1, Integer::sum) == 1 && path.contains("/500/")) {
      status = 500;
    } else {
      ANSWERS.add(path + " " + body);
    }
    byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String event(String run, String tag) {
    return """
    {"action":"requested","environment":"production","event":"push",
     "deployment_callback_url":"https://api.github.com/repos/acme/shop/actions/runs/%s/deployment_protection_rule",
     "deployment":{"ref":"refs/tags/%s","sha":"0123"},"repository":{"full_name":"acme/shop"},
     "installation":{"id":77}}
    """
        .formatted(run, tag);
  }

  private static Answer send(String body, String signature, String kind) {
    return service
        .client()
        .send(
            service
                .client()
                .request("/integrations/github/deployment-protection", Role.CALLER)
                .header("Content-Type", ApiClient.JSON)
                .header("X-GitHub-Event", kind)
                .header("X-Hub-Signature-256", signature)
                .POST(BodyPublishers.ofString(body))
                .build());
  }

  private static String sign(String body, String secret) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static Answer send(String body) throws GeneralSecurityException {
    return send(body, sign(body, SECRET), "deployment_protection_rule");
  }

  private static JsonNode told(String run) throws InterruptedException {
    String answer = ANSWERS.poll(40, TimeUnit.SECONDS);
    assertThat(answer)
        .startsWith("/repos/acme/shop/actions/runs/" + run + "/deployment_protection_rule ");
    return ApiClient.json(answer.substring(answer.indexOf(' ')));
  }

  @Test
  void answersAsTheGateSaysFromWhatThePipelineSent()
      throws GeneralSecurityException, InterruptedException {
    gates.decide(GateAsking.aggregate("shop", "small", "1.9", 1, 0.95, GateAsking.severe()));
    gates.ask("shop", "");
    assertThat(send(event("500", "2.0")).status()).isEqualTo(202);
    assertThat(send(event("500", "2.0")).status()).as("sent twice").isEqualTo(202);
    JsonNode approved = told("500");
    assertThat(approved.path("state").asText()).isEqualTo("approved");
    assertThat(approved.path("environment_name").asText()).isEqualTo("production");
    String comment = approved.path("comment").asText();
    assertThat(comment).contains("WARN", "/releases/2.0?product=shop").doesNotContain("/v1/");
    try (ConsoleClient person = new ConsoleClient(service.port()).signIn(Role.OWNER)) {
      String link = comment.substring(comment.indexOf("/releases/"));
      assertThat(person.get(link).words()).contains("Release 2.0", "WARN");
    }

    gates.decide(GateAsking.aggregate("shop", "down", "1.9", 99, 0.95, GateAsking.severe()));
    assertThat(send(event("2", "2.0")).status()).isEqualTo(202);
    JsonNode rejected = told("2");
    assertThat(rejected.path("state").asText()).isEqualTo("rejected");
    assertThat(rejected.path("comment").asText()).contains("HIGH\\_SEVERITY\\_COMPLAINTS");

    // A job that is run again has the same run, and waits again: also where its event comes while
    // the answer to the one before is still on its way to the record.
    assertThat(send(event("2", "2.0")).status()).isEqualTo(202);
    assertThat(told("2").path("state").asText()).isEqualTo("rejected");

    assertThat(send(event("404", "2.0")).status()).isEqualTo(202);
    assertThat(ANSWERS.poll(5, TimeUnit.SECONDS)).as("one that waits no more").isNull();
  }

  @Test
  void hearsNobodyWhoCannotSign() throws GeneralSecurityException {
    String body = event("3", "2.0");
    String kind = "deployment_protection_rule";
    assertThat(send(body, sign(body, "guessed"), kind).status()).isEqualTo(403);
    assertThat(send(body + " ", sign(body, SECRET), kind).status()).isEqualTo(403);
    assertThat(send(body, "", kind).status()).isEqualTo(403);
    assertThat(send(body, "sha256=", kind).status()).isEqualTo(403);
  }

  @Test
  void leavesAloneWhatNoGateIsConfiguredFor() throws GeneralSecurityException {
    assertThat(send("{}", sign("{}", SECRET), "ping").status()).isEqualTo(204);
    assertThat(send(event("4", "2.0").replace("acme/shop", "acme/other")).status()).isEqualTo(204);
    assertThat(
            send(event("5", "2.0")
                    .replace("\"environment\":\"production\"", "\"environment\":\"qa\""))
                .status())
        .isEqualTo(204);
    assertThat(send("{\"action\":\"requested\"}").status()).isEqualTo(422);
    assertThat(send("no JSON").status()).isEqualTo(400);
  }
}
