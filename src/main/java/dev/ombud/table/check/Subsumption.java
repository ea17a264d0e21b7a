package dev.ombud.table.check;

import dev.ombud.domain.Finding.Level;
import dev.ombud.table.check.space.Box;
import dev.ombud.table.check.space.Report;
import dev.ombud.table.check.space.Search;
import dev.ombud.table.check.space.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A row inside another one that concludes the same, so that the table says the same without it.
/// Not one that is masked, which has a finding already, and none of a UNIQUE table, where two rows
/// that match are an overlap. Stateless, so thread-safe.
public final class Subsumption {
  static final String CODE = "subsumption";

  private static final long BUDGET = 20_000_000;

  private Subsumption() {}

  static void check(Subject subject, Report report) {
    Search search = new Search(BUDGET);
    Map<List<?>, List<Box>> alike = new HashMap<>();
    for (Box row : subject.order()) {
      alike.computeIfAbsent(subject.row(row).conclusions(), _ -> new ArrayList<>()).add(row);
    }
    for (Box row : subject.boxes()) {
      List<Box> others = alike.getOrDefault(subject.row(row).conclusions(), List.of());
      wider(subject, row, others, search)
          .ifPresent(
              other -> report.add(row, Level.WARNING, CODE, () -> message(subject, row, other)));
    }
    if (search.isExhausted()) {
      report.addIncomplete(
          "the table is too tangled to find every row that adds nothing: split the table");
    }
  }

  private static String message(Subject subject, Box row, Box wider) {
    return "%s adds nothing, since %s matches all that it does and concludes the same: delete it"
        .formatted(subject.row(row).id(), subject.row(wider).id());
  }

  /// The row that makes another one superfluous.
  private static Optional<Box> wider(Subject subject, Box row, List<Box> alike, Search search) {
    if (row.isEmpty()) {
      return Optional.empty();
    }
    for (int i = 0; i < alike.size(); i++) {
      Box other = alike.get(i);
      if (other.row() != row.row()
          && other.contains(row)
          && isSuperfluous(subject, row, other, search)) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  private static boolean isSuperfluous(Subject subject, Box row, Box other, Search search) {
    boolean isBefore = subject.turn(other) < subject.turn(row);
    boolean isEqual = row.contains(other);
    return switch (subject.table().hitPolicy()) {
      case UNIQUE -> false;
      // Of two equal rows the upper one stays.
      case ANY, COLLECT -> isBefore || !isEqual;
      case RULE_ORDER -> isBefore || (!isEqual && nothingComesBetween(subject, row, other, search));
      case FIRST, PRIORITY ->
          !isBefore
              && !isMasked(subject, row, search)
              && !isMasked(subject, other, search)
              && nothingComesBetween(subject, row, other, search);
    };
  }

  private static boolean isMasked(Subject subject, Box row, Search search) {
    return MaskedRule.covering(subject, row, search).isPresent() || search.isExhausted();
  }

  /// The rows between the two that touch the first one and conclude something else.
  private static List<Box> between(Subject subject, Box row, Box other) {
    List<Box> between = new ArrayList<>();
    for (int i = subject.turn(row) + 1; i < subject.turn(other); i++) {
      Box each = subject.order().get(i);
      if (!subject.concludeTheSame(row, each) && each.touches(row)) {
        between.add(each);
      }
    }
    return between;
  }

  /// Whether without the row every input that it now decides would fall to a row that concludes the
  /// same. A row between the two that concludes something else must get none of them: whatever it
  /// shares with the row goes to those ahead of the row, or to those between that conclude the
  /// same. Where all rows count in table order, those ahead only help if they conclude one of the
  /// two.
  private static boolean nothingComesBetween(Subject subject, Box row, Box other, Search search) {
    for (Box each : between(subject, row, other)) {
      List<Box> cover = new ArrayList<>();
      for (Box ahead : subject.ahead(row)) {
        if (subject.isOrdered()
            || subject.concludeTheSame(ahead, row)
            || subject.concludeTheSame(ahead, each)) {
          cover.add(ahead);
        }
      }
      for (int i = subject.turn(row) + 1; i < subject.turn(each); i++) {
        Box same = subject.order().get(i);
        if (subject.concludeTheSame(row, same)) {
          cover.add(same);
        }
      }
      if (search.uncovered(row.and(each), cover, new HashSet<>()).isPresent()
          || search.isExhausted()) {
        return false;
      }
    }
    return true;
  }
}
