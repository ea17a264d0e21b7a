/// What became of decisions, as trackers, pipelines and people say it: outcomes, corrections, and
/// the labels of the decisions and briefs that are drawn for people to judge.
///
/// **Invariant:** nothing is recorded as a person's word that no person said, and each is an event
/// of the log.
///
/// Start with `Outcomes` and `LabelSamples`.
@org.jspecify.annotations.NullMarked
package dev.ombud.act.outcome;
