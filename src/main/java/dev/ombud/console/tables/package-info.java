/// The pages about decision tables: reading them, changing them in a grid, and the way of a change
/// to the ruleset that decides.
///
/// A change lives in a draft, as over the API. The grid is modules in the browser
/// (`console/tables/grid.js` and those that it imports): it gets a table as [dev.ombud.console.tables.GridData], sends the
/// rows back to be looked at while somebody types, and once more to be kept. Rows come back as
/// [dev.ombud.console.tables.GridRows] and take the road of a table sent as JSON, so that a cell
/// means the same wherever it was typed. Every step of a draft is a form that calls what the API
/// calls.
///
/// **Invariant:** nothing typed into the grid is kept before somebody asks for it, and what is kept
/// went through the readers and checks of `table` and `ruleset`.
///
/// Start reading at [dev.ombud.console.tables.TablesRoutes].
@org.jspecify.annotations.NullMarked
package dev.ombud.console.tables;
