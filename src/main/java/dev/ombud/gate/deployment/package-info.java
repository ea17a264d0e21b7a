/// Deployments as GitHub asks about them: signed, and answered with the verdict of the gate.
///
/// **Invariant:** nothing unsigned is read.
///
/// Start with `Deployments`.
@org.jspecify.annotations.NullMarked
package dev.ombud.gate.deployment;
