/// The commands of the jar: check, publish, verify, golden sets, tokens.
///
/// **Invariant:** what a pipeline needs stands in the exit status; what a person needs, in the
/// words.
///
/// Start with `CommandLine`.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.command;
