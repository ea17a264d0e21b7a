package dev.ombud.decide.table;

import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.Origin;
import dev.ombud.ground.field.Field.WordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what stands above the rows:
///
/// | row | |
/// |---|---|
/// | 1 | `Table`, the name |
/// | 2 | `Hit policy`, the hit policy |
/// | roles | `id`, then `in`, `out`, `note` or `info` in each column |
/// | fields | the field of each `in` and `out` column, with its unit in brackets or without |
/// | labels | what people read |
public final class HeaderReader {
  public static final int MAX_COLUMNS = 100;

  /// What stands in such a column is for people: it is written with a table and never read.
  public static final String INFO = "info";

  static final Pattern ROW_ID = Pattern.compile("[A-Z]{2,5}-[0-9]{3,5}");

  /// As DMN abbreviates it (1.5, section 8.2.11).
  private static final String SUM = "C+";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
  private static final Pattern FIELD =
      Pattern.compile("([^\\[\\]]*+)(?:\\[([^\\[\\]]*+)\\]\\s*+)?");

  private final Grid grid;
  private final Lexicon lexicon;
  private final Findings findings;
  private final List<Column> inputs = new ArrayList<>();
  private final List<Column> outputs = new ArrayList<>();
  private int note = -1;

  /// @param roles the number of the row of roles; the rows begin after the two that follow it
  /// @param note the column of the notes, -1 if there is none
  /// @param known the columns that have a role or a field, right or wrong
  record Header(
      String name,
      HitPolicy hitPolicy,
      int roles,
      List<Column> inputs,
      List<Column> outputs,
      int note,
      Set<Integer> known) {

    /// How many columns it takes to hold the id, all inputs and all outputs.
    int width() {
      int width = 1;
      for (List<Column> columns : List.of(inputs, outputs)) {
        for (Column column : columns) {
          width = Math.max(width, column.position() + 1);
        }
      }
      return width;
    }
  }

  HeaderReader(Grid grid, Lexicon lexicon, Findings findings) {
    this.grid = grid;
    this.lexicon = lexicon;
    this.findings = findings;
  }

  /// Empty where there is no row of roles, so that nothing below can be understood.
  Optional<Header> read() {
    Integer roles = grid.rows().higherKey(2);
    refuseLookAlikes(List.of(1, 2, roles == null ? 2 : roles, roles == null ? 2 : roles + 1));
    String name = titled(1, "Table", "its name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      add(
          1,
          1,
          "bad-name",
          "%s is no table name: write up to 40 small letters, digits, - and _"
              .formatted(Spelling.quoted(name)));
    }
    HitPolicy hitPolicy = hitPolicy(titled(2, "Hit policy", "UNIQUE, FIRST or another"));
    if (roles == null || !text(roles, 0).equals("id")) {
      add(
          roles == null ? 3 : roles,
          0,
          "no-roles",
          "the row of roles is missing: write id, in, out and note, one above each column");
      return Optional.empty();
    }
    columns(roles);
    if (ROW_ID.matcher(text(roles + 2, 0)).matches()) {
      add(
          roles + 2,
          0,
          "no-labels",
          "a row stands where the labels belong: insert a row of labels above it");
    }
    Set<Integer> known = new HashSet<>(grid.row(roles).keySet());
    known.addAll(grid.row(roles + 1).keySet());
    return Optional.of(new Header(name, hitPolicy, roles, inputs, outputs, note, known));
  }

  /// A cell that looks right but is not is reported once and then left alone.
  private void refuseLookAlikes(List<Integer> rows) {
    for (int row : rows) {
      for (Map.Entry<Integer, Grid.Cell> cell : grid.row(row).entrySet()) {
        try {
          Spelling.requirePlain(TableReader.shown(cell.getValue()));
        } catch (RefusedException e) {
          add(row, cell.getKey(), e.code(), e.reason());
          cell.setValue(new Grid.Refused());
        }
      }
    }
  }

  private boolean isRefused(int row, int column) {
    return grid.row(row).get(column) instanceof Grid.Refused;
  }

  private String titled(int row, String title, String remedy) {
    if (!text(row, 0).equals(title) && !isRefused(row, 0)) {
      add(
          row,
          0,
          "no-title",
          "`%s` is missing: write %s here and %s beside it".formatted(title, title, remedy));
    } else if (text(row, 1).isEmpty() && !isRefused(row, 1)) {
      add(row, 1, "blank", "the cell is blank: write %s".formatted(remedy));
    }
    NavigableMap<Integer, Grid.Cell> rest = grid.row(row).tailMap(2, true);
    if (!rest.isEmpty()) {
      add(row, rest.firstKey(), "stray", "nothing belongs here: delete the cell");
    }
    return text(row, 1);
  }

  private HitPolicy hitPolicy(String text) {
    List<String> known = Arrays.stream(HitPolicy.values()).map(HitPolicy::text).toList();
    for (HitPolicy policy : HitPolicy.values()) {
      if (policy.text().equals(text)) {
        return policy;
      }
    }
    if (text.equals(SUM)) {
      return HitPolicy.COLLECT_SUM;
    }
    if (!text.isEmpty()) {
      add(
          2,
          1,
          "unknown-hit-policy",
          "%s is no hit policy: %s".formatted(Spelling.quoted(text), Spelling.remedy(text, known)));
    }
    return HitPolicy.UNIQUE;
  }

  private void columns(int roles) {
    for (int position : grid.row(roles).navigableKeySet()) {
      if (position >= MAX_COLUMNS) {
        add(
            roles,
            position,
            "too-wide",
            "a table has at most %d columns: delete this one and the ones after it"
                .formatted(MAX_COLUMNS));
        break;
      }
      String role = isRefused(roles, position) ? "refused" : text(roles, position);
      switch (role) {
        case "in" -> input(roles + 1, position);
        case "out" -> output(roles + 1, position);
        case "note" -> {
          if (note >= 0) {
            add(roles, position, "two-notes", "a second column of notes: delete one of the two");
          }
          note = position;
        }
        case "id" -> {
          if (position > 0) {
            add(roles, position, "two-ids", "a second column of ids: delete one of the two");
          }
        }
        case "refused", INFO -> {}
        default ->
            add(
                roles,
                position,
                "unknown-role",
                "%s is no role: %s"
                    .formatted(
                        Spelling.quoted(role),
                        Spelling.remedy(role, List.of("in", "out", "note"))));
      }
    }
    for (int position : grid.row(roles + 1).navigableKeySet()) {
      if (position > 0 && position < MAX_COLUMNS && !grid.row(roles).containsKey(position)) {
        add(roles, position, "no-role", "the column has a field but no role: write in or out");
      }
    }
    if (inputs.isEmpty()) {
      add(roles, 0, "no-input", "the table tests nothing: add a column with the role in");
    }
    if (outputs.isEmpty()) {
      add(roles, 0, "no-output", "the table concludes nothing: add a column with the role out");
    }
    refuseRepeats(roles + 1, inputs);
    refuseRepeats(roles + 1, outputs);
  }

  private void input(int row, int position) {
    field(row, position)
        .ifPresent(field -> inputs.add(new Column(field, position, label(row, position, field))));
  }

  private void output(int row, int position) {
    Optional<Field> found = field(row, position);
    if (found.isEmpty()) {
      return;
    }
    Field field = found.get();
    if (field.origin() == Origin.AGGREGATE
        || field.origin() == Origin.DERIVED
        || field.origin() == Origin.GATE
        || field.origin() == Origin.SUBJECT) {
      add(
          row,
          position,
          "not-concludable",
          "`%s` comes with the %s, a table cannot conclude it: make the column an input"
              .formatted(
                  field.name(),
                  switch (field.origin()) {
                    case GATE -> "request";
                    case SUBJECT -> "question";
                    case AGGREGATE, DERIVED, LIMIT, SIGNAL, CONCLUSION -> "aggregate";
                  }));
      return;
    }
    outputs.add(new Column(field, position, label(row, position, field)));
  }

  private String label(int row, int position, Field field) {
    String label = text(row + 1, position);
    return label.isEmpty() ? field.name() : label;
  }

  private Optional<Field> field(int row, int position) {
    String text = text(row, position);
    if (text.isEmpty()) {
      if (!grid.row(row).containsKey(position)) {
        add(row, position, "blank", "the column names no field: write one of the vocabulary");
      }
      return Optional.empty();
    }
    Matcher matcher = FIELD.matcher(text);
    String name = matcher.matches() ? matcher.group(1).strip() : text;
    Optional<Field> found = lexicon.find(name);
    if (found.isEmpty()) {
      List<String> known = lexicon.fields().stream().map(Field::name).toList();
      String nearest =
          Nearest.of(name, known)
              .map(word -> "write " + word)
              .orElse("write a field of the vocabulary");
      add(
          row,
          position,
          "unknown-field",
          "%s is no declared field: %s".formatted(Spelling.quoted(name), nearest));
      return found;
    }
    Field field = found.get();
    if (matcher.group(2) != null && !matcher.group(2).strip().equals(field.unit())) {
      add(
          row,
          position,
          "wrong-unit",
          field.unit().isEmpty()
              ? "`%s` has no unit: write %s".formatted(name, name)
              : "`%s` counts %s: write %s [%s]".formatted(name, field.unit(), name, field.unit()));
    }
    return found;
  }

  private void refuseRepeats(int row, List<Column> columns) {
    Map<Field, Column> first = new HashMap<>();
    for (Column column : columns) {
      Column other = first.putIfAbsent(column.field(), column);
      if (other != null) {
        add(
            row,
            column.position(),
            "repeated-field",
            "`%s` stands in %s already: put both tests into one column"
                .formatted(column.field().name(), Findings.address(row, other.position())));
      }
    }
  }

  /// A priority is the place in a declared list of words.
  static boolean lacksPriority(List<Column> outputs) {
    return !outputs.isEmpty()
        && outputs.stream().noneMatch(column -> column.field().type() instanceof WordType);
  }

  private String text(int row, int column) {
    Grid.Cell cell = grid.row(row).get(column);
    return cell == null ? "" : TableReader.shown(cell).strip();
  }

  private void add(int row, int column, String code, String message) {
    findings.add(grid.sheet(), row, column, code, message);
  }
}
