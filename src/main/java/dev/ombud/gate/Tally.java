package dev.ombud.gate;

import dev.ombud.domain.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Adds up complaints so that none counts twice: a pipeline that posts the same cluster every
/// quarter of an hour over sliding windows, or a second revision of one, says the same again. Of
/// one cluster only windows that do not overlap count, the newest first. Stateless.
final class Tally {
  private static final int DECISIONS_MOST = 3;
  private static final int EVIDENCE_MOST = 5;

  /// Themes that a verdict keeps; the gravest and most frequent of them.
  static final int HEARD_MOST = 200;

  private Tally() {}

  private record Key(
      String surface,
      String cluster,
      String cohort,
      boolean isHigh,
      boolean isDoubtful,
      boolean isTied,
      Optional<String> variant) {}

  /// @param complaints in any order
  /// @return the gravest first, at most [#HEARD_MOST]
  static List<Heard> of(Collection<Complaint> complaints) {
    Map<Key, List<Complaint>> groups = new LinkedHashMap<>();
    complaints.stream()
        .sorted(Comparator.comparing(Complaint::decision, Comparator.reverseOrder()))
        .forEach(each ->
            groups
                .computeIfAbsent(
                    new Key(
                        each.surface(),
                        each.cluster(),
                        each.cohort(),
                        each.isHigh(),
                        each.isDoubtful(),
                        each.isTied(),
                        each.variant()),
                    _ -> new ArrayList<>())
                .add(each));
    return groups.entrySet().stream()
        .map(group -> heard(group.getKey(), group.getValue()))
        .sorted(
            Comparator.comparing(Heard::severity)
                .thenComparing(Heard::complaints, Comparator.reverseOrder())
                .thenComparing(Heard::surface)
                .thenComparing(Heard::cluster)
                .thenComparing(each -> each.decisions().getFirst()))
        .limit(HEARD_MOST)
        .toList();
  }

  /// @param group the newest first
  private static Heard heard(Key key, List<Complaint> group) {
    long complaints = 0;
    int windows = 0;
    Instant before = Instant.MAX;
    Severity gravest = Severity.P4;
    List<UUID> decisions = new ArrayList<>();
    Set<String> categories = new LinkedHashSet<>();
    Set<String> evidence = new LinkedHashSet<>();
    for (Complaint each : byWindow(group)) {
      if (!each.end().isAfter(before)) {
        complaints += each.count();
        windows++;
        before = each.start();
        evidence.addAll(each.evidence());
        if (decisions.size() < DECISIONS_MOST) {
          decisions.add(each.decision());
        }
      }
      gravest = each.severity().compareTo(gravest) < 0 ? each.severity() : gravest;
      categories.addAll(each.categories());
    }
    return new Heard(
        key.surface(),
        key.cluster(),
        categories.stream().sorted().toList(),
        gravest,
        key.isDoubtful(),
        key.isTied(),
        key.variant(),
        complaints,
        windows,
        decisions,
        evidence.stream().limit(EVIDENCE_MOST).toList());
  }

  /// The latest window first; of several that end together the newest decision.
  private static List<Complaint> byWindow(List<Complaint> group) {
    return group.stream()
        .sorted(Comparator.comparing(Complaint::end).thenComparing(Complaint::decision).reversed())
        .toList();
  }
}
