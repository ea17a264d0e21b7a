package dev.ombud.decide.check;

import dev.ombud.decide.space.Box;
import dev.ombud.decide.space.RegionSearch;
import dev.ombud.decide.space.RegionSearch.Answer;
import dev.ombud.decide.space.RegionSearch.Divide;
import dev.ombud.decide.space.RegionSearch.Settled;
import dev.ombud.decide.space.RegionSearch.Stop;
import dev.ombud.decide.space.Space;
import dev.ombud.decide.space.Subject;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.ground.field.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How far a conclusion reaches: whether a changed table concludes a word, or one of several, for
/// any input for which the table before it did not. Not a finding: it decides how many people must
/// approve. Exact under every hit policy; where that would take too long, the answer is yes.
/// Stateless, so thread-safe.
public final class ConclusionReach {
  private static final long BUDGET = 20_000_000;

  private ConclusionReach() {}

  /// @param row the id of a row that now concludes the word
  /// @param example an input for which it did not before
  public record Widening(String row, String example) {}

  /// @param before the table that decides now; none if there is no such table yet
  /// @param output a column of the tables; one that has no such column never concludes it
  /// @param wanted the words, one of which is as good as another
  public static Optional<Widening> widened(
      Optional<DecisionTable> before, DecisionTable after, Field output, Set<String> wanted) {
    return widened(before, after, output, wanted, BUDGET);
  }

  static Optional<Widening> widened(
      Optional<DecisionTable> before,
      DecisionTable after,
      Field output,
      Set<String> wanted,
      long budget) {
    List<DecisionTable> tables = new ArrayList<>(List.of(after));
    before.ifPresent(tables::add);
    if (!Space.isOf(tables)) {
      return concluding(after, output, wanted)
          .map(row -> new Widening(row.id(), "the tables name too many texts to find an example"));
    }
    Space space = Space.of(tables);
    Side now = Side.of(after, space, output, wanted);
    Optional<Side> then = before.map(table -> Side.of(table, space, output, wanted));
    List<Box> all = new ArrayList<>(now.subject.order());
    then.ifPresent(side -> all.addAll(side.subject.order()));
    RegionSearch search = new RegionSearch(budget);
    for (Box row : now.subject.order()) {
      if (!now.words.contains(row)) {
        continue;
      }
      List<Box> found = new ArrayList<>(1);
      search.run(row, all, (region, rows) -> ask(region, rows, now, then, found));
      if (!found.isEmpty() || search.isExhausted()) {
        String id = now.subject.row(row).id();
        return Optional.of(
            found.stream()
                .findFirst()
                .map(region -> new Widening(id, space.shown(region, after)))
                .orElse(new Widening(id, "the tables are too tangled to find an example")));
      }
    }
    return Optional.empty();
  }

  private static Optional<Row> concluding(DecisionTable table, Field output, Set<String> wanted) {
    int column = table.outputs().stream().map(DecisionTable.Column::field).toList().indexOf(output);
    return table.rows().stream()
        .filter(row -> column >= 0)
        .filter(
            row -> row.conclusions().get(column) instanceof String word && wanted.contains(word))
        .findFirst();
  }

  private static Answer ask(
      Box region, List<Box> rows, Side now, Optional<Side> then, List<Box> found) {
    Verdict after = now.verdict(region, rows);
    Verdict before = then.map(side -> side.verdict(region, rows)).orElse(Verdict.NEVER);
    if (after == Verdict.NEVER || before == Verdict.ALWAYS) {
      return new Settled();
    }
    if (after == Verdict.ALWAYS && before == Verdict.NEVER) {
      found.add(region);
      return new Stop();
    }
    return new Divide(rows);
  }

  /// For which inputs of a region the word is concluded.
  private enum Verdict {
    ALWAYS,
    NEVER,
    SOMETIMES
  }

  /// One of the two tables.
  ///
  /// @param rows all its rows
  /// @param words those that conclude the word
  private record Side(Subject subject, Map<Box, Boolean> rows, Set<Box> words) {

    static Side of(DecisionTable table, Space space, Field output, Set<String> wanted) {
      Subject subject = Subject.of(table, space);
      int column = table.outputs().stream().map(each -> each.field()).toList().indexOf(output);
      IdentityHashMap<Box, Boolean> rows = new IdentityHashMap<>();
      Set<Box> words = new HashSet<>();
      for (Box box : subject.boxes()) {
        boolean concludes =
            column >= 0
                && subject.row(box).conclusions().get(column) instanceof String word
                && wanted.contains(word);
        rows.put(box, concludes);
        if (concludes && !box.isEmpty()) {
          words.add(box);
        }
      }
      return new Side(subject, rows, words);
    }

    /// @param touching rows of both tables that touch the region, each table's in its order
    Verdict verdict(Box region, List<Box> touching) {
      List<Box> own = touching.stream().filter(rows::containsKey).toList();
      if (own.stream().noneMatch(words::contains)) {
        return Verdict.NEVER;
      }
      return switch (subject.table().hitPolicy()) {
        case FIRST, PRIORITY -> firstWins(region, own);
        case UNIQUE -> onlyOne(region, own);
        case ANY -> allAgree(region, own);
        case COLLECT, RULE_ORDER, COLLECT_SUM ->
            own.stream().anyMatch(row -> words.contains(row) && row.contains(region))
                ? Verdict.ALWAYS
                : Verdict.SOMETIMES;
      };
    }

    private Verdict firstWins(Box region, List<Box> own) {
      boolean some = false;
      boolean others = false;
      for (Box row : own) {
        some |= words.contains(row);
        others |= !words.contains(row);
        if (row.contains(region)) {
          return some ? others ? Verdict.SOMETIMES : Verdict.ALWAYS : Verdict.NEVER;
        }
      }
      return some ? Verdict.SOMETIMES : Verdict.NEVER;
    }

    private static List<Box> containing(Box region, List<Box> own) {
      return own.stream().filter(row -> row.contains(region)).toList();
    }

    private Verdict onlyOne(Box region, List<Box> own) {
      List<Box> sure = containing(region, own);
      if (sure.size() > 1 || (sure.size() == 1 && !words.contains(sure.getFirst()))) {
        return Verdict.NEVER;
      }
      return sure.size() == 1 && own.size() == 1 ? Verdict.ALWAYS : Verdict.SOMETIMES;
    }

    private Verdict allAgree(Box region, List<Box> own) {
      List<Box> sure = containing(region, own);
      if (sure.isEmpty()) {
        return Verdict.SOMETIMES;
      }
      Box one = sure.getFirst();
      if (!words.contains(one)
          || sure.stream().anyMatch(row -> !subject.concludeTheSame(one, row))) {
        return Verdict.NEVER;
      }
      return own.stream().allMatch(row -> subject.concludeTheSame(one, row))
          ? Verdict.ALWAYS
          : Verdict.SOMETIMES;
    }
  }
}
