package dev.ombud.review;

import dev.ombud.audit.AuditEvent;
import dev.ombud.audit.EventStore;
import dev.ombud.database.Database;
import dev.ombud.domain.DecisionLabels;
import dev.ombud.domain.LabelCorrection;
import dev.ombud.domain.Severity;
import dev.ombud.domain.TimeIds;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The table of corrected labels: rows are added and never changed. Thread-safe.
final class CorrectionStore {
  private static final String SELECT = "select * from label_corrections ";

  private final Database database;

  CorrectionStore(Database database) {
    this.database = database;
  }

  /// The oldest first.
  List<LabelCorrection> of(UUID decisionId) {
    return database.ask(handle ->
        handle
            .createQuery(SELECT + "where decision_id = :decision order by ordinal")
            .bind("decision", decisionId)
            .map((row, _) -> read(row))
            .list());
  }

  /// Records a correction and its event. What it begins with is what the one before it ended with.
  ///
  /// @throws dev.ombud.domain.ServiceException INVALID_REQUEST where nothing is wrong
  static void record(
      Handle handle,
      Review review,
      Corrections.Decided decided,
      LabelChange change,
      String actor,
      String reason,
      TimeIds ids) {
    UUID decisionId = review.proposal().decisionId();
    DecisionLabels from =
        lastLocked(handle, decisionId).map(LabelCorrection::to).orElse(decided.labels());
    UUID id = ids.next();
    LabelCorrection correction =
        new LabelCorrection(
            id,
            decisionId,
            review.id(),
            Instant.ofEpochMilli(TimeIds.millisOf(id)),
            actor,
            reason,
            from,
            change.upon(from));
    insert(handle, correction, review.proposal().product(), decided.source());
    EventStore.append(handle, event(correction));
  }

  private static AuditEvent event(LabelCorrection correction) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("from", correction.from().unlike(correction.to()));
    detail.put("to", correction.to().unlike(correction.from()));
    return new AuditEvent(
        correction.id(),
        AuditEvent.Kind.LABELS_CORRECTED,
        correction.by(),
        Reviews.subject(correction.reviewId()),
        correction.decisionId(),
        correction.reason(),
        detail);
  }

  /// The last one, which nobody overtakes before the end of the transaction.
  private static Optional<LabelCorrection> lastLocked(Handle handle, UUID decisionId) {
    // INVARIANT: two corrections of one decision wait for each other here.
    handle.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", "labels:" + decisionId);
    return handle
        .createQuery(SELECT + "where decision_id = :decision order by ordinal desc limit 1")
        .bind("decision", decisionId)
        .map((row, _) -> read(row))
        .findOne();
  }

  private static void insert(
      Handle handle, LabelCorrection correction, String product, Optional<String> source) {
    handle
        .createUpdate(
            """
            insert into label_corrections (at, id, ordinal, decision_id, review_id, product, source,
              actor, reason, severity_from, severity_to, owner_from, owner_to, categories_from,
              categories_to)
            values (:at, :id, (select coalesce(max(ordinal), 0) + 1 from label_corrections
                where decision_id = :decision), :decision, :review, :product, :source, :actor, :reason,
              :severityFrom, :severityTo, :ownerFrom, :ownerTo, :categoriesFrom, :categoriesTo)
            """)
        .bind("at", correction.at().atOffset(ZoneOffset.UTC))
        .bind("id", correction.id())
        .bind("decision", correction.decisionId())
        .bind("review", correction.reviewId())
        .bind("product", product)
        .bind("source", source.orElse(null))
        .bind("actor", correction.by())
        .bind("reason", correction.reason())
        .bind("severityFrom", correction.from().severity().name())
        .bind("severityTo", correction.to().severity().name())
        .bind("ownerFrom", correction.from().owner())
        .bind("ownerTo", correction.to().owner())
        .bindArray("categoriesFrom", String.class, correction.from().categories())
        .bindArray("categoriesTo", String.class, correction.to().categories())
        .execute();
  }

  private static LabelCorrection read(ResultSet row) throws SQLException {
    return new LabelCorrection(
        row.getObject("id", UUID.class),
        row.getObject("decision_id", UUID.class),
        row.getObject("review_id", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("actor"),
        row.getString("reason"),
        labels(row, "from"),
        labels(row, "to"));
  }

  private static DecisionLabels labels(ResultSet row, String which) throws SQLException {
    Array categories = row.getArray("categories_" + which);
    return new DecisionLabels(
        List.of((String[]) categories.getArray()),
        Severity.valueOf(row.getString("severity_" + which)),
        row.getString("owner_" + which));
  }
}
