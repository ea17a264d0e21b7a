/// What people are told: notices of reviews, bodies of tickets, digests, briefs; made of the record
/// alone.
///
/// **Invariant:** nothing is decided here, and a stranger's text stands here only masked and as
/// text.
///
/// Start with `ActionWords`.
@org.jspecify.annotations.NullMarked
package dev.ombud.act.words;
