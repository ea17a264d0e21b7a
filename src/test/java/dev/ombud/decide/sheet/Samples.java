package dev.ombud.decide.sheet;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Spelling;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.decide.table.UnaryTestReader;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.TextsType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.testing.Lexicons;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Random cells and tables over the whole vocabulary.
public final class Samples {
  private static final String LETTERS = "abcXYZ019 _-,.;:()[]<>=!'\"\\äß漢|#x0041";
  private static final int FIRST_ROW = 6;

  /// Of a column of several texts.
  private static final int MOST_TEXTS = 40;

  private Samples() {}

  public static Field field(Random random) {
    return Lexicons.SHIPPED.fields().get(random.nextInt(Lexicons.SHIPPED.fields().size()));
  }

  /// A cell that the reader takes, in any of the spellings that it takes.
  public static UnaryTest test(Random random, Field field, int size) {
    while (true) {
      String cell = cell(random, field, size);
      if (UnaryTestReader.read(field, cell) instanceof UnaryTestReader.Read(UnaryTest test)) {
        return test;
      }
    }
  }

  static String cell(Random random, Field field, int size) {
    if (random.nextInt(8) == 0) {
      return "-";
    }
    if (field.type() instanceof FlagType) {
      return random.nextBoolean() ? "true" : "FALSE";
    }
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(Math.min(size, 6)); i >= 0; i--) {
      items.add(
          switch (field.type()) {
            case NumberType type -> numbers(random, type);
            case WordType type -> word(random, type.words());
            case WordsType type -> word(random, type.words());
            case TextType _ -> Spelling.literal(text(random, size));
            case TextsType _ ->
                Spelling.literal(text(new Random(random.nextInt(MOST_TEXTS)), size));
            case FlagType _ -> throw new IllegalStateException("handled above");
          });
    }
    String list = String.join(random.nextBoolean() ? ", " : " ,", items);
    return random.nextInt(4) == 0 ? "not( " + list + ")" : list;
  }

  private static String word(Random random, List<String> words) {
    String word = words.get(random.nextInt(words.size()));
    return random.nextBoolean() ? word : "\"" + word + "\"";
  }

  private static String numbers(Random random, NumberType type) {
    String one = Spelling.number(number(random, type));
    String other = Spelling.number(number(random, type));
    return switch (random.nextInt(4)) {
      case 0 -> one;
      case 1 -> List.of("<", "<=", ">", ">=", "=").get(random.nextInt(5)) + one;
      default ->
          List.of("[", "(", "]").get(random.nextInt(3))
              + one
              + ".."
              + other
              + List.of("]", ")", "[").get(random.nextInt(3));
    };
  }

  public static double number(Random random, NumberType type) {
    double low = Math.max(type.least(), -20);
    double high = Math.min(type.most(), 20);
    double number = low + random.nextDouble() * (high - low);
    return switch (random.nextInt(5)) {
      case 0 -> random.nextBoolean() ? type.least() : type.most();
      case 1, 2 -> Math.rint(number);
      default -> type.whole() ? Math.rint(number) : Math.rint(number * 100) / 100;
    };
  }

  /// Visible, not blank, without spaces around it.
  static String text(Random random, int size) {
    StringBuilder text = new StringBuilder("t");
    for (int i = random.nextInt(Math.min(size, 30)); i > 0; i--) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.append(random.nextBoolean() ? "\"" : "_x0041_").toString();
  }

  public static DecisionTable table(Random random, int size) {
    List<Field> fields = new ArrayList<>(Lexicons.SHIPPED.fields());
    Collections.shuffle(fields, random);
    int position = 1;
    List<Column> inputs = new ArrayList<>();
    for (Field field : fields.subList(0, 1 + random.nextInt(Math.min(size, 12)))) {
      inputs.add(new Column(field, position++, text(random, size)));
    }
    List<Column> outputs = new ArrayList<>();
    outputs.add(new Column(Vocabulary.SEVERITY, position++, "Severity"));
    for (Field field : fields) {
      boolean concludable =
          switch (field.origin()) {
            case AGGREGATE, DERIVED, GATE, SUBJECT -> false;
            case LIMIT, SIGNAL, CONCLUSION -> true;
          };
      if (concludable && !field.equals(Vocabulary.SEVERITY) && outputs.size() < 1 + size / 10) {
        outputs.add(new Column(field, position++, field.name()));
      }
    }
    List<Row> rows = new ArrayList<>();
    int number = FIRST_ROW;
    for (int i = random.nextInt(size); i >= 0; i--) {
      number += random.nextInt(10) == 0 ? 2 : 1;
      rows.add(row(random, size, number - 1, inputs, outputs));
    }
    List<HitPolicy> policies = List.of(HitPolicy.values());
    HitPolicy policy = policies.get(random.nextInt(policies.size()));
    return new DecisionTable("sample", "sample.xlsx", "Sample", policy, inputs, outputs, rows);
  }

  private static Row row(
      Random random, int size, int number, List<Column> inputs, List<Column> outputs) {
    List<UnaryTest> tests = new ArrayList<>();
    for (Column column : inputs) {
      tests.add(test(random, column.field(), size));
    }
    List<@Nullable Object> conclusions = new ArrayList<>();
    for (Column column : outputs) {
      conclusions.add(random.nextInt(5) == 0 ? null : constant(random, column.field(), size));
    }
    String last = Findings.address(number, inputs.size() + outputs.size());
    String note = random.nextBoolean() ? "" : text(random, size) + "\nsecond line";
    return new Row(
        "ABC-%04d".formatted(number), number, "A" + number + ":" + last, tests, conclusions, note);
  }

  private static Object constant(Random random, Field field, int size) {
    return switch (field.type()) {
      case NumberType type -> number(random, type) + 0.0;
      case WordType type -> type.words().get(random.nextInt(type.words().size()));
      case WordsType type -> type.words().get(random.nextInt(type.words().size()));
      case TextType _, TextsType _ -> random.nextInt(4) == 0 ? "-" : text(random, size);
      case FlagType _ -> random.nextBoolean();
    };
  }
}
