package dev.ombud.decide.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.testing.Rulesets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What a ruleset must have to decide, and how it is refused: every finding at once, each with its
/// place and its remedy.
final class RulesetCompilerTest {
  @Test
  void namesTheFileAndTheLineOfARuleThatDoesNotCompile() {
    check(
        Rulesets.withRules("broken.drl", "package x\nrule \"r\"\nwhen\n  Nothing()\nthen\nend\n"),
        "rules/broken.drl:");
  }

  @Test
  void refusesAConditionThatComparesNumbersByItself() {
    String drl =
        """
        package dev.ombud.rules
        // 1 < 2 is said in a comment, and "a > b" in a text
        rule "compares"
            when
                dev.ombud.decide.engine.Case( number(dev.ombud.ground.field.Vocabulary.SIGMA) >= 2 )
                    from entry-point "signals"
            then
                boolean arithmetic = 1 < 2;
        end
        """;
    check(Rulesets.withRules("more.drl", drl), "rules/more.drl:5: a condition compares with `>=`");
  }

  /// Rulesets that were published before a type moved to another package still decide.
  @Test
  void givesARuleTheTypesOfTodayWhateverPackageItNames() {
    String drl =
        """
        package dev.ombud.rules
        import dev.ombud.decide.engine.Case
        import dev.ombud.long.gone.ContractVocabulary
        import dev.ombud.long.gone.ReasonCode;
        import dev.ombud.long.gone.Vocabulary
        rule "more"
        when
            $case : Case( isTrue(Vocabulary.SPIKE), isKnown(ContractVocabulary.ORDER_VALUE) )
                from entry-point "signals"
        then
            $case.because(ReasonCode.LOW_TRUST_SOURCE, "more");
        end
        """;
    assertThat(new RulesetCompiler().tryCompile(Rulesets.withRules("more.drl", drl)).findings())
        .isEmpty();
  }

  @Test
  void namesAMissingTable() {
    Map<String, byte[]> parts = new TreeMap<>(Rulesets.shipped().parts());
    parts.remove("decision-tables/routing.xlsx");
    check(RulesetParts.of(parts), "table `routing` is missing");
  }

  @Test
  void refusesAFieldThatIsNotKnownYet() {
    check(
        Rulesets.withTable(
            "severity",
            """
            table severity
            hit policy FIRST
            id | in mitigation.tier: Tier | out severity: Severity | note
            SEV-001 | - | P4 | the tier is concluded later
            """),
        "severity.xlsx Severity: `mitigation.tier` is not known yet");
  }

  @Test
  void refusesAMissingAndAForeignOutput() {
    RulesetParts parts =
        Rulesets.withTable(
            "mitigation",
            """
            table mitigation
            hit policy FIRST
            id | in severity: Severity | out severity: Severity | note
            MIT-001 | - | P4 | concludes what is not its own
            """);
    check(parts, "output `mitigation.tier` is missing");
    check(parts, "`severity` is not this table's to conclude");
  }

  @Test
  void refusesSeveralConclusionsWhereOneIsNeeded() {
    check(
        Rulesets.withTable(
            "severity",
            """
            table severity
            hit policy COLLECT
            id | in product: Product | out severity: Severity | note
            SEV-001 | - | P4 | why
            """),
        "hit policy COLLECT gives several conclusions");
  }

  @Test
  void refusesARowThatConcludesNothing() {
    check(
        Rulesets.withTable(
            "severity",
            """
            table severity
            hit policy FIRST
            id | in product: Product | out severity: Severity | note
            SEV-001 | - | - | why
            """),
        "row SEV-001 concludes nothing for `severity`");
  }

  @Test
  void refusesATableThatStandsTwice() {
    byte[] twin = Rulesets.shipped().parts().get("decision-tables/severity.xlsx");
    assertThat(twin).isNotNull();
    check(Rulesets.with("decision-tables/twin.xlsx", twin), "table `severity` stands in");
  }

  @Test
  void changesItsDigestWithAnyByteOfAnyPart() {
    byte[] rules = "// one more comment".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(Rulesets.with("rules/more.drl", rules).digestText())
        .isNotEqualTo(Rulesets.shipped().digestText())
        .matches("sha256:[0-9a-f]{64}");
  }

  private static void check(RulesetParts parts, String expected) {
    assertThatThrownBy(() -> Rulesets.compile(parts))
        .isInstanceOfSatisfying(
            RulesetException.class,
            refused ->
                assertThat(refused.findings())
                    .anyMatch(finding -> finding.line().contains(expected)));
  }
}
