/// Decision tables: the model, S-FEEL cells, and the workbooks in which product owners edit them.
///
/// **Invariant:** no cell is ever compiled or evaluated as code: a cell becomes a [UnaryTest], a
/// constant, or a finding. Apache POI is imported here and nowhere else.
///
/// A workbook and a text form both become a grid of cells, and one reader makes the table of
/// either, so that both have the same findings. Workbooks are written with POI and read as streams
/// within limits, because an uploaded file may mean harm.
///
/// Start with [DecisionTable], then [WorkbookReader] and [UnaryTestReader]; `docs/tables.md` is the
/// contract for product owners.
@org.jspecify.annotations.NullMarked
package dev.ombud.table;
