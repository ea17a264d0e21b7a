/// The record in a file: NDJSON, CSV, Parquet, with a manifest that says what is in it and whether
/// it is whole.
///
/// Parquet is written by hand, over its own metadata structures, because its writers bring Hadoop
/// along.
///
/// **Invariant:** what was broken off never reads as complete.
///
/// Start with `Exports`.
@org.jspecify.annotations.NullMarked
package dev.ombud.record.export;
