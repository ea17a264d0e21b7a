/// The HTTP API of publishing: drafts, tables in their forms, rulesets, backtests, shadows.
///
/// **Invariant:** whatever form a table comes in, it takes the one way through `publish`.
///
/// Start with `DraftRoutes`.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.tableapi;
