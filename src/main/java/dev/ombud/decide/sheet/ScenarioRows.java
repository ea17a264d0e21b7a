package dev.ombud.decide.sheet;

import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Grid;
import dev.ombud.decide.table.RefusedException;
import dev.ombud.decide.table.Spelling;
import dev.ombud.decide.table.TableReader;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.contract.ScenarioReader;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes scenarios of the rows of a sheet; [ScenarioSheet] says what its cells mean. For one sheet
/// and one thread.
final class ScenarioRows {
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern POINTER = Pattern.compile("/([^:]*): ");
  private static final int MAX_DEPTH = 8;

  private final Grid grid;
  private final Findings findings;
  private final NavigableMap<Integer, String> paths = new TreeMap<>();
  private final ScenarioReader reader = new ScenarioReader();

  ScenarioRows(Grid grid, Findings findings) {
    this.grid = grid;
    this.findings = findings;
  }

  /// Texts that need no backslash before them.
  static boolean isPlain(String text) {
    return !text.isEmpty()
        && text.equals(text.strip())
        && "[{\"\\".indexOf(text.charAt(0)) < 0
        && !text.equals("null");
  }

  String read() {
    header();
    StringBuilder ndjson = new StringBuilder();
    int read = 0;
    for (var row : grid.rows().tailMap(1, false).entrySet()) {
      if (++read > TableReader.MAX_ROWS) {
        add(row.getKey(), 0, "too-many-rows", "there are more than 20000 scenarios: delete some");
        break;
      }
      Map<String, @Nullable Object> scenario = new LinkedHashMap<>();
      boolean good = true;
      for (var cell : row.getValue().entrySet()) {
        good &= put(scenario, row.getKey(), cell.getKey(), cell.getValue());
      }
      if (good && scenario.get("name") == null) {
        add(row.getKey(), 0, "no-name", "the scenario has no name: write one into `name`");
      } else if (good) {
        byte[] json = Json.write(scenario);
        judge(row.getKey(), json);
        ndjson.append(new String(json, StandardCharsets.UTF_8)).append('\n');
      }
    }
    if (read == 0 && findings.isEmpty()) {
      findings.add(grid.sheet(), "no-rows", "there is no scenario: add one below the paths");
    }
    return ndjson.toString();
  }

  private void header() {
    for (var cell : grid.row(1).entrySet()) {
      String path = TableReader.shown(cell.getValue()).strip();
      if (cell.getValue() instanceof Grid.Refused) {
        continue;
      }
      if (cell.getKey() >= 1_000) {
        add(1, cell.getKey(), "too-wide", "there are more than 1000 columns: delete some");
        break;
      }
      String top = path.split("\\.", 2)[0];
      if (!PATH.matcher(path).matches()
          || path.split("\\.").length > MAX_DEPTH
          || !ScenarioSheet.TOP.contains(top)) {
        add(
            1,
            cell.getKey(),
            "unknown-path",
            "%s is no path: write name, because, receivedAt, maskingConfidence, or one below aggregate, gate or expect,"
                    .formatted(Spelling.quoted(path))
                + " such as aggregate.volume.count");
      } else if (paths.containsValue(path)) {
        add(1, cell.getKey(), "repeated-path", "`" + path + "` stands here twice: delete one");
      } else {
        paths.put(cell.getKey(), path);
      }
    }
    if (paths.isEmpty() && findings.isEmpty()) {
      add(1, 0, "no-paths", "the row of paths is missing: write name, because and others into it");
    }
  }

  /// Whether the cell could be taken.
  private boolean put(Map<String, @Nullable Object> scenario, int row, int column, Grid.Cell cell) {
    String path = paths.get(column);
    if (path == null) {
      if (!grid.row(1).containsKey(column)) {
        add(
            row,
            column,
            "no-path",
            "the column has no path above it: write one or delete the cell");
      }
      return false;
    }
    try {
      return switch (cell) {
        case Grid.Text(String text) -> set(scenario, path, value(text.strip()));
        case Grid.Figure(double number, boolean _) -> set(scenario, path, finite(number));
        case Grid.Flag(boolean flag) -> set(scenario, path, flag);
        case Grid.Day(String text) ->
            throw new RefusedException(
                "date",
                "the spreadsheet made the date %s of this: format the cell as text and write it"
                        .formatted(text)
                    + " again");
        case Grid.Refused _ -> false;
      };
    } catch (RefusedException e) {
      add(row, column, e.code(), e.reason());
      return false;
    }
  }

  private static Object finite(double number) {
    if (!Double.isFinite(number)) {
      throw new RefusedException(
          "not-a-number", "the cell holds no finite number: write it out in digits");
    }
    return number;
  }

  private static @Nullable Object value(String text) {
    if (text.startsWith("\\")) {
      return text.substring(1);
    }
    if (isPlain(text)) {
      return text;
    }
    String json = text.startsWith("\"") ? "[" + text + "]" : text;
    try {
      Object read = Json.read(json.getBytes(StandardCharsets.UTF_8));
      if (!Json.isWritable(read)) {
        throw new RefusedException("malformed-json", Json.unwritable(Spelling.quoted(text)));
      }
      return read;
    } catch (ServiceException e) {
      throw new RefusedException(
          "malformed-json",
          "%s is no list of texts in quotes and no JSON: %s: write for example \"P1\",\"P2\""
              .formatted(Spelling.quoted(text), e.detail()));
    }
  }

  @SuppressWarnings("unchecked")
  private static boolean set(
      Map<String, @Nullable Object> scenario, String path, @Nullable Object value) {
    String[] keys = path.split("\\.");
    Map<String, @Nullable Object> object = scenario;
    for (int i = 0; i < keys.length - 1; i++) {
      Object inner = object.computeIfAbsent(keys[i], _ -> new LinkedHashMap<>());
      if (!(inner instanceof Map)) {
        throw twice(path);
      }
      object = (Map<String, @Nullable Object>) inner;
    }
    String last = keys[keys.length - 1];
    if (object.containsKey(last)) {
      throw twice(path);
    }
    object.put(last, value);
    return true;
  }

  private static RefusedException twice(String path) {
    return new RefusedException(
        "repeated-path",
        "`%s` is also said by a column of a part of it or of the whole: keep one".formatted(path));
  }

  /// What the reader of scenarios says of this one, at the cell that it names if there is one.
  private void judge(int row, byte[] json) {
    for (Finding finding : reader.read("", json).findings()) {
      Matcher violation = POINTER.matcher(finding.message());
      int column = violation.lookingAt() ? column(violation.group(1)) : 0;
      add(row, column, finding.code(), finding.message());
    }
  }

  /// The column that names a field or what holds it, the first where there is none.
  private int column(String pointer) {
    String path = pointer.replace('/', '.');
    if (!path.startsWith("gate")) {
      path = "aggregate." + path;
    }
    while (path.contains(".")) {
      for (var each : paths.entrySet()) {
        if (each.getValue().equals(path)) {
          return each.getKey();
        }
      }
      path = path.substring(0, path.lastIndexOf('.'));
    }
    return 0;
  }

  private void add(int row, int column, String code, String message) {
    findings.add(grid.sheet(), row, column, code, message);
  }
}
