package dev.ombud.record.decision;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a sample of the decisions that callers were told of, and looks later whether they are on
/// record: a disk that lies or a restored backup shows here. Thread-safe.
final class RecordCheck {
  private static final Logger log = LoggerFactory.getLogger(RecordCheck.class);
  private static final int SAMPLE = 256;

  private final AtomicReferenceArray<UUID> sample = new AtomicReferenceArray<>(SAMPLE);
  private final RecordStore finder;
  private final DecisionMeter meter;

  RecordCheck(RecordStore finder, DecisionMeter meter) {
    this.finder = finder;
    this.meter = meter;
  }

  void answered(UUID decisionId) {
    sample.lazySet(ThreadLocalRandom.current().nextInt(SAMPLE), decisionId);
  }

  /// Looks up the sample and begins a new one.
  void run() {
    Set<UUID> told = new HashSet<>();
    for (int i = 0; i < SAMPLE; i++) {
      UUID id = sample.getAndSet(i, null);
      if (id != null) {
        told.add(id);
      }
    }
    if (!told.isEmpty()) {
      told.removeAll(finder.present(told));
      if (!told.isEmpty()) {
        meter.unrecorded(told.size());
        log.error("callers were told of decisions that are not on record: {}", told);
      }
    }
  }
}
