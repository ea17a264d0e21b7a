package dev.ombud.table;

/// Something to say about one cell of a workbook.
///
/// @param cell address as a spreadsheet shows it, for example `C14`; empty for the whole file
/// @param code stable, lower-case, hyphenated, for example `not-a-number`
/// @param message what is wrong and the remedy: starts in lower case, ends without a full stop
public record Finding(
    String file, String sheet, String cell, Level level, String code, String message) {

  /// An error keeps a table from being used; a warning does not.
  public enum Level {
    ERROR,
    WARNING
  }

  /// One line, for example `severity.xlsx Severity!C14: 0,85 is not a number: write 0.85`.
  public String line() {
    String place = cell.isEmpty() ? sheet : sheet + "!" + cell;
    return (place.isEmpty() ? file : file + " " + place) + ": " + message;
  }
}
