/// The forms in which product owners edit decision tables: workbook, CSV, JSON, text. All become a
/// grid of cells, and one reader makes the table of any, so that all have the same findings.
///
/// Apache POI writes workbooks. Reading them is our own, as a stream within limits, because an
/// uploaded file may mean harm. What is put into the owner's own file is put there in one pass over
/// its parts ([Marks]), so that all else in it stays as it is.
///
/// **Invariant:** no formula is evaluated, and no macro, link or entity is followed.
///
/// Start with [WorkbookReader]; `docs/tables.md` is the contract for product owners.
@org.jspecify.annotations.NullMarked
package dev.ombud.decide.sheet;
