package dev.ombud.door.tablepages;

import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What a backtest found out, read from the document that it stored. Immutable.
///
/// @param judged how many decisions were judged
/// @param changed how many of them would have been otherwise
/// @param diverged how many their own ruleset no longer repeats
/// @param leftOut how many changes are counted and not told apart
public record BacktestReport(
    long judged,
    long changed,
    long diverged,
    long leftOut,
    List<Change> changes,
    List<RowChange> rows,
    List<Automatic> automatic,
    List<Revenue> revenue,
    List<Example> examples) {

  /// Empty texts stand for nothing.
  public record Change(String field, String from, String to, long count) {}

  /// @param table empty for a rule
  public record RowChange(
      String table, String row, long comesIn, long goesOut, long concludesOtherwise) {}

  public record Automatic(String kind, long added, long takenAway) {}

  public record Revenue(
      String currency, double before, double after, double both, double neither) {}

  /// A decision to open.
  public record Example(
      String decisionId, String severity, List<Change> changes, List<String> rows) {}

  static BacktestReport read(String json) {
    Map<?, ?> report = Json.readMembers(json.getBytes(StandardCharsets.UTF_8));
    return new BacktestReport(
        number(report, "judged"),
        number(report, "changed"),
        number(report, "diverged"),
        report.get("leftOut") instanceof Map<?, ?> left ? number(left, "changes") : 0,
        list(report, "changes", BacktestReport::change),
        list(
            report,
            "rows",
            row ->
                new RowChange(
                    text(row, "table"),
                    text(row, "row"),
                    number(row, "comesIn"),
                    number(row, "goesOut"),
                    number(row, "concludesOtherwise"))),
        list(
            report,
            "automaticActions",
            each ->
                new Automatic(
                    text(each, "kind"), number(each, "added"), number(each, "takenAway"))),
        list(
            report,
            "revenueAtRisk",
            each ->
                new Revenue(
                    text(each, "currency"),
                    amount(each, "actedUponBefore"),
                    amount(each, "actedUponAfter"),
                    amount(each, "actedUponBoth"),
                    amount(each, "actedUponNeither"))),
        list(
            report,
            "examples",
            each ->
                new Example(
                    text(each, "decisionId"),
                    text(each, "severity"),
                    list(each, "changes", BacktestReport::change),
                    list(
                        each,
                        "rows",
                        row -> (text(row, "table") + " " + text(row, "row")).strip()))));
  }

  private static Change change(Map<?, ?> change) {
    return new Change(
        text(change, "field"), text(change, "from"), text(change, "to"), number(change, "count"));
  }

  private static <T> List<T> list(Map<?, ?> map, String key, Function<Map<?, ?>, T> read) {
    List<T> list = new ArrayList<>();
    if (map.get(key) instanceof List<?> items) {
      items.forEach(item -> list.add(read.apply((Map<?, ?>) item)));
    }
    return list;
  }

  private static String text(Map<?, ?> map, String key) {
    return map.get(key) instanceof String text ? text : "";
  }

  private static long number(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.longValue() : 0;
  }

  private static double amount(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.doubleValue() : 0;
  }
}
