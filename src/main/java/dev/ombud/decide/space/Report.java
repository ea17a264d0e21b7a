package dev.ombud.decide.space;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.Finding.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Collects what is found in one table. A mistake that repeats itself is listed a few times and
/// then counted. Not thread-safe.
public final class Report {
  /// Of each code.
  public static final int MAX_FINDINGS = 20;

  /// Of a code; who has so many to correct needs no exact count of the rest.
  private static final int MAX_COUNTED = 10_000;

  private final DecisionTable table;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  private record Entry(int row, Finding finding) {}

  public Report(DecisionTable table) {
    this.table = table;
  }

  /// About one row.
  ///
  /// @param message only asked for while there are few of the code
  public void add(Box box, Level level, String code, Supplier<String> message) {
    add(table.rows().get(box.row()), level, code, message);
  }

  /// The same.
  public void add(Row row, Level level, String code, Supplier<String> message) {
    add(row.number(), "A" + row.number(), level, code, message);
  }

  /// About the whole table or a column.
  ///
  /// @param cell empty, or for example `F:F`
  public void add(String cell, Level level, String code, String message) {
    add(0, cell, level, code, () -> message);
  }

  /// Whether there is so much of a code that looking for more is no use.
  public boolean isFull(String code) {
    return counts.getOrDefault(code, 0) >= MAX_COUNTED;
  }

  /// Something that could not be found out for certain.
  public void addIncomplete(String message) {
    add("", Level.WARNING, "analysis-incomplete", message);
  }

  private void add(int row, String cell, Level level, String code, Supplier<String> message) {
    if (counts.merge(code, 1, Integer::sum) <= MAX_FINDINGS) {
      entries.add(new Entry(row, finding(cell, level, code, message.get())));
    }
  }

  private Finding finding(String cell, Level level, String code, String message) {
    return new Finding(table.file(), table.sheet(), cell, level, code, message);
  }

  /// In reading order; what is about the whole table comes first, the counts last.
  public List<Finding> list() {
    List<Finding> findings = new ArrayList<>();
    entries.stream()
        .sorted(Comparator.comparingInt(Entry::row))
        .map(Entry::finding)
        .forEach(findings::add);
    counts.forEach((code, count) -> {
      if (count > MAX_FINDINGS) {
        Level level =
            findings.stream().anyMatch(each -> each.code().equals(code) && each.isError())
                ? Level.ERROR
                : Level.WARNING;
        String message =
            "%s%d more of `%s` are not listed: correct these first"
                .formatted(isFull(code) ? "at least " : "", count - MAX_FINDINGS, code);
        findings.add(finding("", level, code, message));
      }
    });
    return List.copyOf(findings);
  }
}
