/// What the record says of the past to those who ask about many decisions at once: gates,
/// backtests, whatever compares. Reads within bounds, by time.
///
/// **Invariant:** changes nothing but where an incident stands.
///
/// Start with `LatestStore` and `HistoryStore`.
@org.jspecify.annotations.NullMarked
package dev.ombud.record.history;
