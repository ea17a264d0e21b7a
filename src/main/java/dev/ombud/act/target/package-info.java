/// The systems outside as the operator configured them, where each action goes, and the texts that
/// they get in the form that each wants.
///
/// **Invariant:** a secret shows itself to nobody, in no text form and no error.
///
/// Start with `TargetsReader`.
@org.jspecify.annotations.NullMarked
package dev.ombud.act.target;
