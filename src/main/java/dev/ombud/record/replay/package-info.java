/// What an auditor asks of the record: which decisions there are
/// ([DecisionSearch][dev.ombud.record.search.DecisionSearch],
/// [Facets][dev.ombud.record.search.Facets]), what a source text led to, why a decision is as it is
/// ([Explanations]), whether it would come out the same again ([Replays]), and all of it in a file
/// ([Exports][dev.ombud.record.export.Exports]).
///
/// **Invariant:** nothing here changes the record; a divergence or an export is told of in an audit
/// event of its own. All judging goes through `Judge`, as it does for live decisions. Whatever is
/// asked has a bound: a page, a count of rows looked at, a time. **Invariant:** no month leaves the
/// database ([Archives][dev.ombud.record.archive.Archives]) before a file that was read back has
/// all of it.
///
/// Start with [DecisionFilter][dev.ombud.record.search.DecisionFilter] (what can be asked),
/// [Replays] and [Explanations].
@org.jspecify.annotations.NullMarked
package dev.ombud.record.replay;
