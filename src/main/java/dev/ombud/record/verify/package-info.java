/// Verifies the log: that every record has its leaf, that each leaf is what the record says, and
/// that the tree grew by appending only; from the database or from exported files alone.
///
/// **Invariant:** trusts nothing that it verifies, and never repairs.
///
/// Start with `Verifier`.
@org.jspecify.annotations.NullMarked
package dev.ombud.record.verify;
