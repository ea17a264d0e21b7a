package dev.ombud.decide.check;

import dev.ombud.decide.space.Box;
import dev.ombud.decide.space.RegionSearch;
import dev.ombud.decide.space.Report;
import dev.ombud.decide.space.Subject;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.ground.base.Finding.Level;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Vocabulary;
import java.util.List;

/// Words of an output that no input leads to: no row that can count concludes them. Only of closed
/// lists, and only where one row decides. A team that owns nothing is no mistake. Stateless, so
/// thread-safe.
public final class UnreachableOutput {
  static final String CODE = "unreachable-output";

  private static final long BUDGET = 5_000_000;

  private UnreachableOutput() {}

  static void check(Subject subject, Report report) {
    switch (subject.table().hitPolicy()) {
      case UNIQUE, FIRST, PRIORITY, ANY -> {
        for (int i = 0; i < subject.table().outputs().size(); i++) {
          check(subject, i, report);
        }
      }
      case COLLECT, RULE_ORDER, COLLECT_SUM -> {}
    }
  }

  private static void check(Subject subject, int output, Report report) {
    Column column = subject.table().outputs().get(output);
    if (!(column.field().type() instanceof WordType type)
        || type.open()
        || column.field().equals(Vocabulary.TEAM)) {
      return;
    }
    List<String> missing =
        type.words().stream().filter(word -> !isReachable(subject, output, word)).toList();
    if (!missing.isEmpty()) {
      String letters =
          subject.table().cell(subject.table().rows().getFirst(), column).replaceAll("\\d", "");
      report.add(
          letters + ":" + letters,
          Level.WARNING,
          CODE,
          "nothing leads to %s, which `%s` may also be: add a row for it, or widen one that has it"
              .formatted(String.join(", ", missing), column.field()));
    }
  }

  private static boolean isReachable(Subject subject, int output, String word) {
    RegionSearch search = new RegionSearch(BUDGET);
    for (Box row : subject.boxes()) {
      if (word.equals(subject.row(row).conclusions().get(output))
          && !row.isEmpty()
          && MaskedRule.covering(subject, row, search).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
