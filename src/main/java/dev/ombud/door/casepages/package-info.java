/// The pages about what happens: how things stand now, decisions, and reviews with evidence and
/// proposal side by side.
///
/// **Invariant:** an answer carries the binding hash of the page that was read, so nobody agrees to
/// anything else than what they saw; texts are masked unless somebody gave a reason to open them,
/// and that is on record.
///
/// Start with `NowPage` and `DecisionPage`.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.casepages;
