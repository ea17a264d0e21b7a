/// Answers questions about what was decided: finds decisions, counts them, follows a source text to
/// all that it led to, and lets the record be taken along ([Exports]) and put away ([Archives]).
///
/// **Invariant:** changes nothing of the record, and judges nothing by itself. Whatever is asked
/// has a bound: a page, a count of rows looked at, a time; an export holds some pages at most.
/// **Invariant:** no month leaves the database before a file that was read back has all of it.
///
/// Start with [DecisionFilter] (what can be asked).
@org.jspecify.annotations.NullMarked
package dev.ombud.inquiry;
