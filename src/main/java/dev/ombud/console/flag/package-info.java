/// The pages about flags: whose they are, until when, what is safe, and what automation did to
/// them.
///
/// **Invariant:** nothing is declared here; flags are declared over the API, where they can be kept
/// in version control.
@org.jspecify.annotations.NullMarked
package dev.ombud.console.flag;
