package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.testing.Property;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Reach is exact: the property tries every input of pairs of small tables.
@Tag("property")
final class ConclusionReachTest {
  private static final String HEADER = "in cluster.confidence | out mitigation.mode";
  private static final DecisionTable BEFORE =
      Tables.of("FIRST", HEADER, "AUT-001 | >= 0.9 | AUTOMATIC |", "AUT-002 | - | APPROVAL |");

  private record Pair(DecisionTable before, DecisionTable after) {}

  @Test
  void seesALowerThreshold() {
    assertThat(widened("AUT-001 | >= 0.8 | AUTOMATIC |", "AUT-002 | - | APPROVAL |"))
        .contains(
            new ConclusionReach.Widening("AUT-001", "for example with `cluster.confidence` 0.8"));
  }

  @Test
  void seesThatARowInFrontWasTakenAway() {
    DecisionTable before =
        Tables.of("FIRST", HEADER, "AUT-001 | 1 | APPROVAL |", "AUT-002 | >= 0.9 | AUTOMATIC |");
    DecisionTable after = Tables.of("FIRST", HEADER, "AUT-002 | >= 0.9 | AUTOMATIC |");
    assertThat(
            ConclusionReach.widened(
                Optional.of(before), after, Vocabulary.MODE, Set.of("AUTOMATIC")))
        .contains(
            new ConclusionReach.Widening("AUT-002", "for example with `cluster.confidence` 1"));
    assertThat(
            ConclusionReach.widened(
                Optional.of(after), before, Vocabulary.MODE, Set.of("AUTOMATIC")))
        .isEmpty();
  }

  @Test
  void seesThatAColumnWasTakenAway() {
    DecisionTable before =
        Tables.of("FIRST", "in signal.surge | " + HEADER, "AUT-001 | true | >= 0.9 | AUTOMATIC |");
    DecisionTable after = Tables.of("FIRST", HEADER, "AUT-001 | >= 0.9 | AUTOMATIC |");
    assertThat(
            ConclusionReach.widened(
                Optional.of(before), after, Vocabulary.MODE, Set.of("AUTOMATIC")))
        .map(ConclusionReach.Widening::row)
        .contains("AUT-001");
  }

  @Test
  void isContentWithOtherIdsMoreRowsAndHigherThresholds() {
    assertThat(
            widened(
                "AUT-009 | >= 0.95 | AUTOMATIC |",
                "AUT-008 | [0.9..0.97] | AUTOMATIC |",
                "AUT-002 | - | APPROVAL |"))
        .isEmpty();
  }

  @Test
  void takesEveryRowOfANewTableForWidening() {
    assertThat(
            ConclusionReach.widened(Optional.empty(), BEFORE, Vocabulary.MODE, Set.of("AUTOMATIC")))
        .map(ConclusionReach.Widening::row)
        .contains("AUT-001");
    assertThat(
            ConclusionReach.widened(
                Optional.empty(), BEFORE, Vocabulary.MODE, Set.of("RECOMMENDATION")))
        .isEmpty();
    assertThat(ConclusionReach.widened(Optional.empty(), BEFORE, Vocabulary.TIER, Set.of("TIER_3")))
        .isEmpty();
  }

  @Test
  void saysYesIfItCannotFindOut() {
    assertThat(
            ConclusionReach.widened(
                Optional.of(BEFORE), BEFORE, Vocabulary.MODE, Set.of("AUTOMATIC"), 1))
        .contains(
            new ConclusionReach.Widening(
                "AUT-001", "the tables are too tangled to find an example"));
  }

  @Test
  void isExact() {
    Property.forAll(
        (random, size) ->
            new Pair(
                Tables.random(random, size, HitPolicy.values()),
                Tables.random(random, size, HitPolicy.values())),
        pair -> check(pair.before(), pair.after()));
  }

  /// Most random tables have nothing in common; a table and the same without a row do.
  @Test
  void isExactForASmallChange() {
    Property.forAll(
        (random, size) -> Tables.random(random, size, HitPolicy.values()),
        table -> {
          DecisionTable less = Tables.with(table, table.rows().subList(1, table.rows().size()));
          check(table, less);
          check(less, table);
          check(table, table);
        });
  }

  private static void check(DecisionTable before, DecisionTable after) {
    List<Facts> inputs =
        Tables.inputs(before, after).stream()
            .filter(input -> concludes(after, input) && !concludes(before, input))
            .toList();
    assertThat(
            ConclusionReach.widened(
                    Optional.of(before), after, Vocabulary.MODE, Set.of("AUTOMATIC"))
                .isPresent())
        .isEqualTo(!inputs.isEmpty());
  }

  /// From one of the words to another is no way to reach further.
  @Test
  void takesOneWordForAnother() {
    DecisionTable other =
        Tables.of(
            "FIRST", HEADER, "AUT-001 | >= 0.9 | RECOMMENDATION |", "AUT-002 | - | APPROVAL |");
    Set<String> both = Set.of("AUTOMATIC", "RECOMMENDATION");
    assertThat(ConclusionReach.widened(Optional.of(BEFORE), other, Vocabulary.MODE, both))
        .isEmpty();
    assertThat(ConclusionReach.widened(Optional.of(other), BEFORE, Vocabulary.MODE, both))
        .isEmpty();
    assertThat(
            ConclusionReach.widened(
                Optional.of(other), BEFORE, Vocabulary.MODE, Set.of("AUTOMATIC")))
        .isPresent();
  }

  private static boolean concludes(DecisionTable table, Facts input) {
    return Tables.counting(table, input).stream()
        .anyMatch(row -> "AUTOMATIC".equals(row.conclusions().getFirst()));
  }

  private static Optional<ConclusionReach.Widening> widened(String... rows) {
    return ConclusionReach.widened(
        Optional.of(BEFORE),
        Tables.of("FIRST", HEADER, rows),
        Vocabulary.MODE,
        Set.of("AUTOMATIC"));
  }
}
