package dev.ombud.decide.space;

import java.util.Arrays;
import java.util.stream.IntStream;

/// A part of each axis of one space: the inputs that a row matches, or any other region. Most rows
/// test few of many fields, so a box knows on which axes it is narrow, and is compared on these
/// alone: on all others it has every value. Immutable.
public final class Box {
  private final Part[] parts;
  private final int[] narrow;
  private final int row;
  private final boolean isEmpty;

  private Box(Part[] parts, int[] narrow, int row) {
    this.parts = parts;
    this.narrow = narrow;
    this.row = row;
    this.isEmpty = Arrays.stream(parts).anyMatch(Part::isEmpty);
  }

  /// @param narrow the axes, ascending, on which it may lack a value; on all others it has every
  ///   one
  static Box of(Part[] parts, int[] narrow, int row) {
    return new Box(parts.clone(), narrow.clone(), row);
  }

  /// Which row of its table it is, from 0; -1 for any other region.
  public int row() {
    return row;
  }

  Part part(int axis) {
    return parts[axis];
  }

  Box with(int axis, Part part) {
    Part[] changed = parts.clone();
    changed[axis] = part;
    return new Box(changed, union(narrow, new int[] {axis}), -1);
  }

  private static int[] union(int[] some, int[] others) {
    return IntStream.concat(Arrays.stream(some), Arrays.stream(others))
        .sorted()
        .distinct()
        .toArray();
  }

  /// Whether it holds no input at all.
  public boolean isEmpty() {
    return isEmpty;
  }

  /// Whether any input is in both.
  public boolean touches(Box other) {
    if (isEmpty || other.isEmpty) {
      return false;
    }
    for (int axis : narrow.length < other.narrow.length ? narrow : other.narrow) {
      if (!parts[axis].touches(other.parts[axis])) {
        return false;
      }
    }
    return true;
  }

  /// Whether every input of the other is in this one.
  public boolean contains(Box other) {
    for (int axis : narrow) {
      if (!parts[axis].contains(other.parts[axis])) {
        return false;
      }
    }
    return true;
  }

  public Box and(Box other) {
    Part[] both = parts.clone();
    for (int axis : other.narrow) {
      both[axis] = parts[axis].and(other.parts[axis]);
    }
    return new Box(both, union(narrow, other.narrow), -1);
  }

  int axes() {
    return parts.length;
  }

  @Override
  public String toString() {
    return Arrays.toString(parts);
  }
}
