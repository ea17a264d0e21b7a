/// The release gate: a pipeline asks whether a candidate may be promoted, and gets a verdict with
/// reasons, from what it sent and from what customers say on record.
///
/// What is asked and what is found on record become facts; the table `gate` of the active ruleset
/// concludes from them. All of it is stored with the verdict and is an event of the log, so that
/// each evaluation can be replayed by its own ruleset.
///
/// **Invariant:** a verdict follows from ruleset, request,
/// [ProductFeedback][dev.ombud.decide.gate.ProductFeedback] and time alone
/// ([GateJudge][dev.ombud.decide.gate.GateJudge]). **Invariant:** what is missing, stale or broken
/// is never taken for good, and nothing here promotes anything: a pipeline asks, and does it or
/// does not.
///
/// Start with [Gates] (what is offered), then [GateJudge][dev.ombud.decide.gate.GateJudge] (how a
/// verdict comes about), [FeedbackWindows][dev.ombud.decide.gate.FeedbackWindows] (which complaints
/// count), [Tally][dev.ombud.decide.gate.Tally] (how they are added up) and
/// [Resolutions][dev.ombud.decide.gate.Resolutions] (what is fixed already); `docs/gates.md` says
/// it for people.
@NullMarked
package dev.ombud.gate.evaluation;

import org.jspecify.annotations.NullMarked;
