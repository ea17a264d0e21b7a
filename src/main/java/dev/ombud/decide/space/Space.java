package dev.ombud.decide.space;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.Spelling;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.TextsType;
import dev.ombud.ground.field.Field.WordsType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// All inputs of one or more tables, one axis a field. A field that a table does not test is as if
/// it had `-` in every row. Immutable.
public final class Space {
  private static final int SAMPLE = 64;

  private final List<Axis> axes;
  private final Box whole;

  private Space(List<Axis> axes) {
    this.axes = List.copyOf(axes);
    this.whole = Box.of(axes.stream().map(Axis::all).toArray(Part[]::new), new int[0], -1);
  }

  /// Whether there is a space of these tables: not where together they name more of several words
  /// or texts than can be told apart.
  public static boolean isOf(List<DecisionTable> tables) {
    Map<Field, Set<String>> named = new HashMap<>();
    for (DecisionTable table : tables) {
      for (Row row : table.rows()) {
        for (UnaryTest test : row.tests()) {
          boolean isSeveral =
              test.field().type() instanceof WordsType || test.field().type() instanceof TextsType;
          if (isSeveral && test instanceof UnaryTest.InWords words) {
            named.computeIfAbsent(test.field(), _ -> new HashSet<>()).addAll(words.words());
          }
        }
      }
    }
    return named.values().stream().allMatch(words -> words.size() <= WordsAxis.MAX_WORDS);
  }

  /// The axes that tell most rows apart come first, so that most comparisons end there.
  public static Space of(List<DecisionTable> tables) {
    Map<Field, List<UnaryTest>> tests = new LinkedHashMap<>();
    for (DecisionTable table : tables) {
      for (int i = 0; i < table.inputs().size(); i++) {
        List<UnaryTest> column =
            tests.computeIfAbsent(table.inputs().get(i).field(), _ -> new ArrayList<>());
        for (Row row : table.rows()) {
          column.add(row.tests().get(i));
        }
      }
    }
    Map<Axis, Integer> crowding = new LinkedHashMap<>();
    tests.forEach((field, column) -> {
      Axis axis = Axis.of(field, column);
      crowding.put(axis, crowding(axis, column));
    });
    return new Space(
        crowding.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
            .map(Map.Entry::getKey)
            .toList());
  }

  /// How many pairs of some of the tests touch.
  private static int crowding(Axis axis, List<UnaryTest> column) {
    int step = Math.max(1, column.size() / SAMPLE);
    List<Part> sample = new ArrayList<>();
    for (int i = 0; i < column.size(); i += step) {
      sample.add(axis.part(column.get(i)));
    }
    int touching = 0;
    for (Part one : sample) {
      for (Part other : sample) {
        touching += one.touches(other) ? 1 : 0;
      }
    }
    return touching;
  }

  /// Every input.
  public Box whole() {
    return whole;
  }

  /// What each row of a table matches, in table order.
  public List<Box> boxes(DecisionTable table) {
    int[] columns = new int[axes.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(table, axes.get(i).field());
    }
    List<Box> boxes = new ArrayList<>(table.rows().size());
    for (Row row : table.rows()) {
      Part[] parts = new Part[columns.length];
      for (int i = 0; i < columns.length; i++) {
        Axis axis = axes.get(i);
        parts[i] = columns[i] < 0 ? axis.all() : axis.part(row.tests().get(columns[i]));
      }
      boxes.add(box(parts, boxes.size()));
    }
    return boxes;
  }

  private static int column(DecisionTable table, Field field) {
    List<Column> inputs = table.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).field().equals(field)) {
        return i;
      }
    }
    return -1;
  }

  /// The largest box around one that touches none of the others, axis by axis.
  public Box widened(Box box, List<Box> others) {
    Box wide = box;
    // On how many axes each of the others lies beside the box: on at least one.
    int[] beside = new int[others.size()];
    for (int i = 0; i < axes.size(); i++) {
      count(beside, others, i, box.part(i), 1);
    }
    for (int i = 0; i < axes.size(); i++) {
      HeavyWork.requireTime();
      count(beside, others, i, wide.part(i), -1);
      List<Part> taken = new ArrayList<>();
      for (int j = 0; j < beside.length; j++) {
        if (beside[j] == 0 && !others.get(j).part(i).isEmpty()) {
          taken.add(others.get(j).part(i));
        }
      }
      wide = wide.with(i, axes.get(i).widened(wide.part(i), taken));
      count(beside, others, i, wide.part(i), 1);
    }
    return wide;
  }

  private static void count(int[] beside, List<Box> others, int axis, Part part, int by) {
    for (int i = 0; i < beside.length; i++) {
      beside[i] += others.get(i).part(axis).touches(part) ? 0 : by;
    }
  }

  /// The narrowest cells that together match all of a box, in the order of a table's columns.
  public List<String> cells(Box box, DecisionTable table) {
    List<String> cells = new ArrayList<>();
    for (Column column : table.inputs()) {
      int axis = axis(column.field());
      cells.add(axes.get(axis).cell(box.part(axis)));
    }
    return cells;
  }

  /// What a row with these tests matches.
  public Box box(List<UnaryTest> tests) {
    Part[] parts = axes.stream().map(Axis::all).toArray(Part[]::new);
    for (UnaryTest test : tests) {
      int axis = axis(test.field());
      parts[axis] = axes.get(axis).part(test);
    }
    return box(parts, -1);
  }

  private Box box(Part[] parts, int row) {
    int[] narrow =
        IntStream.range(0, parts.length)
            .filter(axis -> !parts[axis].equals(whole.part(axis)))
            .toArray();
    return Box.of(parts, narrow, row);
  }

  private int axis(Field field) {
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i).field().equals(field)) {
        return i;
      }
    }
    throw new IllegalStateException("no table tests " + field);
  }

  /// One input of a box.
  public Facts example(Box box) {
    Facts facts = new Facts();
    for (int i = 0; i < axes.size(); i++) {
      axes.get(i).putExample(box.part(i), facts);
    }
    return facts;
  }

  /// The same in words, without the fields whose value does not matter.
  public String shown(Box box, DecisionTable table) {
    Facts facts = example(box);
    StringJoiner shown = new StringJoiner(", ");
    for (Column column : table.inputs()) {
      Field field = column.field();
      int axis = axis(field);
      if (!box.part(axis).equals(axes.get(axis).all())) {
        shown.add("`" + field + "` " + shown(facts.shown(field)));
      }
    }
    return shown.length() == 0 ? "for any input" : "for example with " + shown;
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "not known";
      case Double number -> Spelling.number(number);
      case List<?> several -> {
        StringJoiner words = new StringJoiner(" and ");
        several.forEach(word -> words.add(String.valueOf(word)));
        yield words.toString();
      }
      case Object word -> word.toString();
    };
  }
}
