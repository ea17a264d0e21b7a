package dev.ombud.record.decision;

import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.domain.Aggregate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// What callers can ask of the pipeline. Thread-safe.
public interface Decisions {
  /// Decides; completes when the record is committed.
  ///
  /// @throws dev.ombud.ground.base.ServiceException at once with OVERLOADED or STOPPING; the future
  ///   fails with AGGREGATE_CONFLICT, REVISION_OUTDATED or DATABASE_UNAVAILABLE
  CompletableFuture<DecisionAnswer> submit(Submission submission);

  /// The same, but waits while the queue is full.
  CompletableFuture<DecisionAnswer> submitWaiting(Submission submission)
      throws InterruptedException;

  /// Judges without storing anything.
  Evaluation evaluate(Aggregate aggregate, MaskingConfidence masking);

  Optional<StoredDecision> find(UUID id);

  /// Some decisions by their ids; those that are not on record are left out.
  Map<UUID, StoredDecision> findAll(Collection<UUID> ids);
}
