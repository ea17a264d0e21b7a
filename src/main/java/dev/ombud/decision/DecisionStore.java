package dev.ombud.decision;

import dev.ombud.contract.DecisionWriter;
import dev.ombud.database.BinaryCopy;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Decision.AggregateKey;
import dev.ombud.domain.Judgement;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// Writes the record. Only appends: the role it runs as can neither change nor delete a decision.
/// Not thread-safe: each lane has its own, for the buffers.
final class DecisionStore {
  private static final String FIND_KEYS =
      """
      select k.product, k.aggregate_id, k.revision, k.decision_id, k.digest
      from unnest(?, ?) as asked (product, aggregate_id)
      join aggregate_keys k using (product, aggregate_id)
      """;

  private static final String INSERT_KEYS =
      """
      insert into aggregate_keys (product, aggregate_id, revision, decision_id, digest)
      select * from unnest(?, ?, ?, ?, ?)
      on conflict do nothing
      """;

  private static final String COPY_DECISIONS =
      """
      copy decisions (
        id, decided_at, window_start, window_end, incident_id, ruleset_version, revision, sla_minutes,
        priority, product, aggregate_id, surface, release_version, cluster_id, categories, severity,
        tier, scope, mode, disposition, owner_team, caller, trace_id, engine_version,
        aggregate_digest, aggregate, context, actions, reasons, near_misses
      ) from stdin (format binary)
      """;

  private static final int DECISION_COLUMNS = 30;

  private static final String COPY_FIRINGS =
      """
      copy firings (decision_id, ordinal, rule, table_name, sheet, cells, compared, effects)
      from stdin (format binary)
      """;

  private static final int FIRING_COLUMNS = 8;
  private static final int BUFFER_BYTES = 1 << 20;

  private final DecisionWriter writer;
  private final String engineVersion;
  private final BinaryCopy decisions = new BinaryCopy(BUFFER_BYTES);
  private final BinaryCopy firings = new BinaryCopy(BUFFER_BYTES);

  DecisionStore(DecisionWriter writer, String engineVersion) {
    this.writer = writer;
    this.engineVersion = engineVersion;
  }

  /// An aggregate that was decided before.
  record DecidedKey(AggregateKey key, UUID decisionId, byte[] digest) {}

  /// All revisions that were decided of some aggregates, by product and id.
  Map<AggregateKey, DecidedKey> findKeys(Connection connection, Collection<AggregateKey> keys)
      throws SQLException {
    Map<AggregateKey, DecidedKey> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(FIND_KEYS)) {
      statement.setArray(1, texts(connection, keys.stream().map(AggregateKey::product)));
      statement.setArray(2, texts(connection, keys.stream().map(AggregateKey::aggregateId)));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          AggregateKey key = new AggregateKey(rows.getString(1), rows.getString(2), rows.getInt(3));
          found.put(key, new DecidedKey(key, rows.getObject(4, UUID.class), rows.getBytes(5)));
        }
      }
    }
    return found;
  }

  /// Takes the keys of decisions. False where another instance was first with one of them.
  boolean takeKeys(Connection connection, List<Recorded> records) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT_KEYS)) {
      statement.setArray(1, texts(connection, records.stream().map(r -> r.key().product())));
      statement.setArray(2, texts(connection, records.stream().map(r -> r.key().aggregateId())));
      statement.setArray(
          3,
          connection.createArrayOf(
              "int4", records.stream().map(r -> r.key().revision()).toArray()));
      statement.setArray(
          4,
          connection.createArrayOf(
              "uuid", records.stream().map(r -> r.decision().decisionId()).toArray()));
      statement.setArray(
          5,
          connection.createArrayOf(
              "bytea", records.stream().map(r -> r.submission().digest()).toArray(byte[][]::new)));
      return statement.executeUpdate() == records.size();
    }
  }

  /// A decision together with what it was made of.
  record Recorded(Submission submission, dev.ombud.domain.Context context, Decision decision) {
    AggregateKey key() {
      return decision.aggregate();
    }
  }

  /// Appends decisions and their firings.
  void append(Connection connection, List<Recorded> records) throws SQLException {
    // INVARIANT: no row of a batch that failed half-way is left to go out with this one.
    decisions.clear();
    firings.clear();
    for (Recorded recorded : records) {
      decisionRow(recorded);
      UUID id = recorded.decision().decisionId();
      int ordinal = 0;
      for (Judgement.Firing firing : recorded.decision().judgement().firings()) {
        ordinal++;
        firingRow(id, ordinal, firing);
      }
    }
    decisions.copyInto(connection, COPY_DECISIONS);
    firings.copyInto(connection, COPY_FIRINGS);
  }

  private void decisionRow(Recorded recorded) {
    Decision decision = recorded.decision();
    Judgement judgement = decision.judgement();
    Aggregate aggregate = recorded.submission().aggregate();
    Aggregate.Release release = aggregate.release();
    decisions
        .row(DECISION_COLUMNS)
        .uuid(decision.decisionId())
        .timestamp(decision.decidedAt())
        .timestamp(aggregate.window().start())
        .timestamp(aggregate.window().end())
        .uuid(decision.incidentId())
        .bigint(decision.ruleset().version())
        .integer(aggregate.revision())
        .integer(judgement.owner().slaMinutes())
        .number(judgement.priority())
        .text(aggregate.product())
        .text(aggregate.aggregateId())
        .text(aggregate.surface())
        .text(release == null ? null : release.version())
        .text(aggregate.cluster().id())
        .texts(aggregate.cluster().categories())
        .name(judgement.severity())
        .name(judgement.mitigation().tier())
        .name(judgement.mitigation().scope())
        .name(judgement.mitigation().mode())
        .name(judgement.disposition())
        .text(judgement.owner().team())
        .text(decision.caller())
        .text(decision.traceId())
        .text(engineVersion)
        .bytea(recorded.submission().digest())
        .bytea(recorded.submission().received())
        .json(writer.context(recorded.context()))
        .jsonb(writer.actions(judgement))
        .jsonb(writer.reasons(judgement))
        .json(writer.nearMisses(judgement));
  }

  private void firingRow(UUID decisionId, int ordinal, Judgement.Firing firing) {
    Judgement.Cells cells = firing.cells();
    firings
        .row(FIRING_COLUMNS)
        .uuid(decisionId)
        .smallint(ordinal)
        .text(firing.rule())
        .text(cells == null ? null : cells.table())
        .text(cells == null ? null : cells.sheet())
        .text(cells == null ? null : cells.range())
        .json(writer.compared(firing))
        .json(writer.effects(firing));
  }

  private static Array texts(Connection connection, Stream<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray());
  }
}
