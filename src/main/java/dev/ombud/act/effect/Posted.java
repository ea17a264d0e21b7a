package dev.ombud.act.effect;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.record.decision.StoredDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// One aggregate as it bears witness of a span of event time. Immutable.
///
/// @param start of its window
/// @param end of what it has counted: the end of its window, or when it was received, whichever is
///   earlier
record Posted(UUID decisionId, Instant start, Instant end, Aggregate aggregate) {
  /// The older, then the shorter; of one span what was posted last comes last.
  private static final Comparator<Posted> IN_ORDER =
      Comparator.comparing(Posted::end)
          .thenComparing(Posted::start, Comparator.reverseOrder())
          .thenComparing(Posted::decisionId);

  /// @param aggregate of the decision
  static Posted of(StoredDecision stored, Aggregate aggregate) {
    return new Posted(
        stored.decision().decisionId(),
        aggregate.window().start(),
        aggregate.evidenceAt(stored.decision().decidedAt()),
        aggregate);
  }

  record Span(Instant start, Instant end) {}

  Span span() {
    return new Span(start, end);
  }

  Duration length() {
    return start.isBefore(end) ? Duration.between(start, end) : Duration.ZERO;
  }

  /// Without those that a later revision has replaced.
  static List<Posted> newest(Collection<Posted> all) {
    Map<String, Posted> newest = new HashMap<>();
    for (Posted each : all) {
      newest.merge(
          each.aggregate().aggregateId(),
          each,
          (one, other) -> one.aggregate().revision() < other.aggregate().revision() ? other : one);
    }
    return List.copyOf(newest.values());
  }

  /// Those that another one has counted over exactly the same span.
  static List<Posted> shared(Collection<Posted> some, Collection<Posted> others) {
    Set<Span> spans = new HashSet<>();
    others.forEach(each -> spans.add(each.span()));
    return some.stream().filter(each -> spans.contains(each.span())).toList();
  }

  /// Some that do not overlap, so that no complaint counts twice: of all such choices one that
  /// covers the most time (weighted interval scheduling). What they count has no part in it.
  static List<Posted> disjoint(Collection<Posted> all) {
    List<Posted> sorted =
        all.stream().filter(each -> each.length().isPositive()).sorted(IN_ORDER).toList();
    Duration[] covered = new Duration[sorted.size() + 1];
    covered[0] = Duration.ZERO;
    int[] rest = new int[sorted.size()];
    for (int i = 0; i < sorted.size(); i++) {
      rest[i] = before(sorted, i);
      Duration with = covered[rest[i]].plus(sorted.get(i).length());
      covered[i + 1] = with.compareTo(covered[i]) >= 0 ? with : covered[i];
    }
    List<Posted> chosen = new ArrayList<>();
    int left = sorted.size();
    while (left > 0) {
      Duration with = covered[rest[left - 1]].plus(sorted.get(left - 1).length());
      if (with.equals(covered[left])) {
        chosen.add(sorted.get(left - 1));
        left = rest[left - 1];
      } else {
        left--;
      }
    }
    return chosen.reversed();
  }

  /// How many of those before it end before it begins.
  private static int before(List<Posted> sorted, int place) {
    int low = 0;
    int high = place;
    while (low < high) {
      int middle = (low + high) / 2;
      if (sorted.get(middle).end().isAfter(sorted.get(place).start())) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
