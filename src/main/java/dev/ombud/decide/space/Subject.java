package dev.ombud.decide.space;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.ground.field.Field.WordType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One table under analysis: what its rows match, what they conclude, and which wins over which.
/// Immutable.
public final class Subject {
  private final DecisionTable table;
  private final Space space;
  private final List<Box> boxes;

  /// Equal numbers for equal conclusions.
  private final int[] conclusions;

  /// Equal numbers for equal priorities, the lower before the higher.
  private final int[] ranks;

  /// The rows as they come to count: by rank, then from top to bottom.
  private final List<Box> order;

  private final int[] turns;

  private final RowIndex above;
  private final RowIndex first;

  private Subject(DecisionTable table, Space space) {
    this.table = table;
    this.space = space;
    this.boxes = List.copyOf(space.boxes(table));
    this.conclusions = conclusions(table);
    this.ranks = ranks(table);
    this.order =
        boxes.stream().sorted(Comparator.comparingInt((Box box) -> ranks[box.row()])).toList();
    this.turns = new int[boxes.size()];
    for (int i = 0; i < turns.length; i++) {
      turns[order.get(i).row()] = i;
    }
    this.above = new RowIndex(boxes, space.whole());
    this.first = order.equals(boxes) ? above : new RowIndex(order, space.whole());
  }

  public static Subject of(DecisionTable table) {
    return of(table, Space.of(List.of(table)));
  }

  /// @param space one that was made of this table, and maybe of others
  public static Subject of(DecisionTable table, Space space) {
    return new Subject(table, space);
  }

  private static int[] conclusions(DecisionTable table) {
    Map<List<?>, Integer> numbers = new HashMap<>();
    return table.rows().stream()
        .mapToInt(row -> numbers.computeIfAbsent(row.conclusions(), _ -> numbers.size()))
        .toArray();
  }

  /// As the engine has it: by the place of each conclusion in its declared list of words, output by
  /// output; what concludes nothing comes last.
  private static int[] ranks(DecisionTable table) {
    int[] ranks = new int[table.rows().size()];
    if (table.hitPolicy() != DecisionTable.HitPolicy.PRIORITY) {
      return ranks;
    }
    List<Row> rows = new ArrayList<>(table.rows());
    Comparator<Row> byPriority = (_, _) -> 0;
    for (int i = 0; i < table.outputs().size(); i++) {
      if (table.outputs().get(i).field().type() instanceof WordType type) {
        int column = i;
        byPriority = byPriority.thenComparingInt(row -> place(type, row, column));
      }
    }
    rows.sort(byPriority);
    Map<String, Integer> byId = new HashMap<>();
    int rank = 0;
    for (int i = 0; i < rows.size(); i++) {
      rank += i > 0 && byPriority.compare(rows.get(i - 1), rows.get(i)) != 0 ? 1 : 0;
      byId.put(rows.get(i).id(), rank);
    }
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = byId.getOrDefault(table.rows().get(i).id(), 0);
    }
    return ranks;
  }

  private static int place(WordType type, Row row, int column) {
    Object conclusion = row.conclusions().get(column);
    int place = conclusion == null ? -1 : type.words().indexOf(conclusion);
    return place < 0 ? type.words().size() : place;
  }

  public DecisionTable table() {
    return table;
  }

  public Space space() {
    return space;
  }

  /// What each row matches, from top to bottom.
  public List<Box> boxes() {
    return boxes;
  }

  public Row row(Box box) {
    return table.rows().get(box.row());
  }

  public boolean concludeTheSame(Box one, Box other) {
    return conclusions[one.row()] == conclusions[other.row()];
  }

  /// Equal for equal priorities, lower for those that come first; 0 for all but PRIORITY.
  public int rank(Box box) {
    return ranks[box.row()];
  }

  /// Whether, of several rows that match, the first in order counts and no other.
  public boolean isOrdered() {
    return switch (table.hitPolicy()) {
      case FIRST, PRIORITY -> true;
      case UNIQUE, ANY, COLLECT, RULE_ORDER, COLLECT_SUM -> false;
    };
  }

  /// Under FIRST and PRIORITY the rows as they come to count, else from top to bottom.
  public List<Box> order() {
    return order;
  }

  /// Its place in the order.
  public int turn(Box box) {
    return turns[box.row()];
  }

  /// The rows that touch a row and come before it in the order.
  ///
  /// @param search pays for finding them
  public List<Box> ahead(Box row, RegionSearch search) {
    return first.touching(row, turn(row), false, search);
  }

  /// The same, without those after the first that contains the row.
  public List<Box> covering(Box row, RegionSearch search) {
    return first.touching(row, turn(row), true, search);
  }

  /// The rows that touch a row and stand above it.
  public List<Box> above(Box row, RegionSearch search) {
    return above.touching(row, row.row(), false, search);
  }

  /// The ids of some rows, for a message.
  public String named(List<Box> rows) {
    int most = 5;
    List<String> ids = new ArrayList<>();
    rows.stream().limit(most).forEach(box -> ids.add(row(box).id()));
    String more = rows.size() > most ? " and " + (rows.size() - most) + " more" : "";
    return String.join(", ", ids) + more;
  }
}
