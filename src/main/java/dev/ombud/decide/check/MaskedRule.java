package dev.ombud.decide.check;

import dev.ombud.decide.space.Box;
import dev.ombud.decide.space.RegionSearch;
import dev.ombud.decide.space.Report;
import dev.ombud.decide.space.Subject;
import dev.ombud.ground.base.Finding.Level;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A row that can never count: under FIRST the rows above it, under PRIORITY those of a higher
/// priority, or of the same and above it, together match everything that it matches. Stateless, so
/// thread-safe.
public final class MaskedRule {
  static final String CODE = "masked-rule";

  private static final long BUDGET = 40_000_000;
  private static final long BUDGET_OF_A_ROW = 1_000_000;

  private MaskedRule() {}

  /// @return the rows that are masked, or may be, by their place in the table
  static Set<Integer> check(Subject subject, Report report) {
    Set<Integer> masked = new HashSet<>();
    long budget = BUDGET;
    int doubtful = 0;
    for (Box row : subject.order()) {
      if (row.isEmpty()) {
        report.add(
            row,
            Level.WARNING,
            CODE,
            () -> subject.row(row).id() + " can never match: widen its tests or delete it");
        continue;
      }
      long allowed = Math.min(budget, BUDGET_OF_A_ROW);
      RegionSearch search = new RegionSearch(allowed);
      Optional<List<Box>> covering = covering(subject, row, search);
      budget -= allowed - Math.max(0, search.budget());
      doubtful += search.isExhausted() ? 1 : 0;
      if (covering.isPresent() || search.isExhausted()) {
        masked.add(row.row());
      }
      covering.ifPresent(
          rows -> report.add(row, Level.WARNING, CODE, () -> message(subject, row, rows)));
    }
    if (doubtful > 0) {
      report.addIncomplete(
          "of %d rows it is unclear whether the rows before them leave anything to them: split the table"
              .formatted(doubtful));
    }
    return masked;
  }

  /// The rows that leave nothing to a row, if there are such.
  static Optional<List<Box>> covering(Subject subject, Box row, RegionSearch search) {
    if (!subject.isOrdered()) {
      return Optional.empty();
    }
    List<Box> ahead = subject.covering(row, search);
    Set<Box> used = new LinkedHashSet<>();
    Optional<Box> left = search.uncovered(row, ahead, used);
    return left.isPresent() || search.isExhausted()
        ? Optional.empty()
        : Optional.of(ahead.stream().filter(used::contains).toList());
  }

  private static String message(Subject subject, Box row, List<Box> covering) {
    return "%s can never count, since %s always %s: narrow %s, move %s up, or delete it"
        .formatted(
            subject.row(row).id(),
            subject.named(covering),
            covering.size() == 1 ? "wins" : "win",
            covering.size() == 1 ? "that" : "them",
            subject.row(row).id());
  }
}
