/// The pipeline from a validated aggregate to a committed, explained decision.
///
/// **Invariant:** no decision is answered before its record is committed, and [Judge] sees no
/// clock, no database and no network. Nothing here knows HTTP.
///
/// Start with [DecisionPipeline#submit], then [DecisionBatch#decide] and [Judge#judge].
@org.jspecify.annotations.NullMarked
package dev.ombud.record.decision;
