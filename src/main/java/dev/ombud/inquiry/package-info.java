/// What an auditor asks of the record: why a decision is as it is, and whether it would come out
/// the same again.
///
/// [Replays] judges a recorded decision again and compares every column; [ReplayWorker] does so for
/// a sample of all new ones. [Explanations] tells in plain words what happened in each table.
///
/// **Invariant:** nothing here writes into the record; a divergence is told of in an audit event of
/// its own. All judging goes through `Judge`, as it does for live decisions.
///
/// Start with [Replays] and [Explanations].
@org.jspecify.annotations.NullMarked
package dev.ombud.inquiry;
