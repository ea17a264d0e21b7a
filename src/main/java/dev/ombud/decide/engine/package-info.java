/// The rules engine: compiles a ruleset, runs a case through its stages, notes every firing.
///
/// Rules in `rules/*.drl` match a [Case] in the entry point of a stage; rows of decision tables are
/// facts in a warm session and join the case by one compiled rule. Drools is imported here and
/// nowhere else.
///
/// **Invariant:** nothing here knows the time, the database or the network: whatever a case depends
/// on is put into it.
///
/// Start with [CompiledRuleset#evaluate], then [CaseEvaluation].
@org.jspecify.annotations.NullMarked
package dev.ombud.decide.engine;
