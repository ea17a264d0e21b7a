package dev.ombud.decide.space;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// Ranges of the values of an axis that has them in a line, by their places on it.
final class Span implements Part {
  /// First and last place of each range, ascending, disjoint, not adjacent.
  private final int[] bounds;

  private Span(int[] bounds) {
    this.bounds = bounds;
  }

  static Span of(int first, int last) {
    return new Span(first > last ? new int[0] : new int[] {first, last});
  }

  /// @param pairs first and last place of each range, ascending; those that meet become one, and
  ///   those that run backwards are none
  static Span of(int[] pairs, int length) {
    int[] bounds = new int[length];
    int kept = 0;
    for (int i = 0; i < length; i += 2) {
      if (pairs[i] > pairs[i + 1]) {
        continue;
      }
      if (kept > 0 && bounds[kept - 1] >= pairs[i] - 1) {
        bounds[kept - 1] = Math.max(bounds[kept - 1], pairs[i + 1]);
      } else {
        bounds[kept++] = pairs[i];
        bounds[kept++] = pairs[i + 1];
      }
    }
    return new Span(Arrays.copyOf(bounds, kept));
  }

  private static Span of(BitSet places) {
    int[] pairs = new int[2 * places.cardinality()];
    int length = 0;
    for (int first = places.nextSetBit(0); first >= 0; ) {
      int end = places.nextClearBit(first);
      pairs[length++] = first;
      pairs[length++] = end - 1;
      first = places.nextSetBit(end);
    }
    return of(pairs, length);
  }

  /// What is not in this part, up to a last place.
  Span rest(int last) {
    int[] pairs = new int[bounds.length + 2];
    int from = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      pairs[i] = from;
      pairs[i + 1] = bounds[i] - 1;
      from = bounds[i + 1] + 1;
    }
    pairs[bounds.length] = from;
    pairs[bounds.length + 1] = last;
    return of(pairs, pairs.length);
  }

  /// See [Axis#widened].
  Span widened(List<Part> taken, Span all, Span known) {
    BitSet places = new BitSet();
    for (Part each : taken) {
      Span span = (Span) each;
      for (int i = 0; i < span.ranges(); i++) {
        places.set(span.first(i), span.last(i) + 1);
      }
    }
    Span free = (Span) all.and(of(places).rest(all.last()));
    if (free.equals(all)) {
      return all;
    }
    return touches(known) ? (Span) free.and(known) : this;
  }

  /// All places, ascending.
  IntStream places() {
    return IntStream.range(0, bounds.length / 2)
        .flatMap(i -> IntStream.rangeClosed(bounds[2 * i], bounds[2 * i + 1]));
  }

  int first() {
    return bounds[0];
  }

  int last() {
    return bounds[bounds.length - 1];
  }

  int ranges() {
    return bounds.length / 2;
  }

  int first(int range) {
    return bounds[2 * range];
  }

  int last(int range) {
    return bounds[2 * range + 1];
  }

  @Override
  public boolean isEmpty() {
    return bounds.length == 0;
  }

  @Override
  public boolean touches(Part other) {
    int[] others = ((Span) other).bounds;
    int i = 0;
    int j = 0;
    while (i < bounds.length && j < others.length) {
      if (bounds[i + 1] < others[j]) {
        i += 2;
      } else if (others[j + 1] < bounds[i]) {
        j += 2;
      } else {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean contains(Part other) {
    int[] others = ((Span) other).bounds;
    int i = 0;
    for (int j = 0; j < others.length; j += 2) {
      while (i < bounds.length && bounds[i + 1] < others[j]) {
        i += 2;
      }
      if (i == bounds.length || bounds[i] > others[j] || bounds[i + 1] < others[j + 1]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Part and(Part other) {
    int[] others = ((Span) other).bounds;
    int[] both = new int[bounds.length + others.length];
    int length = 0;
    int i = 0;
    int j = 0;
    while (i < bounds.length && j < others.length) {
      int first = Math.max(bounds[i], others[j]);
      int last = Math.min(bounds[i + 1], others[j + 1]);
      if (first <= last) {
        both[length++] = first;
        both[length++] = last;
      }
      if (bounds[i + 1] < others[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return new Span(Arrays.copyOf(both, length));
  }

  @Override
  public long[] cuts(Part region) {
    Span span = (Span) region;
    long[] cuts = new long[bounds.length];
    int length = 0;
    for (int i = 0; i < bounds.length; i++) {
      int cut = i % 2 == 0 ? bounds[i] : bounds[i] + 1;
      if (cut > span.first() && cut <= span.last()) {
        cuts[length++] = cut;
      }
    }
    return Arrays.copyOf(cuts, length);
  }

  /// What lies before the place, and the rest.
  @Override
  public Half cut(long place) {
    return new Half(and(of(0, (int) place - 1)), and(of((int) place, Integer.MAX_VALUE)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Span span && Arrays.equals(bounds, span.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    return Arrays.toString(bounds);
  }
}
