/// Backtests: what a draft would have made of the decisions on record.
///
/// Stored decisions are judged again, each in its stored context and at its stored time, by the
/// ruleset that decides now and by the draft; what differs is tallied.
///
/// **Invariant:** nothing is decided and nothing is acted upon here; the record is only read. No
/// session and no snapshot stays open for longer than it takes to read some thousand decisions.
///
/// Start with [Backtests], then [Replay].
@org.jspecify.annotations.NullMarked
package dev.ombud.publish.backtest;
