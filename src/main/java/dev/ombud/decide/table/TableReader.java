package dev.ombud.decide.table;

import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.HeaderReader.Header;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.TextsType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a decision table of a grid of cells, wherever the grid came from, and reports every
/// problem by address.
public final class TableReader {
  public static final int MAX_ROWS = 20_000;

  private final Grid grid;
  private final Lexicon lexicon;
  private final Findings findings;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Set<Integer> strayColumns = new HashSet<>();

  /// What the cells of a column of several texts name, by its place; said once a column.
  private final Map<Integer, Set<String>> named = new HashMap<>();

  private final Set<Integer> crowded = new HashSet<>();

  private TableReader(Grid grid, Lexicon lexicon, Findings findings) {
    this.grid = grid;
    this.lexicon = lexicon;
    this.findings = findings;
  }

  /// Empty if there is any finding, also an earlier one.
  public static Optional<DecisionTable> read(Grid grid, Lexicon lexicon, Findings findings) {
    return new TableReader(grid, lexicon, findings).read();
  }

  private Optional<DecisionTable> read() {
    Optional<Header> found = new HeaderReader(grid, lexicon, findings).read();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Header header = found.get();
    if (header.hitPolicy() == HitPolicy.PRIORITY && HeaderReader.lacksPriority(header.outputs())) {
      add(
          2,
          1,
          "no-priority",
          "PRIORITY needs an output with a declared list of words: write FIRST");
    }
    List<Row> rows = new ArrayList<>();
    int read = 0;
    for (var entry : grid.rows().tailMap(header.roles() + 2, false).entrySet()) {
      if (++read > MAX_ROWS) {
        findings.add(
            grid.sheet(),
            entry.getKey(),
            0,
            "too-many-rows",
            "a table has at most %d rows: split it".formatted(MAX_ROWS));
        break;
      }
      HeavyWork.requireTime();
      rows.add(row(header, entry.getKey(), entry.getValue()));
    }
    if (read == 0) {
      findings.add(grid.sheet(), "no-rows", "the table has no rows: add one below the labels");
    }
    if (!findings.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DecisionTable(
            header.name(),
            grid.file(),
            grid.sheet(),
            header.hitPolicy(),
            header.inputs(),
            header.outputs(),
            rows));
  }

  private Row row(Header header, int number, NavigableMap<Integer, Grid.Cell> cells) {
    String id = id(number, cells.get(0));
    List<UnaryTest> tests = new ArrayList<>(header.inputs().size());
    for (Column column : header.inputs()) {
      tests.add(test(column, number, cells.get(column.position())));
    }
    List<@Nullable Object> conclusions = new ArrayList<>(header.outputs().size());
    for (Column column : header.outputs()) {
      conclusions.add(conclusion(column, number, cells.get(column.position())));
    }
    for (int position : cells.navigableKeySet()) {
      if (!header.known().contains(position) && strayColumns.add(position)) {
        add(
            number,
            position,
            "no-role",
            "the column has values but no role and field: delete it or write in, out or note");
      }
    }
    Grid.Cell note = cells.get(header.note());
    String range = "A" + number + ":" + Findings.address(number, header.width() - 1);
    return new Row(id, number, range, tests, conclusions, note == null ? "" : shown(note).strip());
  }

  private String id(int number, Grid.@Nullable Cell cell) {
    switch (cell) {
      case null ->
          add(number, 0, "no-id", "the row has values but no id: write one such as SEV-001");
      case Grid.Refused _ -> {}
      case Grid.Day _ ->
          add(
              number,
              0,
              "date",
              "the id became a date: format the cell as text and write it again");
      case Grid.Text _, Grid.Figure _, Grid.Flag _ -> {
        String id = shown(cell).strip();
        try {
          Spelling.requirePlain(id);
        } catch (RefusedException e) {
          add(number, 0, e.code(), e.reason());
          return id;
        }
        if (!HeaderReader.ROW_ID.matcher(id).matches()) {
          add(
              number,
              0,
              "bad-id",
              "%s is no id: write 2 to 5 capitals, - and 3 to 5 digits, such as SEV-001"
                  .formatted(Spelling.quoted(id)));
        }
        Integer first = ids.putIfAbsent(id.toUpperCase(Locale.ROOT), number);
        if (first != null) {
          add(
              number,
              0,
              "repeated-id",
              "%s stands in A%d already: write another id".formatted(Spelling.quoted(id), first));
        }
        return id;
      }
    }
    return "";
  }

  private UnaryTest test(Column column, int number, Grid.@Nullable Cell cell) {
    if (!(cell instanceof Grid.Refused)) {
      try {
        UnaryTest test = UnaryTestReader.test(column.field(), input(column.field(), cell));
        requireFew(column, test);
        return test;
      } catch (RefusedException e) {
        add(number, column.position(), e.code(), e.reason());
      }
    }
    return new UnaryTest.Any(column.field());
  }

  private void requireFew(Column column, UnaryTest test) {
    if (column.field().type() instanceof TextsType && test instanceof UnaryTest.InWords words) {
      Set<String> all = named.computeIfAbsent(column.position(), _ -> new HashSet<>());
      all.addAll(words.words());
      if (all.size() > TextsType.MAX_NAMED && crowded.add(column.position())) {
        throw new RefusedException(
            "too-many-texts",
            "with this cell the table names %d different texts of `%s`, but takes %d: let the pipeline name their `feature` or category, and test that"
                .formatted(all.size(), column.field().name(), TextsType.MAX_NAMED));
      }
    }
  }

  private @Nullable Object conclusion(Column column, int number, Grid.@Nullable Cell cell) {
    if (!(cell instanceof Grid.Refused)) {
      try {
        return UnaryTestReader.constant(column.field(), input(column.field(), cell));
      } catch (RefusedException e) {
        add(number, column.position(), e.code(), e.reason());
      }
    }
    return null;
  }

  /// The cell's text as if a person had typed it, if a cell of its kind belongs in the column.
  private static String input(Field field, Grid.@Nullable Cell cell) {
    return switch (cell) {
      case null -> "";
      case Grid.Text text -> text.text();
      case Grid.Refused _ -> "";
      case Grid.Day day ->
          throw new RefusedException(
              "date",
              "the spreadsheet made the date %s of this: format the cell as text and write it again"
                  .formatted(day.text()));
      case Grid.Flag flag -> {
        requireNoText(field, Boolean.toString(flag.value()));
        yield Boolean.toString(flag.value());
      }
      case Grid.Figure number -> number(field, number);
    };
  }

  private static String number(Field field, Grid.Figure number) {
    String text = shown(number);
    requireNoText(field, text);
    if (!Double.isFinite(number.value())) {
      throw new RefusedException(
          "not-a-number", "the cell holds no finite number: write it out in digits");
    }
    // A cell that shows 25% holds 0.25; as text it takes the road of a typed percentage.
    return number.percent() ? Spelling.percentage(number.value()) : text;
  }

  /// A spreadsheet that made a number of the version `1.10` has lost what was meant.
  private static void requireNoText(Field field, String shown) {
    if (field.type() instanceof TextType || field.type() instanceof TextsType) {
      throw new RefusedException(
          "not-text",
          "the spreadsheet made %s of a text: write it in quotes, just as it is meant"
              .formatted(Spelling.quoted(shown)));
    }
  }

  /// The cell as a person reads it.
  public static String shown(Grid.Cell cell) {
    return switch (cell) {
      case Grid.Text text -> text.text();
      case Grid.Figure number ->
          Double.isFinite(number.value())
              ? Spelling.number(number.value())
              : Double.toString(number.value());
      case Grid.Flag flag -> Boolean.toString(flag.value());
      case Grid.Day day -> day.text();
      case Grid.Refused _ -> "";
    };
  }

  private void add(int row, int column, String code, String message) {
    findings.add(grid.sheet(), row, column, code, message);
  }
}
