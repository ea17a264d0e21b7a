package dev.ombud.decide.sheet;

import dev.ombud.decide.table.RefusedException;
import dev.ombud.decide.table.Spelling;

/// What the text of a cell may be in any form of a table, so that each form can be written as each
/// other: XML holds no control characters, and a spreadsheet no cell of more characters.
final class CellText {
  static final int MAX_CHARS = 32_767;

  private CellText() {}

  /// @throws RefusedException for a character or length that a workbook cannot hold
  static void require(String text) {
    if (WorkbookWriter.escaped(text).length() > MAX_CHARS) {
      throw new RefusedException(
          "too-long",
          "the cell has %d characters, but a cell holds %d: shorten it"
              .formatted(text.length(), MAX_CHARS));
    }
    text.codePoints()
        .filter(CellText::isUnwritable)
        .findFirst()
        .ifPresent(c -> {
          throw new RefusedException(
              "control-character",
              "%s has the invisible character U+%04X: delete it"
                  .formatted(Spelling.quoted(text), c));
        });
  }

  /// What XML 1.0 has no way to write.
  private static boolean isUnwritable(int c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
        || c == 0xFFFE
        || c == 0xFFFF;
  }
}
