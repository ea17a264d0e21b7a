package dev.ombud.door.console;

import dev.ombud.decide.engine.TableTrace;
import dev.ombud.decide.engine.TableTrace.Compared;
import dev.ombud.decide.engine.TableTrace.Failure;
import dev.ombud.decide.engine.TableTrace.Match;
import dev.ombud.decide.engine.TableTrace.Miss;
import dev.ombud.decide.engine.TableTrace.Standing;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.record.replay.ExplanationWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one table made of a case, drawn as a table: the case itself, the row that counts, those
/// that lost, and those that nearly matched. Immutable.
///
/// Columns that no shown row asks about are left out.
///
/// @param facts the values of the case, one a column
public record TableView(
    String name,
    String question,
    String policy,
    Optional<String> askedAbout,
    boolean conflict,
    List<String> columns,
    List<String> facts,
    List<Line> lines) {

  /// What became of a row.
  public enum Fate {
    COUNTS,
    LOST,
    NEAR
  }

  /// @param concludes what it concludes, or of a row that does not count, what of it is otherwise
  /// @param words why it has that fate
  public record Line(
      String id, Fate fate, String note, List<Cell> cells, String concludes, String words) {
    /// For the style sheet.
    public String style() {
      return switch (fate) {
        case COUNTS -> "win";
        case LOST -> "off";
        case NEAR -> "near";
      };
    }

    public String fateWord() {
      return switch (fate) {
        case COUNTS -> "counts";
        case LOST -> "lost";
        case NEAR -> "near miss";
      };
    }
  }

  /// @param style `pass`, `fail`, or nothing where the row does not ask
  /// @param distance how far off, for a cell that fails
  public record Cell(String text, String style, Optional<String> distance) {
    static final Cell ANY = new Cell("any", "dim", Optional.empty());
  }

  public static TableView of(TableTrace trace) {
    DecisionTable table = trace.table();
    List<Integer> asked = asked(trace);
    Map<Column, String> values = values(trace);
    List<Line> lines = new ArrayList<>();
    for (Standing standing : Standing.values()) {
      for (Match match : trace.matched()) {
        if (match.standing() == standing) {
          lines.add(line(trace, match, asked));
        }
      }
    }
    trace.nearest().forEach(miss -> lines.add(line(trace, miss, asked)));
    return new TableView(
        table.name(),
        ExplanationWords.capital(ExplanationWords.question(table)),
        ExplanationWords.policy(table),
        trace.askedAbout(),
        trace.conflict(),
        asked.stream()
            .map(column -> ExplanationWords.capital(table.inputs().get(column).label()))
            .toList(),
        asked.stream().map(column -> values.getOrDefault(table.inputs().get(column), "")).toList(),
        lines);
  }

  private static List<Integer> asked(TableTrace trace) {
    List<Integer> asked = new ArrayList<>();
    for (int column = 0; column < trace.table().inputs().size(); column++) {
      int here = column;
      boolean isAsked =
          trace.matched().stream().anyMatch(match -> asks(match.row(), here))
              || trace.nearest().stream().anyMatch(miss -> asks(miss.row(), here));
      if (isAsked) {
        asked.add(column);
      }
    }
    return asked;
  }

  private static boolean asks(DecisionTable.Row row, int column) {
    return !(row.tests().get(column) instanceof UnaryTest.Any);
  }

  private static Map<Column, String> values(TableTrace trace) {
    Map<Column, String> values = new HashMap<>();
    for (Match match : trace.matched()) {
      for (Compared compared : match.compared()) {
        values.put(
            compared.column(), ExplanationWords.value(compared.column().field(), compared.value()));
      }
    }
    for (Miss miss : trace.nearest()) {
      for (Failure failure : miss.failed()) {
        values.put(
            failure.column(), ExplanationWords.value(failure.column().field(), failure.value()));
      }
    }
    return values;
  }

  private static Line line(TableTrace trace, Match match, List<Integer> asked) {
    DecisionTable table = trace.table();
    boolean counts = match.standing() == Standing.COUNTS;
    return new Line(
        match.row().id(),
        counts ? Fate.COUNTS : Fate.LOST,
        match.row().note(),
        asked.stream().map(column -> cell(match.row(), column, "pass", Optional.empty())).toList(),
        counts
            ? ExplanationWords.conclusions(table, match.row())
            : ExplanationWords.otherConclusions(trace, match.row()),
        ExplanationWords.sentence(ExplanationWords.standing(table, match)));
  }

  private static Line line(TableTrace trace, Miss miss, List<Integer> asked) {
    DecisionTable table = trace.table();
    List<Cell> cells = new ArrayList<>();
    for (int column : asked) {
      Column here = table.inputs().get(column);
      Optional<Failure> failed =
          miss.failed().stream().filter(failure -> failure.column().equals(here)).findFirst();
      cells.add(
          cell(
              miss.row(),
              column,
              failed.isPresent() ? "fail" : "pass",
              failed.flatMap(ExplanationWords::distance)));
    }
    return new Line(
        miss.row().id(),
        Fate.NEAR,
        miss.row().note(),
        cells,
        ExplanationWords.otherConclusions(trace, miss.row()),
        ExplanationWords.sentence(ExplanationWords.consequence(miss)));
  }

  private static Cell cell(
      DecisionTable.Row row, int column, String style, Optional<String> distance) {
    return asks(row, column)
        ? new Cell(ExplanationWords.needs(row.tests().get(column)), style, distance)
        : Cell.ANY;
  }
}
