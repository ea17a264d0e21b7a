/// The pages about decision tables: reading them, changing them in a grid, trying them out, and the
/// way of a change to the ruleset that decides.
///
/// A change lives in a draft, as over the API. The grid sends rows back to be looked at while
/// somebody types, and once more to be kept; they take the road of a table sent as JSON.
///
/// **Invariant:** nothing typed into the grid is kept before somebody asks for it; what is tried is
/// stored nowhere, and samples say that they are samples.
///
/// Start with `TablesRoutes`.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.tablepages;
