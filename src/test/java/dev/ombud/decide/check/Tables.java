package dev.ombud.decide.check;

import dev.ombud.decide.sheet.TableText;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.decide.table.UnaryTestReader;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.testing.Lexicons;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Small tables, and what is true of them by trying every input. Each field has few cells and one
/// value of each kind that these cells tell apart, so that trying all values is trying everything.
public final class Tables {
  /// @param cells what rows may say about the field
  /// @param values one of each kind; null is what is not known
  record Choice(Field field, List<String> cells, List<@Nullable Object> values) {}

  private static final List<String> SHARES =
      List.of("<= 0.5", "< 0.5", ">= 0.5", "> 0.75", "(0.5..0.75]", "1", "not(0.5)", "0, > 0.75");
  private static final List<String> WHOLE =
      List.of("0", "<= 1", ">= 2", "> 2", "[1..3]", "(1..4)", "not([1..2])", "[0..2]", ">= 3");
  private static final List<String> WORDS =
      List.of("bug", "bug, app_crash", "not(bug)", "not(cosmetic, bug)", "cosmetic", "app_crash");

  /// Those that are always known.
  static final List<Choice> KNOWN =
      List.of(
          new Choice(Vocabulary.CONFIDENCE, SHARES, list(0.0, 0.25, 0.5, 0.6, 0.75, 0.8, 1.0)),
          new Choice(Vocabulary.CONFIRMING, WHOLE, list(0.0, 1.0, 2.0, 3.0, 4.0, 100.0)),
          new Choice(
              Vocabulary.SEVERITY,
              List.of("P1", "P1, P2", "not(P1)", "P3, P4", "not(P2, P3)"),
              list("P1", "P2", "P3", "P4")),
          new Choice(Vocabulary.SURGE, List.of("true", "false"), list(true, false)));

  static final List<Choice> ALL =
      List.of(
          KNOWN.get(0),
          KNOWN.get(1),
          KNOWN.get(2),
          KNOWN.get(3),
          new Choice(Vocabulary.HIGH_VALUE, WHOLE, list(0.0, 1.0, 2.0, 3.0, 4.0, 100.0, null)),
          new Choice(
              Vocabulary.STAGE,
              List.of("CANARY", "PREPROD, CANARY", "not(CANARY)", "not(PREPROD,CANARY)"),
              list("PREPROD", "CANARY", "PRODUCTION", null)),
          new Choice(
              field("surface"),
              List.of("cart", "cart, login", "not(cart)", "not(login)", "not(cart,login)"),
              list("cart", "login", "search", "unheard of")),
          new Choice(Vocabulary.ACTIONABLE, List.of("true", "false"), list(true, false, null)),
          new Choice(
              Vocabulary.VERSION,
              List.of("\"1.0\"", "\"1.0\",\"2.0\"", "not(\"2.0\")"),
              list("1.0", "2.0", "3.0", null)),
          new Choice(
              field("cluster.categories"), WORDS, sets("bug", "app_crash", "cosmetic", "strange")),
          new Choice(
              field("source.channels"),
              List.of("chat", "chat, email", "not(chat)", "not(email)"),
              sets("chat", "email", "survey", null)));

  private Tables() {}

  private static List<@Nullable Object> list(@Nullable Object... values) {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /// All sets of at least one of the words; null adds what is not known.
  private static List<@Nullable Object> sets(@Nullable String... words) {
    List<@Nullable Object> sets = new ArrayList<>();
    for (int bits = 1; bits < 1 << words.length; bits++) {
      List<String> set = new ArrayList<>();
      for (int i = 0; i < words.length; i++) {
        String word = words[i];
        if ((bits & 1 << i) != 0 && word != null) {
          set.add(word);
        }
      }
      if (!sets.contains(set) && !set.isEmpty()) {
        sets.add(set);
      }
    }
    if (Arrays.asList(words).contains(null)) {
      sets.add(null);
    }
    return sets;
  }

  private static Field field(String name) {
    return Lexicons.SHIPPED.find(name).orElseThrow();
  }

  static DecisionTable of(String text) {
    return TableText.read("sample.xlsx", text, Lexicons.SHIPPED);
  }

  /// A table of one output.
  public static DecisionTable of(String hitPolicy, String header, String... rows) {
    return of(
        "table sample\nhit policy %s\nid | %s | note\n%s"
            .formatted(hitPolicy, header, String.join("\n", rows)));
  }

  /// All findings, one a line.
  static String findings(DecisionTable table) {
    return TableChecks.check(table, Optional.empty()).stream()
        .map(Finding::line)
        .collect(Collectors.joining("\n"));
  }

  static List<Finding> findings(DecisionTable table, String code) {
    return TableChecks.check(table, Optional.empty()).stream()
        .filter(each -> each.code().equals(code))
        .toList();
  }

  /// How many findings there are, those included that are only counted.
  static long count(DecisionTable table, String code) {
    return findings(table, code).stream()
        .map(Finding::message)
        .mapToLong(message ->
            message.contains("are not listed")
                ? Long.parseLong(message.substring(0, message.indexOf(' ')))
                : 1)
        .sum();
  }

  static List<String> messages(DecisionTable table, String code) {
    return findings(table, code).stream()
        .map(each -> each.level() + " " + each.cell() + ": " + each.message())
        .toList();
  }

  /// The ids of the rows that findings are about.
  static List<String> rows(DecisionTable table, String code) {
    List<String> cells = findings(table, code).stream().map(Finding::cell).toList();
    return table.rows().stream()
        .filter(row -> cells.contains("A" + row.number()))
        .map(Row::id)
        .toList();
  }

  static DecisionTable random(Random random, int size, HitPolicy... policies) {
    return random(random, size, ALL, policies);
  }

  /// Severity and minutes are concluded: rows of equal priority may conclude differently.
  static DecisionTable random(
      Random random, int size, List<Choice> choices, HitPolicy... policies) {
    List<Choice> chosen = new ArrayList<>(choices);
    Collections.shuffle(chosen, random);
    chosen = chosen.subList(0, 1 + random.nextInt(size < 15 ? 2 : 3));
    List<Column> inputs = new ArrayList<>();
    for (Choice choice : chosen) {
      inputs.add(new Column(choice.field(), inputs.size() + 1, "in"));
    }
    List<Column> outputs =
        List.of(
            new Column(Vocabulary.MODE, inputs.size() + 1, "out"),
            new Column(Vocabulary.SLA, inputs.size() + 2, "out"));
    List<Row> rows = new ArrayList<>();
    int count = 1 + random.nextInt(Math.min(12, 2 + size / 4));
    for (int i = 0; i < count; i++) {
      List<UnaryTest> tests = new ArrayList<>();
      for (Choice choice : chosen) {
        tests.add(test(choice.field(), cell(random, choice)));
      }
      List<@Nullable Object> conclusions = new ArrayList<>();
      conclusions.add(List.of("AUTOMATIC", "APPROVAL").get(random.nextInt(2)));
      conclusions.add(1.0 + random.nextInt(2));
      rows.add(new Row("ABC-%03d".formatted(i), 6 + i, "A" + (6 + i), tests, conclusions, ""));
    }
    HitPolicy policy = policies[random.nextInt(policies.length)];
    return new DecisionTable("sample", "sample.xlsx", "Sample", policy, inputs, outputs, rows);
  }

  private static String cell(Random random, Choice choice) {
    return random.nextInt(3) == 0 ? "-" : choice.cells().get(random.nextInt(choice.cells().size()));
  }

  static UnaryTest test(Field field, String cell) {
    return switch (UnaryTestReader.read(field, cell)) {
      case UnaryTestReader.Read(UnaryTest test) -> test;
      case UnaryTestReader.Refused refused ->
          throw new IllegalStateException(field + " " + cell + ": " + refused.message());
    };
  }

  static DecisionTable with(DecisionTable table, List<Row> rows) {
    return new DecisionTable(
        table.name(),
        table.file(),
        table.sheet(),
        table.hitPolicy(),
        table.inputs(),
        table.outputs(),
        rows);
  }

  static DecisionTable without(DecisionTable table, Row row) {
    return with(table, table.rows().stream().filter(each -> !each.equals(row)).toList());
  }

  /// One input of every kind that the fields of the tables have.
  static List<Facts> inputs(DecisionTable... tables) {
    return inputs(ALL, tables);
  }

  /// @param choices at least of the fields that the tables test
  static List<Facts> inputs(List<Choice> choices, DecisionTable... tables) {
    Map<Field, Choice> tested = new LinkedHashMap<>();
    for (DecisionTable table : tables) {
      for (Column column : table.inputs()) {
        choices.stream()
            .filter(choice -> choice.field().equals(column.field()))
            .forEach(choice -> tested.put(column.field(), choice));
      }
    }
    List<Map<Field, Object>> inputs = List.of(Map.of());
    for (Choice choice : tested.values()) {
      List<Map<Field, Object>> more = new ArrayList<>();
      for (Map<Field, Object> input : inputs) {
        for (Object value : choice.values()) {
          Map<Field, Object> next = new LinkedHashMap<>(input);
          if (value != null) {
            next.put(choice.field(), value);
          }
          more.add(next);
        }
      }
      inputs = more;
    }
    return inputs.stream().map(Tables::facts).toList();
  }

  private static Facts facts(Map<Field, Object> values) {
    Facts facts = new Facts();
    values.forEach((field, value) -> put(facts, field, value));
    return facts;
  }

  private static void put(Facts facts, Field field, Object value) {
    switch (value) {
      case Double number -> facts.put(field, number.doubleValue());
      case Boolean flag -> facts.put(field, flag);
      case List<?> words -> facts.put(field, words.stream().map(Object::toString).toList());
      case Object word -> facts.put(field, word.toString());
    }
  }

  static List<Row> matching(DecisionTable table, Facts facts) {
    return table.rows().stream().filter(row -> row.matches(facts)).toList();
  }

  /// By priority, and then from top to bottom; the mode is the only output with a list of words.
  static List<Row> inOrder(DecisionTable table, List<Row> rows) {
    if (table.hitPolicy() != HitPolicy.PRIORITY) {
      return rows;
    }
    List<String> modes = List.of("AUTOMATIC", "APPROVAL", "RECOMMENDATION");
    return rows.stream()
        .sorted(Comparator.comparingInt(row -> modes.indexOf(row.conclusions().getFirst())))
        .toList();
  }

  /// The rows that count for an input.
  static List<Row> counting(DecisionTable table, Facts facts) {
    List<Row> matching = inOrder(table, matching(table, facts));
    return switch (table.hitPolicy()) {
      case FIRST, PRIORITY -> matching.isEmpty() ? List.of() : matching.subList(0, 1);
      case UNIQUE -> matching.size() == 1 ? matching : List.of();
      case ANY ->
          matching.stream().map(Row::conclusions).distinct().count() == 1 ? matching : List.of();
      case COLLECT, RULE_ORDER, COLLECT_SUM -> matching;
    };
  }

  /// What the table concludes for an input, whichever rows it is that do.
  static List<?> concluded(DecisionTable table, Facts facts) {
    return counting(table, facts).stream().map(Row::conclusions).distinct().toList();
  }
}
