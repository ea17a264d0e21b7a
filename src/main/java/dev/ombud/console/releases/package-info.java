/// The pages about releases: which ones customers complain about, and what became of one of them.
///
/// A release is known by what was decided about it; there is no registry of releases. Its course
/// ([dev.ombud.console.releases.ReleaseCourse]) puts complaints, deployment, rollout, flags and
/// mitigations on one axis of time, from the newest decisions about it. What gates say about it
/// comes through [dev.ombud.console.releases.GateAnswers].
///
/// **Invariant:** shows what is on record and concludes nothing of its own.
@org.jspecify.annotations.NullMarked
package dev.ombud.console.releases;
