package dev.ombud.decide.table;

/// A cell in which nothing stands. It is refused while the table is read: deleting a threshold must
/// not silently widen a rule. This is the one home of its words. Stateless, so thread-safe.
public final class BlankCell {
  public static final String CODE = "blank";

  /// In an input column.
  public static final String NO_TEST = "the cell is blank: write - for any";

  /// In an output column.
  public static final String NO_CONCLUSION = "the cell is blank: write - to conclude nothing";

  private BlankCell() {}
}
