package dev.ombud.act.outcome;

import dev.ombud.act.review.Review;
import dev.ombud.act.review.Reviews;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.DecisionLabels;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The table of corrected labels: rows are added and never changed. Thread-safe.
final class CorrectionStore {
  private static final String SELECT =
      """
      select id, decision_id, review_id, at, actor as by, reason, severity_from as from_severity,
        owner_from as from_owner, categories_from as from_categories, severity_to as to_severity,
        owner_to as to_owner, categories_to as to_categories
      from label_corrections
      """;

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
            .mapTo(LabelCorrection.class)
            .list());
  }

  /// Records a correction and its event. What it begins with is what the one before it ended with.
  ///
  /// @throws dev.ombud.ground.base.ServiceException INVALID_REQUEST where nothing is wrong
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
        .mapTo(LabelCorrection.class)
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
                where decision_id = :decisionId), :decisionId, :reviewId, :product, :source, :by,
              :reason, :from.severity, :to.severity, :from.owner, :to.owner, :categoriesFrom,
              :categoriesTo)
            """)
        .bindMethods(correction)
        .bind("product", product)
        .bind("source", source)
        .bindArray("categoriesFrom", String.class, correction.from().categories())
        .bindArray("categoriesTo", String.class, correction.to().categories())
        .execute();
  }
}
