package dev.ombud.record.replay;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.BinaryCopy;
import dev.ombud.ground.database.Database;
import dev.ombud.record.document.DecisionDocuments;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.log.LogQueue;
import dev.ombud.record.log.MerkleTree;
import dev.ombud.record.log.RecordKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Decisions that nobody decided, put on record and into the log as many as a test wants and when
/// it wants them to have been. Their roots are no roots: whoever checks proofs needs the sealer.
public final class Rows {
  private static final int BATCH = 2_000;
  private static final String KEY = "00000000";

  private Rows() {}

  /// An identity of a moment.
  static UUID id(Instant moment, int number) {
    UUID first = TimeIds.first(moment.toEpochMilli());
    return new UUID(
        first.getMostSignificantBits() | (number & 0xFFF),
        first.getLeastSignificantBits() | (number >>> 12));
  }

  /// A decision with everything plain; [#with] makes it special.
  public static DecisionRow row(Instant moment, int number) {
    return with(
        moment, number, "shop", "the checkout fails", List.of("rule=r1", "category=checkout"));
  }

  public static DecisionRow with(
      Instant moment, int number, String product, @Nullable String summary, List<String> terms) {
    byte[] salt = new byte[DecisionRow.SALT];
    new Random(number).nextBytes(salt);
    byte[] aggregate = json("{\"aggregateId\":\"a-" + number + "\",\"text\":\"\u20ac\"}");
    Instant decided = Instant.ofEpochMilli(moment.toEpochMilli());
    return new DecisionRow(
        id(moment, number),
        decided,
        decided.minusSeconds(3_600).plusNanos(123_456_000),
        decided,
        1 + number % 3,
        number / 8.0,
        number % 2 == 0 ? null : new UUID(7, number),
        1,
        60,
        List.of("P1", "P2", "P3", "P4").get(number % 4),
        "REVIEW",
        "NONE",
        "COHORT",
        "APPROVAL",
        product,
        "checkout",
        number % 3 == 0 ? null : "1.2." + number,
        "everyone",
        "c-" + number % 5,
        "payments",
        "test",
        "0".repeat(32),
        "a-" + number,
        summary,
        terms,
        "test",
        salt,
        Sha256.of("ruleset"),
        Sha256.of(aggregate),
        new DecisionDocuments(
            json("[]"),
            json("{}"),
            json("[]"),
            json("[{\"code\":\"GUARDRAIL_BREACHED\"}]"),
            json("[]"),
            aggregate,
            json("[{\"rule\":\"r1\"}]")));
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// The same decision with a larger aggregate.
  public static DecisionRow grown(DecisionRow row, int bytes) {
    byte[] aggregate = new byte[bytes];
    Arrays.fill(aggregate, (byte) 'x');
    byte[] start = json("{\"filler\":\"");
    System.arraycopy(start, 0, aggregate, 0, start.length);
    aggregate[bytes - 2] = '"';
    aggregate[bytes - 1] = '}';
    return new DecisionRow(
        row.id(),
        row.decidedAt(),
        row.windowStart(),
        row.windowEnd(),
        row.rulesetVersion(),
        row.priority(),
        row.incidentId(),
        row.revision(),
        row.slaMinutes(),
        row.severity(),
        row.disposition(),
        row.tier(),
        row.scope(),
        row.mode(),
        row.product(),
        row.surface(),
        row.releaseVersion(),
        row.cohort(),
        row.clusterId(),
        row.ownerTeam(),
        row.caller(),
        row.traceId(),
        row.aggregateId(),
        row.summary(),
        row.terms(),
        row.engineVersion(),
        row.salt(),
        row.rulesetDigest(),
        row.aggregateDigest(),
        new DecisionDocuments(
            row.documents().texts(),
            row.documents().context(),
            row.documents().actions(),
            row.documents().reasons(),
            row.documents().nearMisses(),
            aggregate,
            row.documents().firings()));
  }

  /// Puts decisions on record and into the log, and a checkpoint after the last.
  public static void seal(Database database, List<DecisionRow> rows) {
    seal(database, rows.size(), rows::get);
  }

  static void seal(Database database, int count, IntFunction<DecisionRow> rows) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      long leaf = leaves(connection);
      for (int from = 0; from < count; from += BATCH) {
        List<DecisionRow> batch = new ArrayList<>();
        for (int number = from; number < Math.min(count, from + BATCH); number++) {
          batch.add(rows.apply(number));
        }
        record(connection, batch);
        leaf = addLeaves(connection, batch, leaf);
        connection.commit();
      }
      checkpoint(connection, leaf);
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Puts decisions on record only.
  public static void record(Database database, List<DecisionRow> rows) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      record(connection, rows);
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Puts decisions on record and lets them wait for the sealer, as the pipeline does.
  public static void queue(Database database, int count, IntFunction<DecisionRow> rows) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      for (int from = 0; from < count; from += BATCH) {
        List<DecisionRow> batch = new ArrayList<>();
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        for (int number = from; number < Math.min(count, from + BATCH); number++) {
          batch.add(rows.apply(number));
          hashes.writeBytes(batch.getLast().leafHash());
        }
        record(connection, batch);
        LogQueue.add(
            connection,
            RecordKind.DECISION,
            batch.stream().map(DecisionRow::id).toList(),
            hashes.toByteArray());
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void record(Connection connection, List<DecisionRow> rows) throws SQLException {
    try (PreparedStatement partitions =
        connection.prepareStatement("select ombud_ensure_partitions(?)")) {
      partitions.setObject(1, rows.getFirst().decidedAt().atOffset(ZoneOffset.UTC));
      partitions.execute();
    }
    BinaryCopy decisions = new BinaryCopy(1 << 20);
    BinaryCopy records = new BinaryCopy(1 << 20);
    for (DecisionRow row : rows) {
      row.fileInto(decisions);
      row.keepIn(records);
    }
    decisions.copyInto(connection, DecisionRow.COPY_DECISIONS);
    records.copyInto(connection, DecisionRow.COPY_RECORDS);
  }

  private static long leaves(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select coalesce(max(leaf_index) + 1, 0) from log_leaves");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long addLeaves(Connection connection, List<DecisionRow> rows, long first)
      throws SQLException {
    BinaryCopy leaves = new BinaryCopy(1 << 18);
    long leaf = first;
    for (DecisionRow row : rows) {
      leaves
          .row(4)
          .bigint(leaf++)
          .uuid(row.id())
          .text("DECISION")
          .bytea(MerkleTree.leafHash(row.leaf()));
    }
    leaves.copyInto(
        connection,
        "copy log_leaves (leaf_index, record_id, kind, hash) from stdin (format binary)");
    return leaf;
  }

  private static void checkpoint(Connection connection, long size) throws SQLException {
    try (PreparedStatement key =
            connection.prepareStatement(
                "insert into log_keys (at, from_size, id, name, public_key) values (now(), 0, ?,"
                    + " 'test', ?) on conflict do nothing");
        PreparedStatement checkpoint =
            connection.prepareStatement(
                "insert into checkpoints (at, size, root, key_id, note) values (now(), ?, ?, ?, ?)"
                    + " on conflict do nothing")) {
      key.setString(1, KEY);
      key.setBytes(2, new byte[32]);
      key.executeUpdate();
      checkpoint.setLong(1, size);
      checkpoint.setBytes(2, new byte[32]);
      checkpoint.setString(3, KEY);
      checkpoint.setString(4, "test\n" + size + "\n");
      checkpoint.executeUpdate();
    }
  }
}
