package dev.ombud.decide.check;

import dev.ombud.decide.space.Box;
import dev.ombud.decide.space.RegionSearch;
import dev.ombud.decide.space.Report;
import dev.ombud.decide.space.Subject;
import dev.ombud.ground.base.Finding.Level;
import dev.ombud.ground.base.HeavyWork;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Two rows that match the same input and conclude differently, although the hit policy does not
/// say which of them wins: any two under ANY; under PRIORITY two of the same priority, where no row
/// of a higher one matches as well. Stateless, so thread-safe.
public final class Conflict {
  static final String CODE = "conflict";

  private static final long BUDGET = 20_000_000;
  private static final long BUDGET_OF_A_PAIR = 500_000;
  private static final String TANGLED =
      "the table is too tangled to find every conflict: narrow the rows that share inputs";

  private Conflict() {}

  static void check(Subject subject, Report report) {
    switch (subject.table().hitPolicy()) {
      case ANY -> any(subject, report);
      case PRIORITY -> priority(subject, report);
      case UNIQUE, FIRST, COLLECT, RULE_ORDER, COLLECT_SUM -> {}
    }
  }

  private static void any(Subject subject, Report report) {
    RegionSearch search = new RegionSearch(BUDGET);
    for (Box later : subject.boxes()) {
      HeavyWork.requireTime();
      if (report.isFull(CODE)) {
        return;
      }
      if (search.isExhausted()) {
        report.addIncomplete(TANGLED);
        return;
      }
      for (Box earlier : subject.above(later, search)) {
        if (!subject.concludeTheSame(earlier, later)) {
          report.add(
              later,
              Level.ERROR,
              CODE,
              () -> message(subject, earlier, later, earlier.and(later), "narrow one of them"));
        }
      }
    }
  }

  private static void priority(Subject subject, Report report) {
    long budget = BUDGET;
    for (Box later : subject.order()) {
      HeavyWork.requireTime();
      if (!hasRival(subject, later)) {
        continue;
      }
      RegionSearch looks = new RegionSearch(budget);
      List<Box> ahead = subject.ahead(later, looks);
      budget = Math.max(0, looks.budget());
      List<Box> above =
          ahead.stream().filter(row -> subject.rank(row) < subject.rank(later)).toList();
      for (Box earlier : ahead.subList(above.size(), ahead.size()).reversed()) {
        if (subject.concludeTheSame(earlier, later)) {
          continue;
        }
        if (budget == 0 || report.isFull(CODE)) {
          report.addIncomplete(TANGLED);
          return;
        }
        Box both = earlier.and(later);
        RegionSearch search = new RegionSearch(Math.min(budget, BUDGET_OF_A_PAIR));
        Optional<Box> free = search.uncovered(both, above, new HashSet<>());
        budget -= Math.min(budget, BUDGET_OF_A_PAIR) - Math.max(0, search.budget());
        if (free.isPresent() || search.isExhausted()) {
          report.add(
              later,
              Level.WARNING,
              CODE,
              () ->
                  message(
                      subject,
                      earlier,
                      later,
                      free.orElse(both),
                      "the upper one wins: narrow one of them"));
        }
      }
    }
  }

  /// Whether a row of the same priority before it concludes something else, wherever that matches.
  private static boolean hasRival(Subject subject, Box later) {
    for (int i = subject.turn(later) - 1; i >= 0; i--) {
      Box earlier = subject.order().get(i);
      if (subject.rank(earlier) != subject.rank(later)) {
        return false;
      }
      if (!subject.concludeTheSame(earlier, later)) {
        return true;
      }
    }
    return false;
  }

  private static String message(Subject subject, Box earlier, Box later, Box both, String remedy) {
    return "%s and %s both match %s and conclude differently: %s"
        .formatted(
            subject.row(earlier).id(),
            subject.row(later).id(),
            subject.space().shown(both, subject.table()),
            remedy);
  }
}
