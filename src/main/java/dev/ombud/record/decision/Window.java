package dev.ombud.record.decision;

import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.field.Vocabulary;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One window of an incident key, as far as the next ones need it. Immutable.
///
/// @param end the time of its evidence: a window that still runs ends when it was received
/// @param verdict what it says of the incident
/// @param tier the mitigation that was asked for
/// @param isActed whether the mitigation was to run by itself
/// @param incident to which it belongs, or null
record Window(
    Instant end,
    Instant start,
    String aggregateId,
    int revision,
    Verdict verdict,
    Tier tier,
    boolean isActed,
    @Nullable UUID incident)
    implements Comparable<Window> {
  private static final Comparator<Window> ORDER =
      Comparator.comparing(Window::end)
          .thenComparing(Window::start)
          .thenComparing(Window::aggregateId);

  /// What a window says of an incident.
  enum Verdict {
    /// It calls for somebody.
    BREACH,
    /// It is below the clear threshold.
    CLEAR,
    /// It is between the two, or nobody knows: missing data never counts as recovery.
    NEITHER
  }

  /// A window that was not judged yet, for its place.
  static Window of(Aggregate aggregate, Instant receivedAt) {
    return new Window(
        aggregate.evidenceAt(receivedAt),
        aggregate.window().start(),
        aggregate.aggregateId(),
        aggregate.revision(),
        Verdict.NEITHER,
        Tier.NONE,
        false,
        null);
  }

  Window judged(Aggregate aggregate, Judgement judgement) {
    return new Window(
        end,
        start,
        aggregateId,
        revision,
        verdict(aggregate, judgement),
        judgement.mitigation().tier(),
        judgement.disposition() == Disposition.ACT,
        null);
  }

  Window in(@Nullable UUID other) {
    return new Window(end, start, aggregateId, revision, verdict, tier, isActed, other);
  }

  private static Verdict verdict(Aggregate aggregate, Judgement judgement) {
    return switch (judgement.disposition()) {
      case ACT, REVIEW, TICKET -> Verdict.BREACH;
      case DIGEST -> isClear(aggregate, judgement) ? Verdict.CLEAR : Verdict.NEITHER;
      case QUARANTINE -> Verdict.NEITHER;
    };
  }

  private static boolean isClear(Aggregate aggregate, Judgement judgement) {
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    Double sigma = sentiment == null ? null : sentiment.sigma();
    return sigma != null && sigma < judgement.number(Vocabulary.LIMIT_CLEAR_SIGMA).orElse(0);
  }

  @Override
  public int compareTo(Window other) {
    return ORDER.compare(this, other);
  }
}
