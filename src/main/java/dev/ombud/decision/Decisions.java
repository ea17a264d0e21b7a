package dev.ombud.decision;

import dev.ombud.domain.Aggregate;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The orchestrator's face.
public interface Decisions {
  CompletableFuture<Answer> submit(Submission submission);

  /// Blocks while the queue is full.
  CompletableFuture<Answer> submitWaiting(Submission submission) throws InterruptedException;

  Evaluation evaluate(Aggregate aggregate);

  Optional<StoredDecision> find(UUID id);

  DecisionPage search(DecisionQuery query);
}
