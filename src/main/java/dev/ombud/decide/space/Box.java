package dev.ombud.decide.space;

import java.util.Arrays;

/// A part of each axis of one space: the inputs that a row matches, or any other region. Immutable.
public final class Box {
  private final Part[] parts;
  private final int row;

  private Box(Part[] parts, int row) {
    this.parts = parts;
    this.row = row;
  }

  static Box of(Part[] parts, int row) {
    return new Box(parts.clone(), row);
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
    return new Box(changed, -1);
  }

  /// Whether it holds no input at all.
  public boolean isEmpty() {
    for (Part part : parts) {
      if (part.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// Whether any input is in both.
  public boolean touches(Box other) {
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].touches(other.parts[i])) {
        return false;
      }
    }
    return true;
  }

  /// Whether every input of the other is in this one.
  public boolean contains(Box other) {
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].contains(other.parts[i])) {
        return false;
      }
    }
    return true;
  }

  public Box and(Box other) {
    Part[] both = new Part[parts.length];
    for (int i = 0; i < parts.length; i++) {
      both[i] = parts[i].and(other.parts[i]);
    }
    return new Box(both, -1);
  }

  int axes() {
    return parts.length;
  }

  @Override
  public String toString() {
    return Arrays.toString(parts);
  }
}
