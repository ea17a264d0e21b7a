package dev.ombud.record.decision;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.database.BinaryCopy;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.json.CanonicalObject;
import dev.ombud.record.document.DecisionDocuments;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.log.LogQueue;
import dev.ombud.record.log.RecordKind;
import dev.ombud.record.texts.SealedText;
import dev.ombud.record.texts.TextStore;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes the record. Only appends: the role it runs as can neither change nor delete a decision.
/// Over JDBC itself and not by Jdbi, since rows go as binary copies and columns as arrays. Not
/// thread-safe: each lane has its own, for the buffers.
final class DecisionStore {
  private static final String FIND_KEYS =
      """
      select k.product, k.aggregate_id, k.revision, k.decision_id, k.digest, k.windows_id
      from unnest(?, ?) as asked (product, aggregate_id)
      join aggregate_keys k using (product, aggregate_id)
      """;

  private static final String INSERT_KEYS =
      """
      insert into aggregate_keys (product, aggregate_id, revision, decision_id, digest, windows_id)
      select * from unnest(?, ?, ?, ?, ?, ?)
      on conflict do nothing
      """;

  private static final int LEAF_HASH = 32;
  private static final int BUFFER_BYTES = 1 << 20;

  private final DecisionWriter writer;
  private final String engineVersion;
  private final SecureRandom random = new SecureRandom();
  private final BinaryCopy decisions = new BinaryCopy(BUFFER_BYTES);
  private final BinaryCopy records = new BinaryCopy(BUFFER_BYTES);
  private final CountQueue counts = new CountQueue();
  private final TextStore texts;

  DecisionStore(DecisionWriter writer, String engineVersion, TextStore texts) {
    this.writer = writer;
    this.engineVersion = engineVersion;
    this.texts = texts;
  }

  /// An aggregate that was decided before.
  ///
  /// @param windowsId the windows among which its own stands, where that is known
  record DecidedKey(AggregateKey key, UUID decisionId, byte[] digest, @Nullable UUID windowsId) {}

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
          found.put(
              key,
              new DecidedKey(
                  key,
                  rows.getObject(4, UUID.class),
                  rows.getBytes(5),
                  rows.getObject(6, UUID.class)));
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
              "bytea",
              records.stream()
                  .map(r -> r.submission().received().digest())
                  .toArray(byte[][]::new)));
      statement.setArray(
          6, connection.createArrayOf("uuid", records.stream().map(Recorded::windowsId).toArray()));
      return statement.executeUpdate() == records.size();
    }
  }

  /// A decision together with what it was made of.
  ///
  /// @param windowsId the windows among which its own stands
  /// @param revises the decision on the earlier revision of its aggregate, or null
  /// @param endsIncident whether its incident ended with it
  record Recorded(
      Submission submission,
      Context context,
      Decision decision,
      UUID windowsId,
      @Nullable UUID revises,
      boolean endsIncident) {
    AggregateKey key() {
      return decision.aggregate();
    }

    FollowUp.Decided decided() {
      return new FollowUp.Decided(
          submission.aggregate(),
          submission.received().digest(),
          context,
          decision,
          revises,
          endsIncident);
    }
  }

  /// Appends decisions, puts their leaves into the queue of the log and their terms into that of
  /// the counts, and keeps their texts.
  void append(Connection connection, List<Recorded> recorded) throws SQLException {
    // INVARIANT: no row of a batch that failed half-way is left to go out with this one.
    decisions.clear();
    records.clear();
    counts.clear();
    texts.clear();
    byte[] salts = new byte[recorded.size() * DecisionRow.SALT];
    random.nextBytes(salts);
    List<UUID> ids = new ArrayList<>(recorded.size());
    byte[] leaves = new byte[recorded.size() * LEAF_HASH];
    for (int i = 0; i < recorded.size(); i++) {
      int salt = i * DecisionRow.SALT;
      DecisionRow row =
          row(recorded.get(i), Arrays.copyOfRange(salts, salt, salt + DecisionRow.SALT));
      row.fileInto(decisions);
      row.keepIn(records);
      counts.add(row);
      texts.add(row.id(), recorded.get(i).submission().texts());
      ids.add(row.id());
      System.arraycopy(row.leafHash(), 0, leaves, i * LEAF_HASH, LEAF_HASH);
    }
    decisions.copyInto(connection, DecisionRow.COPY_DECISIONS);
    records.copyInto(connection, DecisionRow.COPY_RECORDS);
    texts.flush(connection);
    LogQueue.add(connection, RecordKind.DECISION, ids, leaves);
    counts.flush(connection);
  }

  private DecisionRow row(Recorded recorded, byte[] salt) {
    Decision decision = recorded.decision();
    Judgement judgement = decision.judgement();
    Submission submission = recorded.submission();
    Aggregate aggregate = submission.aggregate();
    Aggregate.Release release = aggregate.release();
    IncidentKey key = IncidentKey.of(aggregate);
    return new DecisionRow(
        decision.decisionId(),
        decision.decidedAt(),
        aggregate.window().start(),
        aggregate.window().end(),
        decision.ruleset().version(),
        judgement.priority(),
        decision.incidentId(),
        aggregate.revision(),
        judgement.owner().slaMinutes(),
        judgement.severity().name(),
        judgement.disposition().name(),
        judgement.mitigation().tier().name(),
        judgement.mitigation().scope().name(),
        judgement.mitigation().mode().name(),
        aggregate.product(),
        aggregate.surface(),
        release == null ? null : release.version(),
        key.cohort(),
        aggregate.cluster().id(),
        judgement.owner().team(),
        decision.caller(),
        decision.traceId(),
        aggregate.aggregateId(),
        summary(aggregate.cluster()),
        Terms.of(decision, aggregate),
        engineVersion,
        salt,
        Sha256.parse(decision.ruleset().digest()),
        submission.received().digest(),
        new DecisionDocuments(
            commitments(submission.texts()),
            writer.context(recorded.context()),
            writer.actions(judgement),
            writer.reasons(judgement),
            writer.nearMisses(judgement),
            submission.received().kept(),
            writer.firings(judgement)));
  }

  private static byte[] commitments(List<SealedText> texts) {
    List<byte[]> all = new ArrayList<>(texts.size());
    for (SealedText text : texts) {
      all.add(
          new CanonicalObject(160)
              .text("commitment", HexFormat.of().formatHex(text.commitment()))
              .texts("masked", text.masked())
              .text("path", text.path())
              .toBytes());
    }
    return CanonicalObject.array(all);
  }

  private static @Nullable String summary(Aggregate.Cluster cluster) {
    if (cluster.summary() == null || cluster.rootCause() == null) {
      return cluster.summary() == null ? cluster.rootCause() : cluster.summary();
    }
    return cluster.summary() + "\n" + cluster.rootCause();
  }

  private static Array texts(Connection connection, Stream<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray());
  }
}
