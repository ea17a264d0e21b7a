/// Why a decision is as it is, table by table ([Explanations]), and whether it comes out the same
/// again from what is stored and nothing else ([Replays]); by its own ruleset or by another.
///
/// **Invariant:** changes nothing of the record; a divergence is told of in an event of its own.
/// All judging goes through `Judge`, as it does for live decisions. Whoever publishes rulesets is
/// not known here: their bytes come from a [RulesetSource].
///
/// Start with [Replays] and [Explanations].
@org.jspecify.annotations.NullMarked
package dev.ombud.record.replay;
