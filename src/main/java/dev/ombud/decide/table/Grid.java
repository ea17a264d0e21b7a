package dev.ombud.decide.table;

import java.util.NavigableMap;
import java.util.TreeMap;

/// The cells of one sheet as they stand, before anything is made of them; blank cells are absent.
/// Rows count from 1 and columns from 0, each ascending.
public record Grid(
    String file, String sheet, NavigableMap<Integer, NavigableMap<Integer, Cell>> rows) {

  /// What stands in a cell.
  public sealed interface Cell {}

  public record Text(String text) implements Cell {}

  /// @param percent whether the cell shows it times 100 with a percent sign
  public record Figure(double value, boolean percent) implements Cell {}

  public record Flag(boolean value) implements Cell {}

  /// A date or time; spreadsheets like to make one of a text such as `MAR-001` or `2-5`.
  public record Day(String text) implements Cell {}

  /// Something that was refused already.
  public record Refused() implements Cell {}

  /// All cells of a row, none if it is blank.
  public NavigableMap<Integer, Cell> row(int number) {
    NavigableMap<Integer, Cell> row = rows.get(number);
    return row == null ? new TreeMap<>() : row;
  }
}
