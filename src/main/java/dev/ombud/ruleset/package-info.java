/// Rulesets and their life: reads the shipped files, publishes versions, says which one decides.
///
/// **Invariant:** a published version never changes, byte for byte, and what cannot be compiled
/// never decides.
///
/// Start with [RulesetPublisher].
@org.jspecify.annotations.NullMarked
package dev.ombud.ruleset;
