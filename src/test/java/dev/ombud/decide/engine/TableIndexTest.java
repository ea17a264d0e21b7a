package dev.ombud.decide.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.sheet.TableText;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.ground.field.WordList;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The index may only skip rows that cannot match. Goal: random tables and facts, of which the rows
/// found by slots are compared with those found by looking at every row.
@Tag("property")
final class TableIndexTest {
  private static final List<String> CATEGORIES =
      Lexicons.SHIPPED.names(WordList.CATEGORY).subList(0, 5);

  private record Sample(DecisionTable table, Facts facts) {}

  @Test
  void findsExactlyTheRowsThatLookingAtEveryRowFinds() {
    Property.forAll(
        TableIndexTest::sample,
        sample -> {
          TableIndex index = new TableIndex(sample.table());
          TreeSet<String> found = new TreeSet<>();
          for (String slot : index.slots(sample.facts())) {
            for (RowFact row : index.rowsIn(slot)) {
              if (row.body().admits(sample.facts())) {
                found.add(row.body().row().id());
              }
            }
          }
          List<String> expected =
              sample.table().rows().stream()
                  .filter(row -> row.matches(sample.facts()))
                  .map(DecisionTable.Row::id)
                  .toList();
          assertThat(found).containsExactlyElementsOf(expected);
        });
  }

  @Test
  void looksAtFewRowsWhereAColumnTellsThemApart() {
    StringBuilder text = new StringBuilder(head());
    for (int i = 0; i < 500; i++) {
      String category =
          Lexicons.SHIPPED
              .names(WordList.CATEGORY)
              .get(i % Lexicons.SHIPPED.names(WordList.CATEGORY).size());
      text.append("SEV-%03d | \"%s\" | >= 0.%02d | - | P3 | -%n".formatted(i, category, i % 100));
    }
    TableIndex index =
        new TableIndex(TableText.read("severity.xlsx", text.toString(), Lexicons.SHIPPED));
    Facts facts = new Facts();
    facts.put(Vocabulary.CATEGORY, List.of("app_crash"));
    assertThat(index.slots(facts).stream().mapToInt(slot -> index.rowsIn(slot).size()).sum())
        .isLessThan(20);
  }

  private static String head() {
    return """
    table severity
    hit policy PRIORITY
    id | in cluster.categories: About | in cluster.confidence: Certain | in signal.surge: Surge | out severity: Severity | note
    """;
  }

  private static Sample sample(Random random, int size) {
    StringBuilder text = new StringBuilder(head());
    for (int i = 0; i <= size; i++) {
      text.append("SEV-%03d | ".formatted(i))
          .append(categoryCell(random))
          .append(random.nextInt(3) == 0 ? " | - | " : " | >= 0." + random.nextInt(10) + " | ")
          .append(random.nextInt(3) == 0 ? "true" : "-")
          .append(" | P" + (1 + random.nextInt(4)) + " | why\n");
    }
    Facts facts = new Facts();
    List<String> categories = new ArrayList<>(CATEGORIES);
    java.util.Collections.shuffle(categories, random);
    facts.put(Vocabulary.CATEGORY, List.copyOf(categories.subList(0, random.nextInt(4))));
    if (random.nextInt(4) > 0) {
      facts.put(Vocabulary.CONFIDENCE, random.nextDouble());
    }
    facts.put(Vocabulary.SURGE, random.nextBoolean());
    return new Sample(TableText.read("severity.xlsx", text.toString(), Lexicons.SHIPPED), facts);
  }

  private static String categoryCell(Random random) {
    String one = "\"" + CATEGORIES.get(random.nextInt(CATEGORIES.size())) + "\"";
    String two = "\"" + CATEGORIES.get(random.nextInt(CATEGORIES.size())) + "\"";
    return switch (random.nextInt(4)) {
      case 0 -> "-";
      case 1 -> "not(" + one + ")";
      case 2 -> one.equals(two) ? one : one + "," + two;
      default -> one;
    };
  }
}
