/// The program: makes every part once, tier by tier, in the order in which they depend on each
/// other, and stops them in the opposite one; says whether the service is well.
///
/// **Invariant:** nothing is decided here: whatever a part needs, it is given. Nothing points at
/// this package.
///
/// Start with [Service].
@org.jspecify.annotations.NullMarked
package dev.ombud.door.start;
