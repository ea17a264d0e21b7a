package dev.ombud.decide.gate;

import dev.ombud.ground.code.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Adds up complaints so that none counts twice: a pipeline that posts the same cluster every
/// quarter of an hour over sliding windows says the same again. Of one cluster and cohort only
/// windows count that do not overlap, and of all ways to choose such windows the one with most
/// complaints: so there are at least so many, whatever was posted in which order. Complaints of a
/// cohort are among those of everyone in overlapping windows; whichever of both says more counts.
/// Stateless.
public final class Tally {
  private static final int MAX_DECISIONS = 3;
  private static final int MAX_EVIDENCE = 5;

  /// Themes that a verdict keeps; the gravest and most frequent of them.
  static final int MAX_HEARD = 200;

  private static final Comparator<Complaint> BY_END =
      Comparator.comparing((Complaint each) -> each.window().end())
          .thenComparing(Complaint::decision);

  private Tally() {}

  /// How a complaint counts, the gravest first: what overlaps counts as the gravest says.
  private enum Weight {
    HIGH,
    DOUBTFUL,
    LOW;

    static Weight of(Complaint complaint) {
      return complaint.isDoubtful() ? DOUBTFUL : complaint.isHigh() ? HIGH : LOW;
    }
  }

  private record Series(String surface, String cluster, boolean isTied, Optional<String> variant) {}

  private record Theme(String cohort, Weight weight, boolean isHigh, boolean isResolved) {}

  /// @param complaints in any order
  /// @param isResolved which are fixed already
  /// @return the gravest first, at most [#MAX_HEARD]
  public static List<Feedback> of(
      Collection<Complaint> complaints, Predicate<Complaint> isResolved) {
    Map<Series, List<Complaint>> all = new LinkedHashMap<>();
    complaints.stream()
        .sorted(Comparator.comparing(Complaint::decision, Comparator.reverseOrder()))
        .forEach(each ->
            all.computeIfAbsent(
                    new Series(each.surface(), each.cluster(), each.isTied(), each.variant()),
                    _ -> new ArrayList<>())
                .add(each));
    return all.entrySet().stream()
        .flatMap(each -> heard(each.getKey(), each.getValue(), isResolved).stream())
        .sorted(
            Comparator.comparing(Feedback::severity)
                .thenComparing(Feedback::complaints, Comparator.reverseOrder())
                .thenComparing(Feedback::surface)
                .thenComparing(Feedback::cluster)
                .thenComparing(each -> each.decisions().getFirst()))
        .limit(MAX_HEARD)
        .toList();
  }

  private static List<Feedback> heard(
      Series series, List<Complaint> all, Predicate<Complaint> isResolved) {
    Set<Complaint> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Weight weight : Weight.values()) {
      List<Complaint> left =
          all.stream()
              .filter(each -> Weight.of(each) == weight)
              .filter(each ->
                  counted.stream()
                      .noneMatch(other ->
                          other.cohort().equals(each.cohort())
                              && other.window().overlaps(each.window())))
              .toList();
      counted.addAll(choose(left));
    }
    Map<Theme, List<Complaint>> themes = new LinkedHashMap<>();
    for (Complaint each : all) {
      themes
          .computeIfAbsent(
              new Theme(each.cohort(), Weight.of(each), each.isHigh(), isResolved.test(each)),
              _ -> new ArrayList<>())
          .add(each);
    }
    return themes.entrySet().stream()
        .filter(theme -> theme.getValue().stream().anyMatch(counted::contains))
        .map(theme -> heard(series, theme.getKey(), theme.getValue(), counted))
        .toList();
  }

  private static Feedback heard(
      Series series, Theme theme, List<Complaint> group, Set<Complaint> counted) {
    List<Complaint> windows =
        group.stream().filter(counted::contains).sorted(BY_END.reversed()).toList();
    Severity gravest =
        group.stream().map(Complaint::severity).min(Comparator.naturalOrder()).orElseThrow();
    Set<String> evidence = new LinkedHashSet<>();
    windows.forEach(each -> evidence.addAll(each.evidence()));
    return new Feedback(
        series.surface(),
        series.cluster(),
        group.stream().flatMap(each -> each.categories().stream()).distinct().sorted().toList(),
        gravest,
        theme.weight() == Weight.DOUBTFUL,
        series.isTied(),
        series.variant(),
        sum(windows),
        windows.size(),
        windows.stream().limit(MAX_DECISIONS).map(Complaint::decision).toList(),
        evidence.stream().limit(MAX_EVIDENCE).toList(),
        theme.isResolved());
  }

  private static long sum(Collection<Complaint> windows) {
    return windows.stream().mapToLong(Complaint::count).sum();
  }

  /// Windows of one weight of which none says what another one says.
  private static List<Complaint> choose(List<Complaint> windows) {
    List<Complaint> everyone =
        windows.stream().filter(each -> each.cohort().equals(Complaint.EVERYONE)).toList();
    List<Complaint> named =
        windows.stream().filter(each -> !each.cohort().equals(Complaint.EVERYONE)).toList();
    List<Complaint> one = more(best(everyone), named);
    List<Complaint> other = more(best(named), everyone);
    return sum(one) >= sum(other) ? one : other;
  }

  /// And what says something else than these.
  private static List<Complaint> more(List<Complaint> chosen, List<Complaint> others) {
    List<Complaint> all = new ArrayList<>(chosen);
    all.addAll(
        best(
            others.stream()
                .filter(each ->
                    chosen.stream().noneMatch(taken -> taken.window().overlaps(each.window())))
                .toList()));
    return all;
  }

  /// Of each cohort the windows that do not overlap and have most complaints.
  private static List<Complaint> best(List<Complaint> windows) {
    return windows.stream()
        .collect(Collectors.groupingBy(Complaint::cohort, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .flatMap(each -> bestOf(each).stream())
        .toList();
  }

  /// Window by window in the order of their ends: either it is taken, with the best of those that
  /// end before it begins, or it is not. Of equals more windows, and then the newest.
  private static List<Complaint> bestOf(List<Complaint> cohort) {
    List<Complaint> windows = cohort.stream().sorted(BY_END).toList();
    int size = windows.size();
    long[] complaints = new long[size + 1];
    int[] numbers = new int[size + 1];
    int[] before = new int[size + 1];
    boolean[] isTaken = new boolean[size + 1];
    for (int i = 1; i <= size; i++) {
      Complaint window = windows.get(i - 1);
      before[i] = endedBy(windows, i - 1);
      long with = complaints[before[i]] + window.count();
      int number = numbers[before[i]] + 1;
      isTaken[i] =
          with > complaints[i - 1] || (with == complaints[i - 1] && number >= numbers[i - 1]);
      complaints[i] = isTaken[i] ? with : complaints[i - 1];
      numbers[i] = isTaken[i] ? number : numbers[i - 1];
    }
    List<Complaint> best = new ArrayList<>();
    int i = size;
    while (i > 0) {
      if (isTaken[i]) {
        best.add(windows.get(i - 1));
      }
      i = isTaken[i] ? before[i] : i - 1;
    }
    return best;
  }

  /// How many of the first windows end before one begins.
  private static int endedBy(List<Complaint> windows, int place) {
    int low = 0;
    int high = place;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (windows.get(middle).window().end().isAfter(windows.get(place).window().start())) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
