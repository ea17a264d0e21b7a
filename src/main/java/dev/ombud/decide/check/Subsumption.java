package dev.ombud.decide.check;

import dev.ombud.decide.space.Box;
import dev.ombud.decide.space.RegionSearch;
import dev.ombud.decide.space.Report;
import dev.ombud.decide.space.Subject;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.ground.base.Finding.Level;
import dev.ombud.ground.base.HeavyWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A row inside another one that concludes the same, so that the table says the same without it.
/// Not one that is masked, which has a finding already, and none of a UNIQUE table, where two rows
/// that match are an overlap. Stateless, so thread-safe.
public final class Subsumption {
  static final String CODE = "subsumption";

  private static final long BUDGET = 20_000_000;

  private Subsumption() {}

  /// @param masked the rows that are masked, or may be, by their place in the table
  static void check(Subject subject, Set<Integer> masked, Report report) {
    switch (subject.table().hitPolicy()) {
      case UNIQUE, COLLECT_SUM -> {
        return;
      }
      case FIRST, PRIORITY, ANY, COLLECT, RULE_ORDER -> {}
    }
    RegionSearch search = new RegionSearch(BUDGET);
    Map<List<?>, List<Box>> alike = new HashMap<>();
    for (Box row : subject.order()) {
      alike.computeIfAbsent(subject.row(row).conclusions(), _ -> new ArrayList<>()).add(row);
    }
    for (Box row : subject.boxes()) {
      if (report.isFull(CODE) || search.isExhausted()) {
        break;
      }
      List<Box> others = alike.getOrDefault(subject.row(row).conclusions(), List.of());
      wider(subject, row, others, masked, search)
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
  ///
  /// @param alike the rows that conclude the same, in their order
  private static Optional<Box> wider(
      Subject subject, Box row, List<Box> alike, Set<Integer> masked, RegionSearch search) {
    HeavyWork.requireTime();
    if (row.isEmpty() || (subject.isOrdered() && masked.contains(row.row()))) {
      return Optional.empty();
    }
    search.pay(alike.size());
    for (Box other : alike) {
      if (other.row() == row.row() || !other.contains(row)) {
        continue;
      }
      switch (subject.table().hitPolicy()) {
        case UNIQUE, COLLECT_SUM -> {
          return Optional.empty();
        }
        case ANY, COLLECT, RULE_ORDER -> {
          if (isSuperfluous(subject, row, other, search)) {
            return Optional.of(other);
          }
        }
        case FIRST, PRIORITY -> {
          if (subject.turn(other) > subject.turn(row) && !masked.contains(other.row())) {
            // What comes between the row and this one comes before any later one as well.
            return nothingComesBetween(subject, row, other, search)
                ? Optional.of(other)
                : Optional.empty();
          }
        }
      }
    }
    return Optional.empty();
  }

  /// Where all matching rows count.
  private static boolean isSuperfluous(Subject subject, Box row, Box other, RegionSearch search) {
    // Of two equal rows the upper one stays.
    if (subject.turn(other) < subject.turn(row)) {
      return true;
    }
    boolean isOrdered = subject.table().hitPolicy() == HitPolicy.RULE_ORDER;
    return !row.contains(other) && (!isOrdered || nothingComesBetween(subject, row, other, search));
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
  private static boolean nothingComesBetween(
      Subject subject, Box row, Box other, RegionSearch search) {
    List<Box> between = between(subject, row, other);
    List<Box> allAhead = between.isEmpty() ? List.of() : subject.ahead(row, search);
    for (Box each : between) {
      List<Box> cover = new ArrayList<>();
      for (Box ahead : allAhead) {
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
