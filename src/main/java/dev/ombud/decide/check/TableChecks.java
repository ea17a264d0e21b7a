package dev.ombud.decide.check;

import dev.ombud.decide.space.Report;
import dev.ombud.decide.space.Subject;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All checks of a table that can be read. A blank cell, a wrong unit and a number out of range
/// keep it from being read, so that [BlankCell][dev.ombud.decide.table.BlankCell] and
/// [OutOfRange][dev.ombud.decide.table.OutOfRange] speak up earlier. Stateless, so thread-safe.
public final class TableChecks {
  private TableChecks() {}

  /// All findings about one table, in reading order.
  ///
  /// @param before the same table in the version that decides now
  public static List<Finding> check(DecisionTable table, Optional<DecisionTable> before) {
    Subject subject = Subject.of(table);
    Report report = new Report(table);
    Gap.check(subject, report);
    Overlap.check(subject, report);
    Conflict.check(subject, report);
    Set<Integer> masked = MaskedRule.check(subject, report);
    Subsumption.check(subject, masked, report);
    UnreachableOutput.check(subject, report);
    before.ifPresent(old -> RowIdChanged.check(old, table, report));
    return report.list();
  }
}
