package dev.ombud.decide.table;

import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.TableDiff.Change;
import dev.ombud.decide.table.TableDiff.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.poi.ss.util.CellReference;
import org.jspecify.annotations.Nullable;

/// Compares two versions of one table. For one comparison and one thread.
final class TableComparison {
  private final DecisionTable before;
  private final DecisionTable after;
  private final Map<String, Integer> positionsBefore = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();

  /// A column of either version and its index among the values of a row; null and -1 where the
  /// version has no such column.
  private record Pair(
      String field, @Nullable Column before, int indexBefore, @Nullable Column after, int index) {}

  TableComparison(DecisionTable before, DecisionTable after) {
    this.before = before;
    this.after = after;
    for (int i = 0; i < before.rows().size(); i++) {
      positionsBefore.put(before.rows().get(i).id(), i);
    }
  }

  List<Change> changes() {
    if (before.hitPolicy() != after.hitPolicy()) {
      String from = before.hitPolicy().text();
      changes.add(
          new Change(Kind.HIT_POLICY_CHANGED, "", "", from, after.hitPolicy().text(), "B2", "B2"));
    }
    List<Pair> inputs = pairs(before.inputs(), after.inputs());
    List<Pair> outputs = pairs(before.outputs(), after.outputs());
    inputs.forEach(pair -> column(pair, "in"));
    outputs.forEach(pair -> column(pair, "out"));
    removedRows();
    Set<String> moved = moved();
    for (int i = 0; i < after.rows().size(); i++) {
      Row row = after.rows().get(i);
      Integer old = positionsBefore.get(row.id());
      if (old == null) {
        changes.add(
            new Change(Kind.ROW_ADDED, row.id(), "", "", text(after, row), "", "A" + row.number()));
      } else {
        if (moved.contains(row.id())) {
          rowChange(
              Kind.ROW_MOVED,
              before.rows().get(old),
              row,
              neighbours(before.rows(), old),
              neighbours(after.rows(), i));
        }
        cells(before.rows().get(old), row, inputs, outputs);
      }
    }
    return changes;
  }

  /// The columns of the new version, then those that only the old one has.
  private static List<Pair> pairs(List<Column> before, List<Column> after) {
    Map<String, Pair> pairs = new LinkedHashMap<>();
    for (int i = 0; i < after.size(); i++) {
      String field = after.get(i).field().name();
      pairs.put(field, new Pair(field, null, -1, after.get(i), i));
    }
    for (int i = 0; i < before.size(); i++) {
      Column old = before.get(i);
      int index = i;
      pairs.compute(
          old.field().name(),
          (field, pair) ->
              pair == null
                  ? new Pair(field, old, index, null, -1)
                  : new Pair(field, old, index, pair.after(), pair.index()));
    }
    return List.copyOf(pairs.values());
  }

  private void column(Pair pair, String role) {
    Column from = pair.before();
    Column to = pair.after();
    String place = from == null ? "" : letters(from);
    String newPlace = to == null ? "" : letters(to);
    if (from == null) {
      changes.add(new Change(Kind.COLUMN_ADDED, "", pair.field(), "", role, place, newPlace));
    } else if (to == null) {
      changes.add(new Change(Kind.COLUMN_REMOVED, "", pair.field(), role, "", place, newPlace));
    } else if (!from.label().equals(to.label())) {
      changes.add(
          new Change(
              Kind.LABEL_CHANGED, "", pair.field(), from.label(), to.label(), place, newPlace));
    }
  }

  private static String letters(Column column) {
    String letters = CellReference.convertNumToColString(column.position());
    return letters + ":" + letters;
  }

  private void removedRows() {
    Set<String> kept = after.rows().stream().map(Row::id).collect(Collectors.toSet());
    for (Row row : before.rows()) {
      if (!kept.contains(row.id())) {
        changes.add(
            new Change(
                Kind.ROW_REMOVED, row.id(), "", text(before, row), "", "A" + row.number(), ""));
      }
    }
  }

  /// What the row says, for example `window.hours < 6: severity P1`.
  private static String text(DecisionTable table, Row row) {
    List<String> tests = new ArrayList<>();
    for (int i = 0; i < row.tests().size(); i++) {
      if (!(row.tests().get(i) instanceof UnaryTest.Any)) {
        tests.add(table.inputs().get(i).field().name() + " " + row.tests().get(i).text());
      }
    }
    List<String> conclusions = new ArrayList<>();
    for (int i = 0; i < row.conclusions().size(); i++) {
      if (row.conclusions().get(i) != null) {
        conclusions.add(
            table.outputs().get(i).field().name()
                + " "
                + WordTests.shown(row.conclusions().get(i)));
      }
    }
    return (tests.isEmpty() ? "-" : String.join(", ", tests))
        + ": "
        + (conclusions.isEmpty() ? "-" : String.join(", ", conclusions));
  }

  /// The rows outside of a longest run of rows that kept their order.
  private Set<String> moved() {
    List<String> kept =
        after.rows().stream().map(Row::id).filter(positionsBefore::containsKey).toList();
    int[] positions =
        kept.stream().mapToInt(id -> Objects.requireNonNull(positionsBefore.get(id))).toArray();
    int[] previous = new int[positions.length];
    int[] ends = new int[positions.length];
    int length = 0;
    for (int i = 0; i < positions.length; i++) {
      int at = place(ends, length, positions, positions[i]);
      previous[i] = at == 0 ? -1 : ends[at - 1];
      ends[at] = i;
      length = Math.max(length, at + 1);
    }
    Set<String> moved = new LinkedHashSet<>(kept);
    for (int i = length == 0 ? -1 : ends[length - 1]; i >= 0; i = previous[i]) {
      moved.remove(kept.get(i));
    }
    return moved;
  }

  /// The first of the runs so far that ends at a greater position.
  private static int place(int[] ends, int length, int[] positions, int position) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (positions[ends[middle]] < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static String neighbours(List<Row> rows, int index) {
    String above = index == 0 ? "" : "below `" + rows.get(index - 1).id() + "`";
    String below = index == rows.size() - 1 ? "" : "above `" + rows.get(index + 1).id() + "`";
    return above + (above.isEmpty() || below.isEmpty() ? "" : ", ") + below;
  }

  private void cells(Row from, Row to, List<Pair> inputs, List<Pair> outputs) {
    for (Pair pair : inputs) {
      UnaryTest old = pair.before() == null ? null : from.tests().get(pair.indexBefore());
      UnaryTest now = pair.after() == null ? null : to.tests().get(pair.index());
      test(from, to, pair, old, now);
    }
    for (Pair pair : outputs) {
      Object old = pair.before() == null ? null : from.conclusions().get(pair.indexBefore());
      Object now = pair.after() == null ? null : to.conclusions().get(pair.index());
      if (!Objects.equals(old, now)) {
        changes.add(
            change(
                Kind.CONCLUSION_CHANGED,
                from,
                to,
                pair,
                WordTests.shown(old),
                WordTests.shown(now)));
      }
    }
    if (!from.note().equals(to.note())) {
      rowChange(Kind.NOTE_CHANGED, from, to, from.note(), to.note());
    }
  }

  /// A column that a version does not have tests nothing: it is `-` throughout.
  private void test(Row from, Row to, Pair pair, @Nullable UnaryTest old, @Nullable UnaryTest now) {
    boolean within = isWithin(old, now);
    boolean around = isWithin(now, old);
    if (within && around) {
      return;
    }
    Kind kind = within ? Kind.TEST_WIDENED : around ? Kind.TEST_NARROWED : Kind.TEST_CHANGED;
    changes.add(
        change(
            kind, from, to, pair, old == null ? "-" : old.text(), now == null ? "-" : now.text()));
  }

  private static boolean isWithin(@Nullable UnaryTest narrow, @Nullable UnaryTest wide) {
    if (wide == null || narrow == null) {
      return wide == null || wide instanceof UnaryTest.Any;
    }
    return Containment.isWithin(narrow, wide);
  }

  private Change change(
      Kind kind, Row from, Row to, Pair pair, String textBefore, String textAfter) {
    return new Change(
        kind,
        to.id(),
        pair.field(),
        textBefore,
        textAfter,
        pair.before() == null ? "" : before.cell(from, pair.before()),
        pair.after() == null ? "" : after.cell(to, pair.after()));
  }

  private void rowChange(Kind kind, Row from, Row to, String textBefore, String textAfter) {
    changes.add(
        new Change(
            kind, to.id(), "", textBefore, textAfter, "A" + from.number(), "A" + to.number()));
  }
}
