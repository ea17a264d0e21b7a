package dev.ombud.door.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ombud.door.start.CommandRun;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `verify` from the command line, beside a service that runs.
final class VerifyCommandTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static String key;
  private static final List<JsonNode> PROOFS = new ArrayList<>();

  @TempDir Path folder;

  @BeforeAll
  static void decide() {
    service = RunningService.start(POSTGRES.config());
    List<String> decisions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      decisions.add(
          service
              .client()
              .decide(
                  Aggregates.edit(Aggregates.surge(), "7.19.0-rc1/payment_failure", "verify-" + i))
              .decisionId());
    }
    for (String decision : decisions) {
      Condition.await(
          Duration.ofSeconds(20),
          "a decision is sealed",
          () -> proof(decision).path("sealed").asBoolean());
      PROOFS.add(proof(decision));
    }
    key = service.client().get("/v1/audit/keys").json().at("/items/0/key").asText();
  }

  private static JsonNode proof(String decision) {
    return service.client().get("/v1/decisions/" + decision + "/proof").json();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void saysThatTheLogHoldsAndThenWhatWasChanged() throws SQLException {
    CommandRun good = verify("--key", key);
    assertThat(text(good.output())).contains("the log holds").contains("5 decisions");
    assertThat(good.exit()).isEqualTo(CommandLine.GOOD);
    String id = PROOFS.get(2).path("id").asText();
    owner("update decisions set owner_team = 'nobody' where id = '" + id + "'");
    CommandRun bad = verify("--key", key);
    assertThat(bad.exit()).isEqualTo(CommandLine.BAD_LOG);
    assertThat(text(bad.output()))
        .contains(
            "error leaf %s, decision %s: changed: the record is not the one that was sealed"
                .formatted(PROOFS.get(2).path("leafIndex"), id))
        .contains("the log does not hold: 1 finding; the first: ");
    owner(
        "update decisions d set owner_team = o.owner_team from decisions o where d.id = '"
            + id
            + "' and o.id = '"
            + PROOFS.get(1).path("id").asText()
            + "'");
    assertThat(verify().exit()).isEqualTo(CommandLine.GOOD);
  }

  @Test
  void saysWhatItCouldNotCheck() {
    assertThat(text(verify().output()))
        .contains("not checked: whether " + key + " is the key of this log");
  }

  @Test
  void provesAnExportWithoutADatabase() throws IOException {
    Path manifest = folder.resolve("manifest.json");
    Path export = folder.resolve("export.ndjson");
    JsonNode newest = PROOFS.getLast();
    List<String> lines = new ArrayList<>();
    for (JsonNode proof : PROOFS) {
      if (proof.path("treeSize").asLong() == newest.path("treeSize").asLong()) {
        lines.add(line(proof));
      }
    }
    assertThat(lines).isNotEmpty();
    Files.writeString(export, String.join("\n", lines) + "\n");
    Files.write(
        manifest,
        new ObjectMapper()
            .writeValueAsBytes(
                Map.of("checkpoint", newest.path("checkpoint").asText(), "count", lines.size())));
    CommandRun good = offline(export, manifest, key);
    assertThat(text(good.output())).contains("the log holds");
    assertThat(good.exit()).isEqualTo(CommandLine.GOOD);

    Files.writeString(export, lines.getFirst().replace("\"P1\"", "\"P4\"") + "\n");
    CommandRun bad = offline(export, manifest, key);
    assertThat(bad.exit()).isEqualTo(CommandLine.BAD_LOG);
    assertThat(text(bad.output())).contains("it is not the one that the checkpoint signs there");

    Files.writeString(export, lines.getFirst().replaceFirst(",\"proof\":.*", "}") + "\n");
    CommandRun unproven = offline(export, manifest, key);
    assertThat(unproven.exit()).isEqualTo(CommandLine.BAD_LOG);
    assertThat(text(unproven.output())).contains("they have no proof");
  }

  private CommandRun offline(Path export, Path manifest, String trusted) {
    return CommandRun.of(
        Map.of(),
        "verify",
        "--export",
        export.toString(),
        "--manifest",
        manifest.toString(),
        "--key",
        trusted);
  }

  private static String line(JsonNode proof) {
    String leaf =
        new String(Base64.getDecoder().decode(proof.path("leaf").asText()), StandardCharsets.UTF_8);
    return "{\"leafIndex\":%s,\"leaf\":%s,\"proof\":%s}"
        .formatted(proof.path("leafIndex"), leaf, proof.path("hashes"));
  }

  @Test
  void refusesWhatMakesNoSense() throws IOException {
    check("`--manifest` means nothing without `--export`", "--manifest", "x");
    check("is no public key of a log", "--key", "nonsense");
    check("`extra` is too much", "extra");
    Path empty = Files.createFile(folder.resolve("empty"));
    check("there is no checkpoint in", "--checkpoint", empty.toString());
    check("is not the address of a PostgreSQL", "--database", "mysql://x");
    String server = POSTGRES.config().url().replaceFirst("jdbc:", "");
    CommandRun stranger = verify("--database", server.replace("://", "://nobody:x@"));
    assertThat(stranger.exit()).isEqualTo(CommandLine.REFUSED);
    assertThat(text(stranger.errors())).contains("cannot be used by `nobody`", "user and password");
  }

  private static void check(String what, String... words) {
    CommandRun run = verify(words);
    assertThat(run.exit()).isEqualTo(CommandLine.BAD_USAGE);
    assertThat(text(run.errors())).contains(what);
  }

  private static CommandRun verify(String... words) {
    List<String> all = new ArrayList<>(List.of("verify"));
    all.addAll(List.of(words));
    Map<String, String> environment = new HashMap<>(RunningService.settings(POSTGRES.config()));
    return CommandRun.of(environment, all.toArray(String[]::new));
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }

  private static void owner(String sql) throws SQLException {
    try (Connection connection = POSTGRES.connectAsOwner();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
