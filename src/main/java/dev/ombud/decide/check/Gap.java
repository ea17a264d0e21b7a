package dev.ombud.decide.check;

import dev.ombud.decide.space.Box;
import dev.ombud.decide.space.RegionSearch;
import dev.ombud.decide.space.RegionSearch.Answer;
import dev.ombud.decide.space.RegionSearch.Divide;
import dev.ombud.decide.space.RegionSearch.Settled;
import dev.ombud.decide.space.RegionSearch.Stop;
import dev.ombud.decide.space.Report;
import dev.ombud.decide.space.Subject;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.decide.table.UnaryTestReader;
import dev.ombud.ground.base.Finding.Level;
import dev.ombud.ground.field.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Inputs that no row matches. Each comes with an example and with the row that closes it. Where
/// all matching rows count, that none matches is no mistake. Stateless, so thread-safe.
public final class Gap {
  static final String CODE = "gap";

  private static final long BUDGET = 20_000_000;

  private Gap() {}

  static void check(Subject subject, Report report) {
    if (isAskedAboutNames(subject.table())) {
      return; // that no row is about a name is said of each case where it happens
    }
    switch (subject.table().hitPolicy()) {
      case UNIQUE, FIRST, PRIORITY, ANY -> {
        RegionSearch search = new RegionSearch(BUDGET);
        List<Box> gaps = find(subject, search, Report.MAX_FINDINGS + 1);
        gaps.stream().limit(Report.MAX_FINDINGS).forEach(gap -> report(subject, gap, report));
        if (gaps.size() > Report.MAX_FINDINGS) {
          report.add(
              "",
              Level.WARNING,
              "more-gaps",
              "there are more gaps than these: add a last row with - everywhere");
        }
        if (search.isExhausted()) {
          report.addIncomplete(
              "the table is too tangled to find every gap: add a last row with - everywhere");
        }
      }
      case COLLECT, RULE_ORDER, COLLECT_SUM -> {}
    }
  }

  private static boolean isAskedAboutNames(DecisionTable table) {
    return table.inputs().stream()
        .anyMatch(column -> column.field().origin() == Field.Origin.SUBJECT);
  }

  /// Boxes that no row touches and that together hold every input that no row matches, unless there
  /// are more of them than asked for or the budget runs out. Each is as wide as it can be.
  static List<Box> find(Subject subject, RegionSearch search, int most) {
    List<Box> gaps = new ArrayList<>();
    search.run(
        subject.space().whole(),
        subject.boxes(),
        (region, rows) -> look(subject, region, rows, gaps, most));
    return gaps;
  }

  private static Answer look(
      Subject subject, Box region, List<Box> rows, List<Box> gaps, int most) {
    if (RegionSearch.cover(region, gaps).isPresent()
        || RegionSearch.cover(region, rows).isPresent()) {
      return new Settled();
    }
    if (!rows.isEmpty()) {
      return new Divide(rows);
    }
    List<Box> near = gaps.stream().filter(region::touches).toList();
    if (!near.isEmpty()) {
      return new Divide(near);
    }
    Box gap = subject.space().widened(region, subject.boxes());
    gaps.add(gap);
    if (gaps.size() == most) {
      return new Stop();
    }
    return gap.contains(region) ? new Settled() : new Divide(List.of(gap));
  }

  private static void report(Subject subject, Box gap, Report report) {
    List<String> cells = subject.space().cells(gap, subject.table());
    report.add(
        "",
        Level.WARNING,
        CODE,
        "no row matches %s: %s: %s"
            .formatted(
                subject.space().shown(gap, subject.table()),
                remedy(subject, closing(subject, cells)),
                String.join(" | ", cells)));
  }

  /// What the row with these cells matches.
  static Box closing(Subject subject, List<String> cells) {
    List<UnaryTest> tests = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      var read = UnaryTestReader.read(subject.table().inputs().get(i).field(), cells.get(i));
      switch (read) {
        case UnaryTestReader.Read(UnaryTest test) -> tests.add(test);
        case UnaryTestReader.Refused refused ->
            throw new IllegalStateException(cells.get(i) + ": " + refused.message());
      }
    }
    return subject.space().box(tests);
  }

  private static String remedy(Subject subject, Box closing) {
    Optional<Box> met = subject.boxes().stream().filter(closing::touches).findFirst();
    if (met.isEmpty()) {
      return "add the row";
    }
    HitPolicy policy = subject.table().hitPolicy();
    return switch (policy) {
      case FIRST -> "add as last the row";
      case PRIORITY -> "add, with a conclusion of the lowest priority, the row";
      case UNIQUE, ANY, COLLECT, RULE_ORDER, COLLECT_SUM ->
          "only - holds for what is not known, so write the hit policy FIRST and add as last the row";
    };
  }
}
