/// Tests of judging, of the pipeline and of the record, on a real PostgreSQL.
///
/// **Invariant:** the store is never replaced by a double.
@org.jspecify.annotations.NullMarked
package dev.ombud.record.decision;
