package dev.ombud.decide.table;

import dev.ombud.ground.base.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.poi.ss.util.CellReference;

/// Collects what is wrong with one file. Where there is more than anybody corrects at once, reading
/// ends: each of the adding methods but that for the whole file throws then. Not thread-safe.
public final class Findings {
  public static final int MAX_FINDINGS = 10_000;

  private final String file;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(int row, int column, Finding finding) {}

  public Findings(String file) {
    this.file = file;
  }

  /// Something about the whole file, also where there is no room for anything else.
  public void add(String code, String message) {
    entries.add(new Entry(0, 0, new Finding(file, "", "", Finding.Level.ERROR, code, message)));
  }

  /// Something about one line of a file that has no sheets.
  public void addLine(int line, String code, String message) {
    String number = Integer.toString(line);
    add(line, 0, new Finding(file, "", number, Finding.Level.ERROR, code, message));
  }

  /// Something about a sheet.
  public void add(String sheet, String code, String message) {
    add(0, 0, new Finding(file, sheet, "", Finding.Level.ERROR, code, message));
  }

  /// Something about one cell.
  public void add(String sheet, int row, int column, String code, String message) {
    add(sheet, row, column, address(row, column), code, message);
  }

  /// Something about a place that begins at a cell, for example `B4:C4` or `5:5`.
  public void add(String sheet, int row, int column, String place, String code, String message) {
    add(row, column, new Finding(file, sheet, place, Finding.Level.ERROR, code, message));
  }

  private void add(int row, int column, Finding finding) {
    if (entries.size() == MAX_FINDINGS) {
      throw new RefusedException(
          "too-many-findings",
          "there are more findings than these %d: correct these first".formatted(MAX_FINDINGS));
    }
    entries.add(new Entry(row, column, finding));
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /// In reading order.
  public List<Finding> list() {
    List<Finding> findings = new ArrayList<>();
    entries.stream()
        .sorted(Comparator.comparingInt(Entry::row).thenComparingInt(Entry::column))
        .map(Entry::finding)
        .forEach(findings::add);
    return List.copyOf(findings);
  }

  /// As a spreadsheet shows it, for example `C14`; the row from 1, the column from 0.
  public static String address(int row, int column) {
    return CellReference.convertNumToColString(column) + row;
  }
}
