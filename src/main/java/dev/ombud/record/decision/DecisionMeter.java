package dev.ombud.record.decision;

import dev.ombud.ground.domain.Decision;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/// What the pipeline tells whoever counts. Called on the lanes' threads: be quick.
public interface DecisionMeter {
  /// A batch has been committed.
  void committed(List<Decision> decisions, Duration duration);

  /// A caller has the answer, so long after it was taken in.
  void answered(Duration latency);

  /// A request was answered with the decision of an earlier one.
  void replayed(int count);

  /// A batch could not be committed; nobody was told otherwise.
  void failed(int count);

  /// Decisions that callers were told of, and of which there is no record: this must never happen.
  void unrecorded(int count);

  /// How many aggregates wait can be asked here at any time.
  void watchQueue(IntSupplier depth);
}
