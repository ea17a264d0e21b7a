/// Tokens: who gets in, as what, and how far; issued and revoked by admins.
///
/// **Invariant:** a secret stands on one page, the answer to the form that made it, and nowhere
/// else.
///
/// Start reading at [dev.ombud.console.access.TokensPage].
@org.jspecify.annotations.NullMarked
package dev.ombud.console.access;
