/// What stands on record about a product when a gate is asked.
///
/// **Invariant:** each severity is read within a bound of its own, and what was left out is said.
///
/// Start with `FeedbackStore`.
@org.jspecify.annotations.NullMarked
package dev.ombud.gate.feedback;
