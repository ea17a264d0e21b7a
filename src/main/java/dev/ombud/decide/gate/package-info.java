/// The judgement of a release gate: which of the feedback on record counts, what it comes to, and
/// the verdict by the table `gate`.
///
/// **Invariant:** pure: ruleset, request, record and time in, verdict out; no clock, no database,
/// no network. Live questions, scenarios and replays all come this way.
///
/// Start with `GateJudge`.
@org.jspecify.annotations.NullMarked
package dev.ombud.decide.gate;
