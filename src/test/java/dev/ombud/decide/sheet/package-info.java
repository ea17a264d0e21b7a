/// Tests of the tables, with hostile workbooks made by hand.
///
/// **Invariant:** no workbook is kept as a file; each is made where it is read.
@org.jspecify.annotations.NullMarked
package dev.ombud.decide.sheet;
