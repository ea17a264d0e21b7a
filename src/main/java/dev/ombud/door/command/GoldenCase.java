package dev.ombud.door.command;

import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.Material;
import dev.ombud.act.words.Briefs;
import dev.ombud.act.words.DecisionMaterial;
import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.contract.ReceivedAggregate;
import dev.ombud.ground.contract.ScenarioReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.domain.DecisionCase;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.text.SourceText;
import dev.ombud.record.decision.Judge;
import dev.ombud.record.texts.MaskedText;
import dev.ombud.record.texts.Masking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// One labelled case: a scenario with the texts of its evidence.
///
/// @param texts masked, without the id of a decision
record GoldenCase(DecisionCase scenario, List<SourceText> texts) {
  private static final Masking MASKING = Masking.usual();

  GoldenCase {
    texts = List.copyOf(texts);
  }

  /// @param misses what the labels say and the rules do not
  record Judged(Judgement judgement, List<String> misses, Material material) {
    Judged {
      misses = List.copyOf(misses);
    }
  }

  String name() {
    return scenario.name();
  }

  /// @throws UsageException where a line is no case
  static List<GoldenCase> read(Path file) {
    List<GoldenCase> cases = new ArrayList<>();
    List<String> lines = lines(file);
    ScenarioReader.Reading reading =
        new ScenarioReader()
            .read(file.toString(), String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    if (!reading.findings().isEmpty()) {
      throw new UsageException(reading.findings().getFirst().line());
    }
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        if (!(reading.scenarios().get(cases.size()) instanceof DecisionCase decided)) {
          throw new UsageException(
              "line %d: a case of a gate is not put into words here: give it an `aggregate`"
                  .formatted(i + 1));
        }
        cases.add(new GoldenCase(decided, texts(lines.get(i).getBytes(StandardCharsets.UTF_8))));
      }
    }
    return cases;
  }

  /// Blank ones too, so that places count as in the file.
  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read `" + file + "`: name the folder that has it", e);
    }
  }

  private static List<SourceText> texts(byte[] line) {
    Map<?, ?> fields = Json.readMembers(line);
    ReceivedAggregate received =
        new AggregateReader()
            .read(Json.write(fields.get("aggregate")), text -> MASKING.mask(text).text());
    return received.texts();
  }

  /// What the rules make of it, and what there is to put into words.
  Judged judge(CompiledRuleset ruleset) {
    Aggregate aggregate = scenario.aggregate();
    Instant now = scenario.receivedAt();
    Judgement judgement = Judge.judge(ruleset, aggregate, Context.NONE, now);
    UUID id = TimeIds.first(now.toEpochMilli());
    Decision decision =
        new Decision(
            id,
            now,
            AggregateKey.of(aggregate),
            judgement,
            new RulesetRef(1, ruleset.digest()),
            null,
            "golden-set",
            "");
    List<MaskedText> masked = new ArrayList<>();
    for (SourceText text : texts) {
      SourceText.Mask mask = text.mask();
      masked.add(
          new MaskedText(
              id,
              masked.size() + 1,
              text.path(),
              Optional.ofNullable(text.evidenceId()),
              List.of(),
              Optional.empty(),
              Optional.of(mask == null ? MASKING.mask(text.text()).text() : mask.shown())));
    }
    DecisionMaterial materials =
        new DecisionMaterial(
            _ -> Optional.empty(),
            _ -> List.of(),
            new Briefs(new ServiceAddress(URI.create("http://127.0.0.1/"))));
    return new Judged(
        judgement,
        scenario.misses(judgement),
        materials.of(BriefKind.DECISION, decision, aggregate, masked));
  }
}
