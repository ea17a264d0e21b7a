package dev.ombud.door.actapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The audit log over HTTP, on the real service. Proofs are checked by the script that the
/// documents give to whoever wants to check them, which shares no line with the service.
final class AuditApiTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Path SCRIPT = Path.of("scripts/verify-proof");

  private static RunningService service;
  private static final List<String> DECISIONS = new ArrayList<>();

  @BeforeAll
  static void decide() {
    service = RunningService.start(POSTGRES.config());
    for (int i = 0; i < 7; i++) {
      decideOne("audit-" + i);
    }
    awaitSealed(DECISIONS.getLast());
  }

  private static void decideOne(String id) {
    Answer answer =
        service
            .client()
            .decide(Aggregates.edit(Aggregates.surge(), "7.19.0-rc1/payment_failure", id));
    assertThat(answer.status()).isEqualTo(201);
    DECISIONS.add(answer.decisionId());
  }

  private static void awaitSealed(String decision) {
    Condition.await(
        Duration.ofSeconds(20),
        "a decision is sealed",
        () -> get("/v1/decisions/" + decision + "/proof").json().path("sealed").asBoolean());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer get(String path) {
    return service.client().get(path);
  }

  @Test
  void provesEachDecisionToWhoeverHasTheCheckpointAndTheKey()
      throws IOException, InterruptedException {
    String key = get("/v1/audit/keys").json().at("/items/0/key").asText();
    for (String decision : DECISIONS) {
      JsonNode proof = get("/v1/decisions/" + decision + "/proof").json();
      conforms(proof, "Proof");
      String leaf = new String(base64(proof, "leaf"), StandardCharsets.UTF_8);
      assertThat(ApiClient.json(leaf).path("decisionId").asText()).isEqualTo(decision);
      assertThat(verify(proof.toString(), key)).startsWith("0 the leaf is in the log");
    }
  }

  @Test
  void makesNoProofThatHoldsForAnythingElse() throws IOException, InterruptedException {
    String key = get("/v1/audit/keys").json().at("/items/0/key").asText();
    JsonNode proof = get("/v1/decisions/" + DECISIONS.get(2) + "/proof").json();
    String other = get("/v1/decisions/" + DECISIONS.get(3) + "/proof").json().path("leaf").asText();
    String text = proof.toString();
    assertThat(verify(text.replace(proof.path("leaf").asText(), other), key)).startsWith("1 ");
    String index = "\"leafIndex\":" + proof.path("leafIndex").asLong();
    assertThat(text).contains(index + ",");
    assertThat(verify(text.replace(index + ",", index + "9,"), key)).startsWith("1 ");
    assertThat(verify(text, key.substring(0, key.length() - 6) + "AAAAA=")).startsWith("1 ");
  }

  /// Its exit code and what it says.
  private static String verify(String proof, String key) throws IOException, InterruptedException {
    Path file = Files.createTempFile(Path.of("target"), "proof", ".json");
    Files.writeString(file, proof);
    Process python =
        new ProcessBuilder("python3", SCRIPT.toString(), file.toString(), key)
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return python.exitValue() + " " + said;
  }

  private static byte[] base64(JsonNode node, String field) {
    return java.util.Base64.getDecoder().decode(node.path(field).asText());
  }

  @Test
  void handsOutTheNewestCheckpointAndAllBefore() {
    Answer newest = get("/v1/audit/checkpoint");
    assertThat(newest.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    JsonNode page = get("/v1/audit/checkpoints?limit=1").json();
    conforms(page, "Checkpoints");
    assertThat(page.at("/items/0/note").asText()).isEqualTo(newest.text());
    List<Long> sizes = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode next = get("/v1/audit/checkpoints?limit=1" + cursor).json();
      sizes.add(next.at("/items/0/size").asLong());
      cursor = next.path("next").isNull() ? "" : "&cursor=" + next.path("next").asText();
    } while (!cursor.isEmpty());
    assertThat(sizes).isSortedAccordingTo((a, b) -> Long.compare(b, a)).doesNotHaveDuplicates();
    assertThat(sizes.getLast()).isPositive();
  }

  @Test
  void provesThatTheLogOnlyGrew() {
    long size = get("/v1/audit/checkpoints?limit=1").json().at("/items/0/size").asLong();
    JsonNode proof = get("/v1/audit/consistency?from=3").json();
    conforms(proof, "Consistency");
    assertThat(proof.path("to").asLong()).isGreaterThanOrEqualTo(size);
    assertThat(proof.path("hashes")).isNotEmpty();
    check("/v1/audit/consistency", "`from` is missing");
    check("/v1/audit/consistency?from=0", "write a whole number from 1");
    check("/v1/audit/consistency?from=5&to=4", "let `from` be at most `to`");
    check("/v1/audit/consistency?from=1&to=99999", "`to` at most that");
  }

  @Test
  void saysSoWhereThereIsNoSuchRecord() {
    String unknown = "00000000-0000-7000-8000-000000000000";
    assertThat(get("/v1/decisions/" + unknown + "/proof").status()).isEqualTo(404);
    assertThat(get("/v1/audit/events/" + unknown + "/proof").status()).isEqualTo(404);
    // A decision is no event.
    assertThat(get("/v1/audit/events/" + DECISIONS.getFirst() + "/proof").status()).isEqualTo(404);
  }

  @Test
  void listsEventsByEachFilter() {
    JsonNode events = get("/v1/audit/events?limit=500").json();
    conforms(events, "AuditEvents");
    conforms(get("/v1/audit/events?kind=KEY_ROTATED&actor=service").json(), "AuditEvents");
    assertThat(
            get("/v1/audit/events?decision=" + DECISIONS.getFirst() + "&subject=x")
                .json()
                .path("items"))
        .isEmpty();
    check("/v1/audit/events?kind=NONE", "`kind` is `NONE`: use one of");
    check("/v1/audit/events?decision=1", "which is not a UUID: correct it");
    check("/v1/audit/events?limit=501", "write a whole number from 1 to 500");
    check("/v1/audit/events?from=yesterday", "write a time such as");
    String far = "&from=-1000000000-01-01T00:00:00Z&to=%2B1000000000-12-31T00:00:00Z";
    assertThat(get("/v1/audit/events?limit=500" + far).json().path("items")).isNotEmpty();
    check("/v1/audit/events?actor=a%00", "needs 1 to 200 characters");
    check("/v1/audit/events?actor=", "needs 1 to 200 characters");
    check("/v1/audit/events?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "exchange them");
  }

  @Test
  void isForAuditorsOnly() {
    for (String path : List.of("/v1/audit/checkpoint", "/v1/audit/events", "/v1/audit/keys")) {
      Answer refused =
          service.client().send(service.client().request(path, Role.OWNER).GET().build());
      assertThat(refused.status()).isEqualTo(403);
    }
  }

  @Test
  void showsInMetricsAndReadinessHowTheLogDoes() {
    assertThat(get("/metrics").text())
        .contains("ombud_log_size", "ombud_log_waiting", "ombud_log_age_seconds")
        .contains("ombud_log_warnings 0.0");
    assertThat(get("/health/ready").json().at("/checks/log").asText()).isEqualTo("up");
  }

  private static void check(String path, String detail) {
    Answer refused = get(path);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("detail").asText()).contains(detail);
  }

  private static void conforms(JsonNode answer, String schema) {
    assertThat(OpenApi.schema(schema).validate(answer)).as("%s", answer).isEmpty();
  }
}
