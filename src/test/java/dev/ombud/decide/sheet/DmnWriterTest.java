package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Rulesets;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kie.api.builder.Message;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNMessage;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.dmn.validation.DMNValidator.Validation;
import org.kie.dmn.validation.DMNValidatorFactory;
import org.kie.internal.io.ResourceFactory;

/// Opens what we write with another DMN engine, and lets it decide.
class DmnWriterTest {
  private static final String TABLE =
      """
      table sample
      hit policy FIRST
      id | in cluster.confidence | in release.stage | in cluster.categories | in volume.customers | out severity | out owner.slaMinutes | note
      SEV-001 | >= 0.85 | "CANARY" | - | - | P1 | 15 | a < b & "c"
      SEV-002 | < 0.5, > 0.7 | not("CANARY") | - | - | P2 | 30 | -
      SEV-003 | - | - | "bug","cosmetic" | [2..5) | P3 | 60 | -
      SEV-004 | - | - | not("bug") | < 5 | P4 | - | -
      """;

  @Test
  void writesWhatAnotherEngineTakesForValid() {
    new RulesetCompiler()
        .tryCompile(Rulesets.shipped())
        .tables()
        .values()
        .forEach(table -> {
          String dmn = new String(DmnWriter.write(table), StandardCharsets.UTF_8);
          List<DMNMessage> messages =
              DMNValidatorFactory.newValidator()
                  .validate(
                      new StringReader(dmn),
                      Validation.VALIDATE_SCHEMA,
                      Validation.VALIDATE_MODEL,
                      Validation.VALIDATE_COMPILATION);
          assertThat(messages)
              .as(table.name())
              .noneMatch(message -> message.getLevel() == Message.Level.ERROR);
        });
  }

  @Test
  void meansTheSameToAnotherEngineAlsoWhereNothingIsKnown() {
    DecisionTable table = TableText.read("sample.xlsx", TABLE, Lexicons.SHIPPED);
    DMNRuntime runtime =
        DMNRuntimeBuilder.fromDefaults()
            .buildConfiguration()
            .fromResources(List.of(ResourceFactory.newByteArrayResource(DmnWriter.write(table))))
            .getOrElseThrow(IllegalStateException::new);
    for (Object confidence : Arrays.asList(0.3, 0.6, 0.7, 0.85, 0.9)) {
      for (Object stage : Arrays.asList("CANARY", "PRODUCTION", null)) {
        for (Object categories :
            Arrays.asList(List.of("bug"), List.of("bug", "cosmetic"), List.of("payment_failure"))) {
          for (Object customers : Arrays.asList(1.0, 2.0, 5.0, null)) {
            DMNContext context = runtime.newContext();
            context.set("cluster_confidence", confidence);
            context.set("release_stage", stage);
            context.set("cluster_categories", categories);
            context.set("volume_customers", customers);
            Object theirs =
                runtime
                    .evaluateAll(runtime.getModels().getFirst(), context)
                    .getDecisionResultByName("sample")
                    .getResult();
            Facts facts = new Facts();
            facts.put(Vocabulary.CONFIDENCE, (Double) confidence);
            facts.put(Vocabulary.STAGE, (String) stage);
            facts.put(Vocabulary.CATEGORY, words(categories));
            facts.put(Vocabulary.CUSTOMERS, (Number) customers);
            Object ours =
                table.rows().stream()
                    .filter(row -> row.matches(facts))
                    .findFirst()
                    .map(row -> row.conclusions().getFirst())
                    .orElse(null);
            assertThat(theirs instanceof Map<?, ?> all ? all.get("severity") : theirs)
                .as("%s %s %s %s", confidence, stage, categories, customers)
                .isEqualTo(ours);
          }
        }
      }
    }
  }

  private static List<String> words(Object words) {
    List<String> all = new ArrayList<>();
    ((List<?>) words).forEach(word -> all.add(String.valueOf(word)));
    return all;
  }

  @Test
  void writesTheSameTableToTheSameBytes() {
    DecisionTable table = TableText.read("sample.xlsx", TABLE, Lexicons.SHIPPED);
    assertThat(DmnWriter.write(table)).isEqualTo(DmnWriter.write(table));
    assertThat(new String(DmnWriter.write(table), StandardCharsets.UTF_8))
        .contains("<rule id=\"SEV-001\">", "a &lt; b &amp; \"c\"");
  }
}
