package dev.ombud.decide.space;

import dev.ombud.ground.base.HeavyWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Divides a region, along the borders of the rows that touch it, until a question about each piece
/// is settled. It always comes to an end, since axes are finite, but that may take exponentially
/// long; so there is a budget, and [#isExhausted] says whether it was too small. Not thread-safe.
public final class RegionSearch {
  /// Enough to find a good place to divide.
  private static final int SAMPLE = 24;

  /// How many parts and cuts take as long to weigh as a row to look at.
  private static final int PARTS_A_ROW = 8;

  private long budget;
  private boolean stopped;

  /// What to do about one region.
  public sealed interface Answer {}

  /// There is nothing more to find in it.
  public record Settled() implements Answer {}

  /// The whole search is over.
  public record Stop() implements Answer {}

  /// Look closer.
  ///
  /// @param rows those that still matter; at least one touches the region and does not contain it
  public record Divide(List<Box> rows) implements Answer {}

  /// Asked for each region.
  @FunctionalInterface
  public interface Question {
    /// @param rows those that touch the region, in the order in which they were given
    Answer ask(Box region, List<Box> rows);
  }

  /// @param budget how many rows it may look at, a row counting again in each region, and eight
  ///   places to divide counting as one
  public RegionSearch(long budget) {
    this.budget = budget;
  }

  /// Whether the budget ran out before the question was settled everywhere.
  public boolean isExhausted() {
    return budget < 0;
  }

  public long budget() {
    return budget;
  }

  /// For rows that somebody looked at to find where to search.
  public void pay(int looks) {
    budget -= looks / PARTS_A_ROW;
  }

  /// Asks about a region and, as long as the answer is to divide, about its pieces.
  public void run(Box region, List<Box> rows, Question question) {
    stopped = false;
    if (!region.isEmpty()) {
      visit(region, rows.stream().filter(region::touches).toList(), question);
    }
  }

  /// A piece of the region that no row touches.
  ///
  /// @param used gets the rows that cover the region, if there is no such piece
  public Optional<Box> uncovered(Box region, List<Box> rows, Set<Box> used) {
    List<Box> found = new ArrayList<>(1);
    run(
        region,
        rows,
        (piece, touching) -> {
          Optional<Box> cover = cover(piece, touching);
          if (cover.isPresent()) {
            used.add(cover.get());
            return new Settled();
          }
          if (touching.isEmpty()) {
            found.add(piece);
            return new Stop();
          }
          return new Divide(touching);
        });
    return found.stream().findFirst();
  }

  /// The first row that contains the region.
  public static Optional<Box> cover(Box region, List<Box> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).contains(region)) {
        return Optional.of(rows.get(i));
      }
    }
    return Optional.empty();
  }

  private void visit(Box region, List<Box> rows, Question question) {
    HeavyWork.requireTime();
    budget -= rows.size() + 1;
    if (stopped || budget < 0) {
      return;
    }
    switch (question.ask(region, rows)) {
      case Settled _ -> {}
      case Stop _ -> stopped = true;
      case Divide(List<Box> left) -> divide(region, left, question);
    }
  }

  /// First the half that fewer rows touch: what is not covered is likelier there.
  private void divide(Box region, List<Box> rows, Question question) {
    Place place = place(region, rows);
    Part.Half half = region.part(place.axis()).cut(place.cut());
    List<Box> first = touching(rows, place.axis(), half.first());
    List<Box> second = touching(rows, place.axis(), half.second());
    Box one = region.with(place.axis(), half.first());
    Box other = region.with(place.axis(), half.second());
    if (first.size() <= second.size()) {
      visit(one, first, question);
      visit(other, second, question);
    } else {
      visit(other, second, question);
      visit(one, first, question);
    }
  }

  private static List<Box> touching(List<Box> rows, int axis, Part part) {
    List<Box> touching = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).part(axis).touches(part)) {
        touching.add(rows.get(i));
      }
    }
    return touching;
  }

  private record Place(int axis, long cut, int worth) {}

  private Place place(Box region, List<Box> rows) {
    List<Box> sample = rows;
    if (rows.size() > SAMPLE) {
      sample = new ArrayList<>(SAMPLE);
      for (int i = 0; i < SAMPLE; i++) {
        sample.add(rows.get((int) ((long) i * rows.size() / SAMPLE)));
      }
    }
    return best(region, sample)
        .or(() -> best(region, rows))
        .orElseThrow(() -> new IllegalStateException("no row divides " + region));
  }

  private Optional<Place> best(Box region, List<Box> sample) {
    Place best = new Place(-1, 0, Integer.MIN_VALUE);
    long work = 0;
    for (int axis = 0; axis < region.axes(); axis++) {
      long[] cuts = cuts(region.part(axis), sample, axis);
      work += sample.size() + cuts.length;
      for (int at : places(region.part(axis), cuts.length)) {
        int worth = worth(region.part(axis).cut(cuts[at]), sample, axis) + cuts.length;
        if (worth > best.worth()) {
          best = new Place(axis, cuts[at], worth);
        }
      }
    }
    budget -= work / PARTS_A_ROW;
    return best.axis() < 0 ? Optional.empty() : Optional.of(best);
  }

  private static long[] cuts(Part region, List<Box> sample, int axis) {
    long[] cuts = new long[0];
    for (int i = 0; i < sample.size(); i++) {
      Part part = sample.get(i).part(axis);
      if (!part.contains(region)) {
        long[] more = part.cuts(region);
        int length = cuts.length;
        cuts = Arrays.copyOf(cuts, length + more.length);
        System.arraycopy(more, 0, cuts, length, more.length);
      }
    }
    Arrays.sort(cuts);
    return cuts;
  }

  /// On a line the middle is as good as any; between sets of words there is no middle.
  private static int[] places(Part region, int cuts) {
    if (cuts == 0) {
      return new int[0];
    }
    return region instanceof Span ? new int[] {cuts / 2} : new int[] {0, cuts / 2, cuts - 1};
  }

  /// How many rows end up on one side only, and how evenly.
  private static int worth(Part.Half half, List<Box> sample, int axis) {
    int first = 0;
    int second = 0;
    for (int i = 0; i < sample.size(); i++) {
      Part part = sample.get(i).part(axis);
      boolean inFirst = part.touches(half.first());
      boolean inSecond = part.touches(half.second());
      first += inFirst && !inSecond ? 1 : 0;
      second += inSecond && !inFirst ? 1 : 0;
    }
    return 16 * (first + second) - 4 * Math.abs(first - second);
  }
}
