/// The space of inputs that a decision table divides: one axis a column, one box a row, and a
/// search that divides a region until nothing about it is in doubt.
///
/// An axis knows its values only as far as the table's own cells tell them apart: between two
/// neighbouring bounds of a column, all numbers are one. So everything is finite, and what is found
/// here is exact. *Not known* is one more value, which only `-` meets; a field of several words is
/// a set, not a word.
///
/// **Invariant:** knows no hit policy and no conclusion; which rows count is the business of the
/// checks. Axes are taken as independent: that there are never more customers than complaints, say,
/// is not known here.
///
/// Start with [dev.ombud.decide.space.Subject] and [dev.ombud.decide.space.RegionSearch].
@org.jspecify.annotations.NullMarked
package dev.ombud.decide.space;
