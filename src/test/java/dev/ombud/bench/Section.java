package dev.ombud.bench;

/// A group of figures that are measured together.
@FunctionalInterface
interface Section {
  /// @throws Exception where anything broke; a figure that misses its target is no such thing
  void measure(Run run) throws Exception;
}
