/// Trying things out: an aggregate judged without a record, and sample data for a fresh
/// installation.
///
/// **Invariant:** what is tried is stored nowhere; samples are posted through the same intake as
/// everything else and say that they are samples.
@org.jspecify.annotations.NullMarked
package dev.ombud.console.trial;
