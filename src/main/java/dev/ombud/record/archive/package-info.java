/// Months of the record that are put away into files.
///
/// **Invariant:** no month leaves the database before a file that was read back has it.
///
/// Start with `Archives`.
@org.jspecify.annotations.NullMarked
package dev.ombud.record.archive;
