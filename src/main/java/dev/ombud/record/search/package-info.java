/// Finds decisions: by what they say, in an order, a page at a time, with counts beside; and the
/// trail from a source text to what came of it.
///
/// **Invariant:** changes nothing; whatever is asked has a bound.
///
/// Start with `DecisionSearch` and `DecisionFilter`.
@org.jspecify.annotations.NullMarked
package dev.ombud.record.search;
