package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sorts a table's rows into slots by the one column that tells them apart best, so that a case
/// meets only the rows of its own slots. Drools joins cases and rows on the slot by hash.
/// Immutable.
final class TableIndex {
  private final DecisionTable table;
  private final @Nullable Field field;
  private final String anySlot;
  private final List<String> always;
  private final Map<String, String> slotByValue = new HashMap<>();
  private final Map<String, List<RowFact>> rowsBySlot = new HashMap<>();

  TableIndex(DecisionTable table) {
    this.table = table;
    this.anySlot = table.name() + "/-";
    int column = mostSelectiveColumn(table);
    this.field = column < 0 ? null : table.inputs().get(column).field();
    int position = 0;
    for (DecisionTable.Row row : table.rows()) {
      position++;
      List<String> values = column < 0 ? List.of() : valuesOf(row.tests().get(column));
      RowFact.Body body =
          new RowFact.Body(table, row, position, values.isEmpty() ? null : row.tests().get(column));
      for (String slot : values.isEmpty() ? List.of(anySlot) : slots(values)) {
        rowsBySlot.computeIfAbsent(slot, s -> new ArrayList<>()).add(new RowFact(slot, body));
      }
    }
    this.always = rowsIn(anySlot).isEmpty() ? List.of() : List.of(anySlot);
  }

  DecisionTable table() {
    return table;
  }

  List<RowFact> facts() {
    return rowsBySlot.values().stream().flatMap(List::stream).toList();
  }

  /// The slots in which rows for these facts stand.
  List<String> slots(Facts facts) {
    Object value = field == null ? null : facts.value(field);
    return switch (value) {
      case null -> always;
      case List<?> several -> slotsOf(several);
      case Object one -> {
        String slot = slotByValue.get(one.toString());
        yield slot == null ? always : always.isEmpty() ? List.of(slot) : List.of(slot, anySlot);
      }
    };
  }

  /// The rows that match, in table order.
  List<RowFact.Body> matching(Facts facts) {
    List<RowFact.Body> found = new ArrayList<>();
    for (String slot : slots(facts)) {
      for (RowFact row : rowsIn(slot)) {
        if (row.body().admits(facts) && !found.contains(row.body())) {
          found.add(row.body());
        }
      }
    }
    found.sort(Comparator.comparingInt(RowFact.Body::position));
    return found;
  }

  List<RowFact> rowsIn(String slot) {
    return rowsBySlot.getOrDefault(slot, List.of());
  }

  private List<String> slotsOf(List<?> values) {
    List<String> slots = new ArrayList<>(values.size() + 1);
    for (Object value : values) {
      String slot = slotByValue.get(value.toString());
      if (slot != null) {
        slots.add(slot);
      }
    }
    slots.addAll(always);
    return slots;
  }

  private List<String> slots(List<String> values) {
    return values.stream()
        .map(value -> slotByValue.computeIfAbsent(value, v -> table.name() + "/" + v))
        .toList();
  }

  /// The column whose slots leave the fewest rows to look at, or -1 where none helps.
  private static int mostSelectiveColumn(DecisionTable table) {
    int best = -1;
    double fewest = table.rows().size();
    for (int column = 0; column < table.inputs().size(); column++) {
      double expected = expectedRows(table, column);
      if (expected < fewest) {
        fewest = expected;
        best = column;
      }
    }
    return best;
  }

  private static double expectedRows(DecisionTable table, int column) {
    Map<String, Integer> sizes = new HashMap<>();
    int any = 0;
    for (DecisionTable.Row row : table.rows()) {
      List<String> values = valuesOf(row.tests().get(column));
      if (values.isEmpty()) {
        any++;
      }
      values.forEach(value -> sizes.merge(value, 1, Integer::sum));
    }
    return any + sizes.values().stream().mapToInt(Integer::intValue).average().orElse(0);
  }

  /// The values under which a test can be found, or none where it must always be looked at.
  private static List<String> valuesOf(UnaryTest test) {
    return switch (test) {
      case UnaryTest.InWords words when !words.negated() -> List.copyOf(words.words());
      case UnaryTest.IsFlag flag -> List.of(Boolean.toString(flag.expected()));
      case UnaryTest.InWords _, UnaryTest.Any _, UnaryTest.InRanges _ -> List.of();
    };
  }
}
