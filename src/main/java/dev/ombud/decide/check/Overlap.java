package dev.ombud.decide.check;

import dev.ombud.decide.space.Box;
import dev.ombud.decide.space.RegionSearch;
import dev.ombud.decide.space.Report;
import dev.ombud.decide.space.Subject;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.ground.base.Finding.Level;
import dev.ombud.ground.base.HeavyWork;

/// Two rows of a UNIQUE table that match the same input, so that neither counts. Stateless, so
/// thread-safe.
public final class Overlap {
  static final String CODE = "overlap";

  private static final long BUDGET = 50_000_000;

  private Overlap() {}

  static void check(Subject subject, Report report) {
    if (subject.table().hitPolicy() != HitPolicy.UNIQUE) {
      return;
    }
    RegionSearch search = new RegionSearch(BUDGET);
    for (Box later : subject.boxes()) {
      HeavyWork.requireTime();
      for (Box earlier : subject.above(later, search)) {
        report.add(later, Level.ERROR, CODE, () -> message(subject, earlier, later));
      }
      if (report.isFull(CODE)) {
        return;
      }
      if (search.isExhausted()) {
        report.addIncomplete("the table is too tangled to find every overlap: split the table");
        return;
      }
    }
  }

  private static String message(Subject subject, Box earlier, Box later) {
    String both =
        "%s and %s both match %s: "
            .formatted(
                subject.row(earlier).id(),
                subject.row(later).id(),
                subject.space().shown(earlier.and(later), subject.table()));
    if (subject.concludeTheSame(earlier, later) && earlier.contains(later)) {
      return both + "delete %s, which adds nothing".formatted(subject.row(later).id());
    }
    if (subject.concludeTheSame(earlier, later) && later.contains(earlier)) {
      return both + "delete %s, which adds nothing".formatted(subject.row(earlier).id());
    }
    return both + "narrow one of them";
  }
}
