/// Decision tables: the model, S-FEEL cells, and the workbooks in which product owners edit them.
///
/// **Invariant:** no cell is ever compiled or evaluated as code: a cell becomes a [UnaryTest], a
/// constant, or a finding. Apache POI is imported here and nowhere else.
///
/// Start with [DecisionTable], then [WorkbookReader].
@org.jspecify.annotations.NullMarked
package dev.ombud.table;
