package dev.ombud.record.history;

import dev.ombud.ground.code.Severity;
import dev.ombud.record.decision.Difference;
import dev.ombud.record.decision.Difference.Change;
import dev.ombud.record.decision.Difference.RowChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.stream.Collectors;

/// A few of many decisions that differ: the most severe, spread over the kinds of change, and of
/// equals the newest. The same differences give the same examples in whatever order they come, as
/// long as there are no more than [#MAX_KINDS] kinds. Not thread-safe.
final class Examples {
  /// What is shown in the end, and so what is kept of a kind.
  private static final int MAX_EXAMPLES = 20;

  private static final int MAX_KINDS = 64;

  private static final Comparator<Example> BEST =
      Comparator.comparing(Example::severity)
          .thenComparing(Comparator.comparing(Example::decisionId).reversed());

  private final Map<String, PriorityQueue<Example>> kinds = new HashMap<>();

  /// @param severity the graver one of both sides
  record Example(
      UUID decisionId, Severity severity, List<Change> changes, List<RowChange> responsible) {}

  void add(UUID decisionId, Difference difference) {
    List<Change> changes = difference.changes();
    add(
        kind(changes),
        new Example(decisionId, difference.worst(), changes, difference.responsible()));
  }

  private void add(String kind, Example example) {
    PriorityQueue<Example> kept = kinds.get(kind);
    if (kept == null) {
      if (kinds.size() == MAX_KINDS) {
        return;
      }
      kept = new PriorityQueue<>(BEST.reversed());
      kinds.put(kind, kept);
    }
    kept.add(example);
    if (kept.size() > MAX_EXAMPLES) {
      kept.remove();
    }
  }

  /// Who is told how soon has too many values to tell kinds apart by.
  private static String kind(List<Change> changes) {
    return changes.stream()
        .map(change ->
            switch (change.aspect()) {
              case SEVERITY, DISPOSITION, TIER, SCOPE, MODE, ACTIONS ->
                  change.aspect() + " " + change.from() + " " + change.to();
              case TEAM, SLA, TARGETS -> change.aspect().name();
            })
        .collect(Collectors.joining(", "));
  }

  void merge(Examples other) {
    other.kinds.forEach((kind, kept) -> kept.forEach(example -> add(kind, example)));
  }

  /// One of each kind in turn, the kind with the most severe example first.
  List<Example> chosen() {
    List<List<Example>> rest =
        kinds.values().stream()
            .map(kept -> kept.stream().sorted(BEST).toList())
            .sorted(Comparator.comparing(List::getFirst, BEST))
            .toList();
    List<Example> chosen = new ArrayList<>();
    for (int turn = 0; turn < MAX_EXAMPLES; turn++) {
      for (List<Example> kind : rest) {
        if (turn < kind.size() && chosen.size() < MAX_EXAMPLES) {
          chosen.add(kind.get(turn));
        }
      }
    }
    return chosen;
  }
}
