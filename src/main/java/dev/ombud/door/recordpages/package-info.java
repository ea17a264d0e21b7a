/// The pages about releases and flags, and those of auditors and admins: what customers complain
/// about and what became of it; whose flags are due; checkpoints, exports, verifications; tokens.
///
/// **Invariant:** shows what is on record and concludes nothing of its own. A secret stands on one
/// page, the answer to the form that made it, and nowhere else.
///
/// Start with `ReleaseCourse`, `AuditPage` and `TokensPage`.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.recordpages;
