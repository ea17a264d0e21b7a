package dev.ombud.record.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what an export holds in memory does not grow with it. Method: a process with a heap of a
/// fifth of what it exports.
final class ExportMemoryTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final int COUNT = 200_000;
  private static final long MEGABYTE = 1 << 20;
  private static final int HEAP_MEGABYTES = 48;

  /// Rows of more than a kilobyte that the server makes by itself. Their leaf hashes are wrong,
  /// which has to cost no memory either.
  private static final List<String> FILL =
      List.of(
          """
          create temporary table ids as select n, (lpad(to_hex(1772438400000 + n), 12, '0')
            || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid as id
          from generate_series(1, %d) n
          """
              .formatted(COUNT),
          "select ombud_ensure_partitions('2026-03-02T08:00:00Z')",
          """
          insert into decisions select uuid_extract_timestamp(id), '2026-03-01', '2026-03-02', 1, 1,
            id, null, 1, 60, 'P1', 'ACT', 'NONE', 'COHORT', 'AUTOMATIC', 'shop', 'checkout', null,
            'everyone', 'c', 'team', 'test', repeat('0', 32), 'a' || n, 'summary ' || n, '{a=b}'
          from ids
          """,
          """
          insert into records (id, engine_version, salt, ruleset_digest, aggregate_digest, texts,
            context, actions, reasons, near_misses, aggregate, firings)
          select id, 'test', decode(repeat('00', 16), 'hex'), sha256('x'), sha256('y'), '[]', '{}',
            '[]', '[]', '[]', '{"n":"' || repeat(md5(n::text), 20) || '"}', '[]'
          from ids
          """,
          """
          insert into log_leaves (leaf_index, record_id, kind, hash)
          select n - 1, id, 'DECISION', sha256('z') from ids
          """,
          """
          insert into log_keys (at, from_size, id, name, public_key)
          values (now(), 0, '00000000', 'test', sha256('k'))
          """,
          """
          insert into checkpoints (at, size, root, key_id, note)
          values (now(), %d, sha256('r'), '00000000', 'note')
          """
              .formatted(COUNT),
          "analyze");

  @Test
  void exportsManyTimesItsHeap() throws SQLException, IOException, InterruptedException {
    try (Connection connection = POSTGRES.connectAsOwner();
        Statement statement = connection.createStatement()) {
      for (String sql : FILL) {
        statement.execute(sql);
      }
    }
    DatabaseConfig config = POSTGRES.config();
    DatabaseConfig.Login owner = config.owner().orElse(config.user());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                ExportProcess.class.getName(),
                config.url(),
                owner.user(),
                owner.password(),
                TestDatabase.MIGRATIONS.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .lines()
            .toList();
    assertThat(process.waitFor()).isZero();
    assertThat(lines).hasSize(ExportFormat.values().length);
    assertThat(Long.parseLong(lines.getFirst().replace("ndjson ", "")))
        .isGreaterThan(5 * HEAP_MEGABYTES * MEGABYTE);
  }
}
