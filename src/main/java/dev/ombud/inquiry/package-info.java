/// Answers questions about what was decided: finds decisions, counts them, follows a source text to
/// all that it led to.
///
/// **Invariant:** changes nothing of the record, and judges nothing by itself. Whatever is asked
/// has a bound: a page, a count of rows looked at, a time.
///
/// Start with [DecisionFilter] (what can be asked).
@org.jspecify.annotations.NullMarked
package dev.ombud.inquiry;
