/// The audit log: what is on record, made provable. Whoever records something puts the hash of its
/// leaf into [LogQueue] in the same transaction; what people do besides deciding is recorded by
/// [AuditLog].
///
/// **Invariant:** nothing here changes or deletes a record; the queue is all that is ever emptied.
/// Nothing here knows HTTP, and nothing here decides.
///
/// Start with [AuditLog] and [LogQueue]; `docs/audit-log.md` says byte for byte what is hashed.
@org.jspecify.annotations.NullMarked
package dev.ombud.record.log;
