package dev.ombud.decide.space;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/// Which of many rows may touch a box, without asking each of them: every axis that has its values
/// in a line is divided into stretches, and each stretch knows the rows that reach into it.
/// Immutable.
final class RowIndex {
  /// Of an axis.
  private static final int STRETCHES = 64;

  /// A further axis leaves out few that the first ones did not.
  private static final int MAX_AXES = 4;

  private final List<Box> rows;
  private final List<Line> lines = new ArrayList<>();

  /// @param width of a stretch
  private record Line(int axis, int width, BitSet[] reached) {

    static Line of(int axis, Span all, List<Box> rows) {
      int width = all.last() / STRETCHES + 1;
      BitSet[] reached = new BitSet[all.last() / width + 1];
      for (int i = 0; i < reached.length; i++) {
        reached[i] = new BitSet(rows.size());
      }
      Line line = new Line(axis, width, reached);
      for (int i = 0; i < rows.size(); i++) {
        int row = i;
        line.visit(rows.get(i), stretch -> stretch.set(row));
      }
      return line;
    }

    private void visit(Box box, Consumer<BitSet> visitor) {
      Span span = (Span) box.part(axis);
      int next = 0;
      for (int i = 0; i < span.ranges(); i++) {
        int last = Math.min(span.last(i) / width, reached.length - 1);
        for (int at = Math.max(next, span.first(i) / width); at <= last; at++) {
          visitor.accept(reached[at]);
        }
        next = Math.max(next, last + 1);
      }
    }

    /// Whether a box reaches into less than half of it.
    private boolean tellsApart(Box box) {
      int[] count = new int[1];
      visit(box, _ -> count[0]++);
      return 2 * count[0] < reached.length;
    }

    private BitSet near(Box box) {
      BitSet near = new BitSet();
      visit(box, near::or);
      return near;
    }
  }

  RowIndex(List<Box> rows, Box whole) {
    this.rows = rows;
    for (int i = 0; i < whole.axes(); i++) {
      if (whole.part(i) instanceof Span all && !all.isEmpty() && all.last() > 0) {
        lines.add(Line.of(i, all, rows));
      }
    }
  }

  /// The rows that touch a box, in their order; up to the first that contains it, if they cover.
  ///
  /// @param end the place before which they stand
  /// @param search pays for every row that is looked at
  List<Box> touching(Box box, int end, boolean cover, RegionSearch search) {
    BitSet near = null;
    int axes = 0;
    for (int i = 0; i < lines.size() && axes < MAX_AXES; i++) {
      if (lines.get(i).tellsApart(box)) {
        BitSet here = lines.get(i).near(box);
        if (near == null) {
          near = here;
        } else {
          near.and(here);
        }
        axes++;
      }
    }
    List<Box> touching = new ArrayList<>();
    int looks = 0;
    for (int i = near == null ? 0 : near.nextSetBit(0);
        i >= 0 && i < end;
        i = near == null ? i + 1 : near.nextSetBit(i + 1)) {
      looks++;
      if (rows.get(i).touches(box)) {
        touching.add(rows.get(i));
        if (cover && rows.get(i).contains(box)) {
          break;
        }
      }
    }
    search.pay(looks);
    return touching;
  }
}
