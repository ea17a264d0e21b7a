/// Texts that people outside read: plain, Markdown, Slack; excerpts, and places in a source.
///
/// **Invariant:** what a stranger wrote stays text in every form: no markup of it survives, and no
/// half of a character is left.
///
/// Start with `PlainText`.
@org.jspecify.annotations.NullMarked
package dev.ombud.ground.text;
