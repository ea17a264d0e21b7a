package dev.ombud.record.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.record.decision.Judge;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.History;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the shipped tables never come to: rows that contradict each other, no row at all, notes
/// full of markup. Method: one decision, told under another severity table.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExplanationMarkdownWriterTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private History.Decided decided;
  private ReplayParts parts;

  @BeforeAll
  void decide() {
    decided = History.decide(POSTGRES.database(), List.of(Aggregates.surge())).getFirst();
    parts = new ReplayParts(POSTGRES.database());
  }

  @AfterAll
  void close() {
    parts.close();
  }

  @Test
  void saysThatRowsContradictEachOther() {
    String markdown = under("UNIQUE", "- | P1 | one", "- | P2 | two");
    assertThat(markdown)
        .contains("**No row counts**, because rows that match contradict each other.")
        .contains("Rows that match:\n\n- `SEV-000` (severity: P1) matches, but so does SEV-001")
        .contains("- **Table severity is undecided**: Table \\`severity\\`: rows SEV-000, SEV-001")
        .contains("nothing starts by itself, and a person decides.");
  }

  @Test
  void saysThatNoRowMatches() {
    assertThat(under("FIRST", "> 999 | P1 | never"))
        .contains("**No row matches.**")
        .contains("- `SEV-000` (severity: P1): Baseline: ")
        .contains(" If it matched, it would count.");
  }

  @Test
  void letsNoNotePassForMarkup() {
    assertThat(under("FIRST", "- | P1 | <b>**loud** `code` [link](x) #"))
        .contains("“\\<b\\>\\*\\*loud\\*\\* \\`code\\` \\[link\\](x) \\#");
  }

  /// The Markdown of a real aggregate under another severity table.
  private String under(String policy, String... rows) {
    StringBuilder text = new StringBuilder("table severity\nhit policy ").append(policy);
    text.append("\nid | in volume.baseline: Baseline | out severity: Severity | note\n");
    for (int i = 0; i < rows.length; i++) {
      text.append("SEV-%03d | %s%n".formatted(i, rows[i]));
    }
    Explanation recorded = parts.explanations.explain(decided.decision().decisionId());
    try (CompiledRuleset ruleset =
        Rulesets.compile(Rulesets.withTable("severity", text.toString()))) {
      return utf8(
          ExplanationMarkdownWriter.write(
              new Explanation(
                  recorded.row(),
                  recorded.aggregate(),
                  Optional.of(
                      Judge.trace(
                          ruleset,
                          decided.aggregate(),
                          decided.context(),
                          recorded.row().decidedAt())),
                  List.of(),
                  List.of(),
                  List.of())));
    }
  }

  private static String utf8(byte[] text) {
    return new String(text, StandardCharsets.UTF_8);
  }
}
