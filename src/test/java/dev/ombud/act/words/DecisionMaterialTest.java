package dev.ombud.act.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.BriefMarkdownWriter;
import dev.ombud.act.brief.Material;
import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.record.decision.Judge;
import dev.ombud.record.texts.MaskedText;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Golden;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.SharedData;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Goal: the template's words are good enough to act on. The golden files are read by people.
class DecisionMaterialTest {
  private static final UUID ID = UUID.fromString("019cafe0-0000-7000-8000-000000000001");

  private static Material material(CompiledRuleset ruleset, BriefKind kind, String json) {
    Aggregate aggregate =
        new AggregateReader().readAggregate(json.getBytes(StandardCharsets.UTF_8));
    Decision decision =
        new Decision(
            ID,
            aggregate.window().end(),
            AggregateKey.of(aggregate),
            Judge.judge(ruleset, aggregate, Context.NONE, aggregate.window().end()),
            new RulesetRef(1, ruleset.digest()),
            null,
            "test",
            "trace");
    DecisionMaterial materials =
        new DecisionMaterial(
            _ -> Optional.empty(),
            _ -> List.of(),
            new Briefs(new ServiceAddress(URI.create("https://ombud.example/"))));
    List<MaskedText> texts =
        aggregate.evidence().stream()
            .map(each ->
                new MaskedText(
                    ID,
                    1,
                    "/evidence/0/text",
                    Optional.of(each.id()),
                    List.of(),
                    Optional.empty(),
                    Optional.of("Card fails")))
            .toList();
    return materials.of(kind, decision, aggregate, texts);
  }

  private static String markdown(Material material) {
    return BriefMarkdownWriter.write(material, "no model is asked");
  }

  @Test
  void saysWhatTheSurgeMeansToWhom() {
    try (CompiledRuleset ruleset = Rulesets.compile(Rulesets.shipped())) {
      Material brief = material(ruleset, BriefKind.DECISION, Aggregates.surge());
      Golden.check("brief-surge.md", markdown(brief));
      assertThat(brief.names()).contains("7.19.0-rc1", "7.18.1", "new-checkout", "storefront");
      Golden.check(
          "ticket-surge.md", markdown(material(ruleset, BriefKind.TICKET, Aggregates.surge())));
    }
  }

  @Test
  void saysWhatContractOneDotOneAddsToIt() throws IOException {
    String aggregate = Files.readString(Path.of("examples/card-authorization.json"));
    try (CompiledRuleset ruleset = Rulesets.compile(Rulesets.shipped())) {
      Material brief = material(ruleset, BriefKind.DECISION, aggregate);
      Golden.check("brief-card-authorization.md", markdown(brief));
      assertThat(brief.names()).contains("express checkout", "payment-gateway", "E1042");
      assertThat(brief.facts().toString() + brief.template())
          .doesNotContain("req-", "s-77b1", "ORD-");
    }
  }

  /// Every section says something, of whatever comes.
  @Test
  void saysSomethingOfEveryScenario() {
    List<String> scenarios = SharedData.scenarios();
    try (CompiledRuleset ruleset = Rulesets.compile(Rulesets.shipped())) {
      for (String line : scenarios) {
        String aggregate = ApiClient.json(line).path("aggregate").toString();
        for (BriefKind kind : List.of(BriefKind.DECISION, BriefKind.TICKET)) {
          Material material = material(ruleset, kind, aggregate);
          material
              .kind()
              .form()
              .sections()
              .forEach(section ->
                  assertThat(material.template().text(section.name()))
                      .as(section.name())
                      .isNotBlank()
                      .doesNotContain("null", "  "));
        }
      }
    }
  }
}
