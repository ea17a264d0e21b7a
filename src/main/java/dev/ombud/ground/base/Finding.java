package dev.ombud.ground.base;

/// Something to say about one place of a ruleset: a cell of a workbook, a line of a rule file.
///
/// @param file for example `severity.xlsx` or `rules/signals.drl`
/// @param sheet the sheet of a workbook; empty for other files and for the whole file
/// @param cell address as a spreadsheet shows it, for example `C14`, or the number of a line of a
///   file that has no sheets; empty for the whole sheet or file
/// @param code stable, lower-case, hyphenated, for example `not-a-number`
/// @param message what is wrong and the remedy: starts in lower case, ends without a full stop
public record Finding(
    String file, String sheet, String cell, Level level, String code, String message) {

  /// An error keeps a ruleset from being published; a warning does not.
  public enum Level {
    ERROR,
    WARNING
  }

  /// About a whole file.
  public static Finding error(String file, String code, String message) {
    return new Finding(file, "", "", Level.ERROR, code, message);
  }

  public boolean isError() {
    return level == Level.ERROR;
  }

  /// One line, for example `severity.xlsx Severity!C14: 0,85 is not a number: write 0.85`.
  public String line() {
    return place() + ": " + message;
  }

  /// Where, for example `severity.xlsx Severity!C14` or `rules/signals.drl:12`.
  public String place() {
    if (sheet.isEmpty()) {
      return cell.isEmpty() ? file : file + ":" + cell;
    }
    return file + " " + sheet + (cell.isEmpty() ? "" : "!" + cell);
  }
}
