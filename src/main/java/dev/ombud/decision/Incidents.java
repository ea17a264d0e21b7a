package dev.ombud.decision;

import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Context;
import dev.ombud.domain.Context.Incident;
import dev.ombud.domain.Disposition;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.Tier;
import dev.ombud.domain.Vocabulary;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The incidents that a batch of decisions touches, as they stand after each decision. A window
/// that calls for somebody is a *breach* and opens an incident; a window below the clear threshold
/// is a *clear*, and enough of them in a row end it. Trip and clear differ, so that it does not
/// flap. Not thread-safe.
final class Incidents {
  private final Map<IncidentKey, Incident> open;
  private final Map<UUID, IncidentStore.Change> changes = new HashMap<>();

  Incidents(Map<IncidentKey, Incident> open) {
    this.open = new HashMap<>(open);
  }

  Context context(IncidentKey key) {
    Incident incident = open.get(key);
    return incident == null ? Context.NONE : new Context(incident);
  }

  /// Takes one decision into account.
  ///
  /// @param decisionId also the identity of an incident that it opens
  /// @return the incident that the decision belongs to, or null
  @Nullable UUID apply(
      IncidentKey key,
      Aggregate aggregate,
      Judgement judgement,
      UUID decisionId,
      Instant decidedAt) {
    Incident before = open.get(key);
    boolean breach = calls(judgement.disposition());
    if (before == null && !breach) {
      return null;
    }
    Incident now =
        before == null ? opened(judgement, decisionId) : step(before, aggregate, judgement);
    boolean ended = now.clears() >= judgement.number(Vocabulary.LIMIT_CLEAR_WINDOWS).orElse(2);
    if (ended) {
      open.remove(key);
    } else {
      open.put(key, now);
    }
    boolean fresh = before == null || isFresh(before.id());
    changes.put(now.id(), new IncidentStore.Change(key, now, fresh, !ended, decisionId, decidedAt));
    return now.id();
  }

  /// Whether the last decision of an incident ended it.
  boolean hasEnded(UUID incidentId) {
    IncidentStore.Change last = changes.get(incidentId);
    return last != null && !last.open();
  }

  Collection<IncidentStore.Change> changes() {
    return changes.values();
  }

  private boolean isFresh(UUID id) {
    IncidentStore.Change change = changes.get(id);
    return change != null && change.fresh();
  }

  private static Incident opened(Judgement judgement, UUID id) {
    return new Incident(id, 1, 0, judgement.mitigation().tier(), null);
  }

  private static Incident step(Incident before, Aggregate aggregate, Judgement judgement) {
    Tier tier = judgement.mitigation().tier();
    Tier reached = tier.compareTo(before.tierReached()) > 0 ? tier : before.tierReached();
    if (calls(judgement.disposition())) {
      return new Incident(before.id(), before.breaches() + 1, 0, reached, before.mitigatedAt());
    }
    int clears = isClear(aggregate, judgement) ? before.clears() + 1 : 0;
    return new Incident(before.id(), 0, clears, reached, before.mitigatedAt());
  }

  private static boolean calls(Disposition disposition) {
    return switch (disposition) {
      case ACT, REVIEW, TICKET -> true;
      case DIGEST, QUARANTINE -> false;
    };
  }

  /// Missing data never counts as recovery.
  private static boolean isClear(Aggregate aggregate, Judgement judgement) {
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    Double sigma = sentiment == null ? null : sentiment.sigma();
    return judgement.disposition() == Disposition.DIGEST
        && sigma != null
        && sigma < judgement.number(Vocabulary.LIMIT_CLEAR_SIGMA).orElse(0);
  }
}
