package dev.ombud.decide.space;

/// Some of the values of one axis. Parts of the same axis can be compared, parts of different axes
/// cannot. Immutable.
public sealed interface Part permits Span, WordSets {

  boolean isEmpty();

  /// Whether any value is in both.
  boolean touches(Part other);

  /// Whether every value of the other is in this one.
  boolean contains(Part other);

  Part and(Part other);

  /// The places at which the border of this part divides a region that it touches but does not
  /// contain; never none then.
  long[] cuts(Part region);

  /// Divides this part at a place; neither half is empty if the place is one of the [#cuts].
  Half cut(long place);

  /// The two halves of a part.
  record Half(Part first, Part second) {}
}
