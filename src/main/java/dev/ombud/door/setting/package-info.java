/// The settings of the service, read from the environment once, at a start.
///
/// **Invariant:** the only package that reads the environment; whatever is wrong is named with its
/// variable, all of it at once, and no secret is quoted.
///
/// Start with `Settings`.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.setting;
