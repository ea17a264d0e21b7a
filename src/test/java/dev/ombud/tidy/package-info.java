/// The laws of the repository, as ordinary tests: tidiness, the arrows between packages, one
/// meaning a word.
///
/// **Invariant:** nothing here runs the product; it reads files, and it tolerates nothing that is
/// not on a list in sight, with the reason beside it.
///
/// Start with [dev.ombud.tidy.TidyTest].
@org.jspecify.annotations.NullMarked
package dev.ombud.tidy;
