package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.sheet.DmnWriter;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.testing.Property;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kie.dmn.api.core.DMNMessage;
import org.kie.dmn.validation.DMNValidator;
import org.kie.dmn.validation.DMNValidator.Validation;
import org.kie.dmn.validation.DMNValidatorFactory;
import org.kie.dmn.validation.dtanalysis.DMNDTAnalysisMessage;
import org.kie.dmn.validation.dtanalysis.model.DTAnalysis;
import org.kie.dmn.validation.dtanalysis.model.Hyperrectangle;
import org.kie.dmn.validation.dtanalysis.model.Interval;
import org.kie.dmn.validation.dtanalysis.model.Overlap;

/// Gives random tables, written as DMN, to the analysis of kie-dmn-validation, which shares no line
/// with ours, and compares. It knows no unknown value and no whole number, so the tables test only
/// fields that are always known, and none of whole numbers. Its sweep skips some gaps that are one
/// point wide, such as the last word of a list: of numbers both must say the same but for the
/// bounds themselves, and of words and flags all that it finds must be found by us too.
@Tag("property")
class OracleTest {
  private static final DMNValidator VALIDATOR = DMNValidatorFactory.newValidator();
  private static final Pattern ROWS = Pattern.compile("^ABC-(\\d+) and ABC-(\\d+) both match");

  private static final List<Tables.Choice> MIXED =
      Tables.KNOWN.stream()
          .filter(choice -> !choice.field().equals(Vocabulary.CONFIRMING))
          .toList();

  private static final List<Tables.Choice> NUMBERS =
      Stream.of(Vocabulary.CONFIDENCE, Vocabulary.LIMIT_SIGMA, Vocabulary.LIMIT_CLEAR_SIGMA)
          .map(OracleTest::numbers)
          .toList();

  /// The same cells for a field that goes on beyond 1.
  private static Tables.Choice numbers(Field field) {
    Tables.Choice shares = Tables.KNOWN.getFirst();
    List<Object> values = new ArrayList<>(shares.values());
    if (!field.equals(shares.field())) {
      values.add(2.0);
    }
    return new Tables.Choice(field, shares.cells(), values);
  }

  private static void forAllTables(
      List<Tables.Choice> choices,
      BiConsumer<DecisionTable, DTAnalysis> statement,
      HitPolicy... policies) {
    Property.forAll(
        (random, size) -> Tables.random(random, size, choices, policies),
        table -> statement.accept(table, analysis(table)));
  }

  private static DTAnalysis analysis(DecisionTable table) {
    String dmn = new String(DmnWriter.write(table), StandardCharsets.UTF_8);
    List<DMNMessage> messages =
        VALIDATOR.validate(
            new StringReader(dmn), Validation.VALIDATE_SCHEMA, Validation.ANALYZE_DECISION_TABLE);
    return messages.stream()
        .filter(DMNDTAnalysisMessage.class::isInstance)
        .map(message -> ((DMNDTAnalysisMessage) message).getAnalysis())
        .peek(found -> assertThat(found.isError()).as(messages.toString()).isFalse())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no analysis of " + dmn + ": " + messages));
  }

  @Test
  void findsGapsOfNumbersWhereWeDo() {
    forAllTables(
        NUMBERS,
        (table, theirs) -> {
          for (Facts input : Tables.inputs(NUMBERS, table)) {
            boolean isGap = isInGap(theirs, table, input);
            assertThat(isGap && isMatched(table, input)).as("%s", theirs.getGaps()).isFalse();
            if (!isOnBound(table, input)) {
              assertThat(isGap).as("%s", theirs.getGaps()).isEqualTo(!isMatched(table, input));
            }
          }
          if (!theirs.getGaps().isEmpty()) {
            assertThat(Tables.findings(table, "gap")).isNotEmpty();
          }
        },
        HitPolicy.UNIQUE,
        HitPolicy.ANY,
        HitPolicy.FIRST,
        HitPolicy.PRIORITY);
  }

  @Test
  void findsNoGapThatWeDoNot() {
    forAllTables(
        MIXED,
        (table, theirs) -> {
          for (Facts input : Tables.inputs(table)) {
            assertThat(isInGap(theirs, table, input) && isMatched(table, input)).isFalse();
          }
          if (!theirs.getGaps().isEmpty()) {
            assertThat(Tables.findings(table, "gap")).isNotEmpty();
          }
        },
        HitPolicy.UNIQUE,
        HitPolicy.FIRST);
  }

  /// Whether the input lies on a bound of some cell, where a gap may be one point wide.
  private static boolean isOnBound(DecisionTable table, Facts input) {
    return table.inputs().stream()
        .anyMatch(column -> List.of(0.0, 0.5, 0.75, 1.0).contains(input.number(column.field())));
  }

  private static boolean isMatched(DecisionTable table, Facts input) {
    return table.rows().stream().anyMatch(row -> row.matches(input));
  }

  private static boolean isInGap(DTAnalysis theirs, DecisionTable table, Facts input) {
    return theirs.getGaps().stream().anyMatch(gap -> holds(gap, table, input));
  }

  /// Their gaps may leave trailing columns out: those hold for all values.
  private static boolean holds(Hyperrectangle gap, DecisionTable table, Facts input) {
    List<Interval> edges = gap.getEdges();
    for (int i = 0; i < edges.size(); i++) {
      Object value = input.shown(table.inputs().get(i).field());
      Object comparable = value instanceof Double number ? BigDecimal.valueOf(number) : value;
      if (!edges.get(i).asRangeIncludes(comparable)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void findsOverlapsOfNumbersWhereWeDo() {
    forAllTables(
        NUMBERS,
        (table, theirs) -> {
          if (isListedWhole(table)) {
            assertThat(theirOverlaps(theirs)).isEqualTo(ourOverlaps(table));
          }
        },
        HitPolicy.UNIQUE);
  }

  @Test
  void findsNoOverlapThatWeDoNot() {
    forAllTables(
        MIXED,
        (table, theirs) -> {
          if (isListedWhole(table)) {
            assertThat(ourOverlaps(table)).containsAll(theirOverlaps(theirs));
          }
        },
        HitPolicy.UNIQUE);
  }

  /// Of very many overlaps we list the first.
  private static boolean isListedWhole(DecisionTable table) {
    return Tables.findings(table, "overlap").stream()
        .noneMatch(finding -> finding.message().contains("are not listed"));
  }

  private static Set<String> ourOverlaps(DecisionTable table) {
    Set<String> pairs = new TreeSet<>();
    Tables.findings(table, "overlap")
        .forEach(finding -> {
          Matcher rows = ROWS.matcher(finding.message());
          assertThat(rows.find()).as(finding.message()).isTrue();
          pairs.add(pair(Integer.parseInt(rows.group(1)), Integer.parseInt(rows.group(2))));
        });
    return pairs;
  }

  /// They count rows from 1, and put all that match one region together.
  private static Set<String> theirOverlaps(DTAnalysis theirs) {
    Set<String> pairs = new TreeSet<>();
    for (Overlap overlap : theirs.getOverlaps()) {
      List<Integer> rows = new ArrayList<>(overlap.getRules());
      for (int one : rows) {
        for (int other : rows) {
          if (one < other) {
            pairs.add(pair(one - 1, other - 1));
          }
        }
      }
    }
    return pairs;
  }

  private static String pair(int one, int other) {
    return Math.min(one, other) + " " + Math.max(one, other);
  }

  /// A masked rule is to them one that a single rule masks, to us one that several together may.
  @Test
  void findsNoMaskedRuleThatWeDoNot() {
    forAllTables(
        MIXED,
        (table, theirs) ->
            assertThat(Tables.rows(table, "masked-rule"))
                .containsAll(
                    theirs.getMaskedRules().stream()
                        .map(masked -> "ABC-%03d".formatted(masked.maskedRule - 1))
                        .collect(Collectors.toSet())),
        HitPolicy.PRIORITY);
  }

  /// Of rows that say the same, they name each as included in the other, and we only the later.
  @Test
  void findsSubsumptionsWhereWeDo() {
    forAllTables(
        MIXED,
        (table, theirs) -> {
          Set<String> included =
              theirs.getSubsumptions().stream()
                  .map(subsumption -> "ABC-%03d".formatted(subsumption.includedRule - 1))
                  .collect(Collectors.toSet());
          List<String> ours = Tables.rows(table, "subsumption");
          assertThat(included).containsAll(ours);
          assertThat(ours.isEmpty()).isEqualTo(included.isEmpty());
        },
        HitPolicy.ANY);
  }
}
