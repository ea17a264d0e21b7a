/// Decision tables: their model, and the cells of S-FEEL in it; whatever a table was typed in, one
/// reader makes it of a grid of cells.
///
/// **Invariant:** no cell is ever compiled or evaluated as code: a cell becomes a `UnaryTest`, a
/// constant, or a finding. A blank input cell is a finding and never means "any".
///
/// Start with `DecisionTable`, then `UnaryTestReader`.
@org.jspecify.annotations.NullMarked
package dev.ombud.decide.table;
