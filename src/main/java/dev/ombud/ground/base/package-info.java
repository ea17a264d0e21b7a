/// What every room may use and none owns: errors with their codes, violations, roles, identifiers
/// that carry their time, digests, percentages.
///
/// **Invariant:** only the JDK is imported, and nothing here knows what a decision is.
///
/// Start with `ServiceException` and `ErrorCode`: how anything says that it refuses.
@org.jspecify.annotations.NullMarked
package dev.ombud.ground.base;
