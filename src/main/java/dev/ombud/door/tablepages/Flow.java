package dev.ombud.door.tablepages;

import dev.ombud.door.console.PageWords;
import dev.ombud.door.tablepages.BacktestReport.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What flows from which value to which, as a picture: a bar for each value on either side, a band
/// for each change between them, as thick as it is frequent. What stays as it was is not drawn; it
/// would leave no room for what changes. Immutable; lengths in units of the view box.
///
/// @param title what the values are, for example `Severity`
/// @param height of the view box, whose width is [#WIDTH]
/// @param lines the same as numbers, for the table behind the picture
public record Flow(String title, int height, List<Bar> bars, List<Band> bands, List<Line> lines) {
  /// Of the view box.
  public static final int WIDTH = 640;

  private static final int BAR = 12;
  private static final int LEFT = 150;
  private static final int RIGHT = WIDTH - LEFT - BAR;
  private static final int TOP = 12;
  private static final int GAP = 16;
  private static final int ROOM = 140;
  private static final double THINNEST = 3;

  /// @param isLeft whether its label stands to the left of it
  public record Bar(int x, String y, String height, String label, String labelY, boolean isLeft) {
    public int labelX() {
      return isLeft ? x - 8 : x + BAR + 8;
    }
  }

  /// @param path of SVG
  /// @param kind `graver`, `milder` or `other`
  public record Band(String path, String kind, String label) {}

  public record Line(String from, String to, String decisions, String kind) {}

  /// A picture of one field.
  ///
  /// @param order the values from the gravest to the mildest; others come after them
  static Flow of(String title, List<String> order, List<Change> changes) {
    List<String> left = values(order, changes.stream().map(Change::from).toList());
    List<String> right = values(order, changes.stream().map(Change::to).toList());
    long total = Math.max(1, changes.stream().mapToLong(Change::count).sum());
    Side from = new Side(left, changes, total, true);
    Side to = new Side(right, changes, total, false);
    List<Band> bands = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    for (String value : left) {
      for (String other : right) {
        for (Change change : changes) {
          if (change.from().equals(value) && change.to().equals(other)) {
            String kind = kind(order, change);
            double thick = thick(change, total);
            String words =
                "%s from %s to %s"
                    .formatted(
                        PageWords.count(change.count(), "decision"), shown(value), shown(other));
            bands.add(
                new Band(path(from.next(value, thick), to.next(other, thick), thick), kind, words));
            lines.add(new Line(shown(value), shown(other), PageWords.number(change.count()), kind));
          }
        }
      }
    }
    List<Bar> bars = new ArrayList<>(from.bars());
    bars.addAll(to.bars());
    return new Flow(
        title, (int) Math.ceil(Math.max(from.end(), to.end())) + TOP, bars, bands, lines);
  }

  private static List<String> values(List<String> order, List<String> found) {
    List<String> values = new ArrayList<>(order.stream().filter(found::contains).toList());
    found.stream().distinct().filter(each -> !order.contains(each)).sorted().forEach(values::add);
    return values;
  }

  private static String kind(List<String> order, Change change) {
    int from = order.indexOf(change.from());
    int to = order.indexOf(change.to());
    if (from < 0 || to < 0 || from == to) {
      return "other";
    }
    return to < from ? "graver" : "milder";
  }

  private static double thick(Change change, long total) {
    return Math.max(THINNEST, ROOM * (double) change.count() / total);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "nothing" : value;
  }

  private static String path(double from, double to, double thick) {
    int start = LEFT + BAR;
    int middle = (start + RIGHT) / 2;
    return "M%d %s C%d %s %d %s %d %s L%d %s C%d %s %d %s %d %s Z"
        .formatted(
            start,
            unit(from),
            middle,
            unit(from),
            middle,
            unit(to),
            RIGHT,
            unit(to),
            RIGHT,
            unit(to + thick),
            middle,
            unit(to + thick),
            middle,
            unit(from + thick),
            start,
            unit(from + thick));
  }

  private static String unit(double length) {
    return String.format(Locale.ROOT, "%.1f", length);
  }

  /// One side of the picture, filled from top to bottom. Not thread-safe.
  private static final class Side {
    private final Map<String, Double> next = new HashMap<>();
    private final List<Bar> bars = new ArrayList<>();
    private double end = TOP;

    Side(List<String> values, List<Change> changes, long total, boolean isLeft) {
      for (String value : values) {
        double height = 0;
        long count = 0;
        for (Change change : changes) {
          if (value.equals(isLeft ? change.from() : change.to())) {
            height += thick(change, total);
            count += change.count();
          }
        }
        next.put(value, end);
        bars.add(
            new Bar(
                isLeft ? LEFT : RIGHT,
                unit(end),
                unit(height),
                shown(value) + ": " + PageWords.number(count),
                unit(end + height / 2 + 4),
                isLeft));
        end += height + GAP;
      }
    }

    /// Where the next band of a value begins.
    double next(String value, double thick) {
      double begin = next.getOrDefault(value, 0.0);
      next.put(value, begin + thick);
      return begin;
    }

    List<Bar> bars() {
      return bars;
    }

    double end() {
      return end - GAP;
    }
  }
}
