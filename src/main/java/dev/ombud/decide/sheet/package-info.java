/// Decision tables: the model, S-FEEL cells, and the workbooks in which product owners edit them.
///
/// **Invariant:** no cell is ever compiled or evaluated as code: a cell becomes a
/// [UnaryTest][dev.ombud.decide.table.UnaryTest], a constant, or a finding. Apache POI is imported
/// here and nowhere else.
///
/// A workbook, CSV, JSON and a text form all become a grid of cells, and one reader makes the table
/// of any, so that all have the same findings. Workbooks are written with POI and read as streams
/// within limits, because an uploaded file may mean harm.
///
/// What is put into the owner's own file is put there in one pass over its parts ([Marks]), so that
/// all else in it stays as it is.
///
/// Start with [DecisionTable][dev.ombud.decide.table.DecisionTable], then [WorkbookReader] and
/// [UnaryTestReader][dev.ombud.decide.table.UnaryTestReader]; `docs/tables.md` is the contract for
/// product owners.
@org.jspecify.annotations.NullMarked
package dev.ombud.decide.sheet;
