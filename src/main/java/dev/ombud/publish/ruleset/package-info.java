/// Rulesets and their life: drafts, the checks and tests that they pass, approval, activation and
/// the way back; which version this instance decides by; drafts in the shadow.
///
/// **Invariant:** a published version never changes, byte for byte, and what cannot be compiled
/// never decides. Whatever people do to a draft is on record with who, when and why, and holds for
/// the content to which they did it.
///
/// Start with [Drafts] for the life of a change, [Uploads] for how files come into it,
/// [RulesetSwitch] for how instances follow, and [RulesetPublisher] for what a start does.
@org.jspecify.annotations.NullMarked
package dev.ombud.publish.ruleset;
