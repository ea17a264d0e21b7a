package dev.ombud.record.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.record.log.MerkleTree;
import dev.ombud.record.replay.Rows;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Exports from the running service, sealed by its own sealer, taken by clients that read all of it
/// and by some that leave. The large decisions are more than a server holds for a client.
final class ExportHttpTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
  private static final int SMALL = 300;
  private static final int LARGE = 400;

  /// Together 40 MB.
  private static final int LARGE_BYTES = 100_000;

  private static RunningService service;

  @BeforeAll
  static void decide() {
    Rows.queue(POSTGRES.database(), SMALL, number -> Rows.row(MORNING.plusSeconds(number), number));
    Rows.queue(
        POSTGRES.database(),
        LARGE,
        number ->
            Rows.grown(
                Rows.with(
                    MORNING.plusSeconds(90_000 + number), number, "large", null, List.of("a=b")),
                LARGE_BYTES));
    service = RunningService.start(POSTGRES.config());
    Condition.await(
        PATIENCE,
        "all is sealed",
        () -> {
          Answer answer = get("/v1/audit/checkpoint");
          return answer.status() == 200
              && Long.parseLong(answer.text().lines().toList().get(1)) >= SMALL + LARGE;
        });
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer get(String path) {
    return service.client().get(path);
  }

  private static JsonNode manifest(Answer export) {
    Answer answer = get("/v1/exports/" + export.header("Export-Id"));
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void givesEveryFormatUnderItsNameWithAManifest() {
    for (ExportFormat format : ExportFormat.values()) {
      Answer answer = get("/v1/exports/decisions?product=shop&format=" + format.word());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo(format.mediaType());
      assertThat(answer.header("Content-Disposition"))
          .isEqualTo(
              "attachment; filename=\"decisions-%s.%s\""
                  .formatted(answer.header("Export-Id"), format.word()));
      JsonNode manifest = manifest(answer);
      conforms(manifest, "Export");
      assertThat(manifest.path("count").asInt()).isEqualTo(SMALL);
      assertThat(manifest.path("altered").asInt()).isZero();
      assertThat(manifest.path("complete").asBoolean()).isTrue();
      assertThat(manifest.path("sha256").asText())
          .isEqualTo(HexFormat.of().formatHex(Sha256.of(answer.body())));
      assertThat(manifest.path("checkpoint").asText()).contains("\u2014 ");
    }
  }

  private static void conforms(JsonNode json, String schema) {
    assertThat(OpenApi.schema(schema).validate(json)).isEmpty();
  }

  @Test
  void isNdjsonWhereNothingElseIsAskedFor() {
    Answer answer = get("/v1/exports/decisions?product=shop");
    assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(answer.lines()).hasSize(SMALL);
  }

  @Test
  void givesTheBytesThatTheLogHasTheHashOf() {
    String line =
        get("/v1/exports/decisions?product=shop").text().lines().findFirst().orElseThrow();
    String id = ApiClient.json(line).at("/leaf/decisionId").asText();
    JsonNode proof = get("/v1/decisions/" + id + "/proof").json();
    assertThat(line)
        .endsWith(
            ",\"leaf\":"
                + new String(
                    Base64.getDecoder().decode(proof.path("leaf").asText()), StandardCharsets.UTF_8)
                + "}");
  }

  @Test
  void provesEachDecisionWhereAsked() {
    Answer answer = get("/v1/exports/decisions?product=shop&proofs=true");
    List<String> note = manifest(answer).path("checkpoint").asText().lines().toList();
    long size = Long.parseLong(note.get(1));
    byte[] root = Base64.getDecoder().decode(note.get(2));
    List<String> lines = answer.text().lines().toList();
    assertThat(lines).hasSize(SMALL);
    for (String line : lines) {
      int start = line.indexOf("\"leaf\":") + 7;
      int end = line.lastIndexOf(",\"proof\":[");
      JsonNode json = ApiClient.json(line);
      conforms(json, "ExportLine");
      byte[] hash =
          MerkleTree.leafHash(line.substring(start, end).getBytes(StandardCharsets.UTF_8));
      assertThat(root(hash, json.path("leafIndex").asLong(), size, json.path("proof")))
          .isEqualTo(root);
    }
  }

  /// RFC 9162, section 2.1.3.2, step by step.
  private static byte[] root(byte[] leafHash, long index, long size, JsonNode proof) {
    long fn = index;
    long sn = size - 1;
    byte[] r = leafHash;
    for (JsonNode each : proof) {
      byte[] p = Base64.getDecoder().decode(each.asText());
      if ((fn & 1) == 1 || fn == sn) {
        r = node(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        r = node(r, p);
      }
      fn >>= 1;
      sn >>= 1;
    }
    assertThat(sn).isZero();
    return r;
  }

  private static byte[] node(byte[] left, byte[] right) {
    byte[] all = Arrays.copyOf(new byte[] {1}, 65);
    System.arraycopy(left, 0, all, 1, 32);
    System.arraycopy(right, 0, all, 33, 32);
    return Sha256.of(all);
  }

  @Test
  void refusesWhatItCannotGive() {
    checkRefused("?format=xml", "`format` is `xml`: write ndjson, csv or parquet");
    checkRefused("?proofs=yes", "`proofs` is `yes`: write `true` or `false`");
    checkRefused("?proofs=true&format=csv", "`proofs` goes with `format=ndjson` alone");
    checkRefused("?severity=P9", "`severity` is `P9`");
    checkRefused("?colour=red", "`colour` is not known here");
    Answer none = get("/v1/exports/00000000-0000-7000-8000-000000000000");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.text()).contains("there is no manifest of an export");
  }

  private static void checkRefused(String query, String why) {
    Answer answer = get("/v1/exports/decisions" + query);
    assertThat(answer.status()).as(query).isEqualTo(400);
    assertThat(answer.text()).contains(why);
  }

  @Test
  void isForAuditorsAlone() {
    for (Role role : Role.values()) {
      Answer answer =
          service
              .client()
              .send(
                  service
                      .client()
                      .request("/v1/exports/decisions?product=none", role)
                      .GET()
                      .build());
      assertThat(answer.status()).as(role.word()).isEqualTo(role == Role.AUDITOR ? 200 : 403);
    }
  }

  @Test
  void startsNothingForHead() {
    try (RawClient client = new RawClient(service.port())) {
      RawClient.Answer head =
          client.head(request("HEAD", "/v1/exports/decisions?product=shop")).readHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("export-id")).isEmpty();
    }
  }

  private static String request(String method, String path) {
    return "%s %s HTTP/1.1\nHost: x\nAuthorization: Bearer %s\n\n"
        .formatted(method, path, ApiClient.secret(Role.AUDITOR));
  }

  @Test
  void endsAndRecordsThePartWhenTheClientLeaves() {
    // More often than there is room for, so that none may stay.
    for (int i = 0; i <= Exports.MAX_EXPORTS; i++) {
      String id;
      try (RawClient client = new RawClient(service.port())) {
        RawClient.Answer head =
            client.head(request("GET", "/v1/exports/decisions?product=large")).readHead();
        assertThat(head.status()).isEqualTo(200);
        id = head.header("export-id");
        assertThat(client.readChunk()).isNotEmpty();
      }
      Condition.await(PATIENCE, "the export ends", () -> get("/v1/exports/" + id).status() == 200);
      JsonNode manifest = get("/v1/exports/" + id).json();
      assertThat(manifest.path("complete").asBoolean()).isFalse();
      assertThat(manifest.path("count").asInt()).isLessThan(LARGE);
    }
  }

  private static long linesOf(String chunk) {
    return chunk.chars().filter(c -> c == '\n').count();
  }

  @Test
  void waitsForAClientThatIsSlow() {
    try (RawClient client = new RawClient(service.port())) {
      RawClient.Answer head =
          client.head(request("GET", "/v1/exports/decisions?product=large")).readHead();
      String id = head.header("export-id");
      long lines = linesOf(client.readChunk());
      // Others get all of theirs while this one reads nothing.
      assertThat(get("/v1/exports/decisions?product=large").body().length)
          .isGreaterThan(LARGE * LARGE_BYTES);
      assertThat(get("/v1/exports/" + id).status()).isEqualTo(404);
      for (String chunk = client.readChunk(); !chunk.isEmpty(); chunk = client.readChunk()) {
        lines += linesOf(chunk);
      }
      assertThat(lines).isEqualTo(LARGE);
      assertThat(get("/v1/exports/" + id).json().path("complete").asBoolean()).isTrue();
    }
  }
}
