package dev.ombud.decide.sheet;

import dev.ombud.decide.sheet.MarkedStyles.Colour;
import dev.ombud.decide.sheet.Marks.Mark;
import dev.ombud.decide.table.RefusedException;
import dev.ombud.ground.base.Finding;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An owner's own workbook with findings in it: each cell that is wrong is filled, red for an error
/// and amber for a warning, and has a comment by `Ombud` that says what to do. What is about the
/// whole file or another sheet stands in the comment of A1. Former marks are taken away; all else
/// stays as it is, and reading the file gives the same findings as before. Nothing in it is run or
/// calculated. Stateless, so thread-safe.
public final class MarkedWorkbook {
  private static final Pattern PLACE = Pattern.compile("([A-Z]{0,3})([0-9]{0,7})(:.*)?");
  private static final int MAX_CHARS = 2_000;
  private static final int LAST_ROW = 1_048_576;
  private static final int LAST_COLUMN = 16_383;

  private MarkedWorkbook() {}

  /// Empty where the bytes are no workbook that can be opened: encrypted, cut off, too large.
  ///
  /// @param findings about the first sheet or the file; none to take former marks away
  public static Optional<byte[]> mark(byte[] workbook, List<Finding> findings) {
    try {
      Archive archive = Archive.open(workbook);
      String part =
          WorkbookReader.relations(archive, "").getOrDefault("officeDocument", "xl/workbook.xml");
      var sheets = WorkbookReader.sheets(archive.load(part));
      String sheet = sheets.isEmpty() ? "" : sheets.getFirst().name();
      NavigableMap<Integer, NavigableMap<Integer, Mark>> marks = new TreeMap<>();
      for (Finding finding : findings) {
        boolean here = finding.sheet().equals(sheet);
        Matcher place = PLACE.matcher(here ? finding.cell() : "");
        String letters = place.matches() ? place.group(1) : "";
        int row = place.matches() ? SheetReader.integer(place.group(2), 1) : 1;
        int column = 0;
        for (int i = 0; i < letters.length(); i++) {
          column = column * 26 + letters.charAt(i) - 'A' + 1;
        }
        String about = here || finding.sheet().isEmpty() ? "" : finding.sheet() + ": ";
        Mark mark =
            new Mark(finding.isError() ? Colour.RED : Colour.AMBER, about + finding.message());
        marks
            .computeIfAbsent(Math.clamp(row, 1, LAST_ROW), _ -> new TreeMap<>())
            .merge(Math.clamp(column - 1, 0, LAST_COLUMN), mark, MarkedWorkbook::both);
      }
      return Optional.of(Marks.put(archive, marks));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  private static Mark both(Mark first, Mark next) {
    boolean full = first.message().length() + next.message().length() > MAX_CHARS;
    String message =
        first.message().endsWith("…")
            ? first.message()
            : first.message() + "\n" + (full ? "…" : next.message());
    return new Mark(first.colour() == Colour.RED ? Colour.RED : next.colour(), message);
  }
}
