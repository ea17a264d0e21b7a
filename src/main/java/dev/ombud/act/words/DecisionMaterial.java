package dev.ombud.act.words;

import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.BriefRequest;
import dev.ombud.act.brief.Content;
import dev.ombud.act.brief.Material;
import dev.ombud.act.brief.Material.Excerpt;
import dev.ombud.act.brief.Material.Fact;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.texts.MaskedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes what is briefed of recorded decisions: of those that act, that wait for a person, and of
/// those that a ticket is drafted for. Thread-safe.
public final class DecisionMaterial {
  private final AggregateReader reader = new AggregateReader();
  private final Function<UUID, Optional<StoredDecision>> decisions;
  private final Function<UUID, List<MaskedText>> texts;
  private final Briefs briefs;

  /// @param texts of a decision's evidence, masked
  public DecisionMaterial(
      Function<UUID, Optional<StoredDecision>> decisions,
      Function<UUID, List<MaskedText>> texts,
      Briefs briefs) {
    this.decisions = decisions;
    this.texts = texts;
    this.briefs = briefs;
  }

  /// Nothing where the decision is archived.
  public Optional<Material> of(BriefRequest request) {
    return request.decisionId().flatMap(id -> of(request.kind(), id));
  }

  /// Nothing where there is no such decision.
  public Optional<Material> of(BriefKind kind, UUID id) {
    return decisions
        .apply(id)
        .map(stored -> {
          Aggregate aggregate =
              reader.readAggregate(stored.aggregateJson().getBytes(StandardCharsets.UTF_8));
          // No person looks at what a model is given: where the masking is unsure, it gets no
          // words.
          return Briefs.isUnsure(stored)
              ? of(kind, stored.decision(), aggregate.withoutWords(), List.of())
              : of(kind, stored.decision(), aggregate, texts.apply(id));
        });
  }

  /// @param texts of the decision's evidence, masked
  public Material of(
      BriefKind kind, Decision decision, Aggregate aggregate, List<MaskedText> texts) {
    PublicBrief brief = briefs.of(decision, aggregate, texts);
    List<Excerpt> excerpts =
        brief.evidence().stream()
            .map(each -> new Excerpt(each.id(), each.channel(), each.text()))
            .toList();
    AudienceWords words = new AudienceWords(decision, aggregate);
    Map<String, List<String>> sections =
        kind == BriefKind.TICKET ? ticket(brief, words) : brief(words);
    return new Material(
        kind,
        Optional.of(decision.decisionId()),
        Optional.ofNullable(decision.incidentId()),
        aggregate.product(),
        decision.judgement().severity(),
        facts(brief, decision, aggregate, words),
        names(decision, aggregate),
        excerpts,
        new Content(sections, excerpts.stream().map(Excerpt::id).toList()));
  }

  private static Map<String, List<String>> brief(AudienceWords words) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    sections.put("summary", List.of(words.summary()));
    sections.put("impactedArea", List.of(words.impactedArea()));
    sections.put("likelyCause", List.of(words.likelyCause()));
    sections.put("urgency", List.of(words.urgency()));
    sections.put("recommendedOwner", List.of(words.recommendedOwner()));
    sections.put("nextStep", List.of(words.nextStep()));
    sections.put("engineering", List.of(words.engineering()));
    sections.put("support", List.of(words.support()));
    sections.put("product", List.of(words.product()));
    sections.put("leadership", List.of(words.leadership()));
    return sections;
  }

  private static Map<String, List<String>> ticket(PublicBrief brief, AudienceWords words) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    sections.put("title", List.of(brief.title()));
    sections.put("summary", List.of(brief.paragraph()));
    List<String> reproduction = new ArrayList<>();
    reproduction.add(words.impactedArea());
    brief
        .evidence()
        .forEach(each ->
            reproduction.add(
                "How a customer met it: evidence %s (%s)."
                    .formatted(each.id(), BriefWords.spaced(each.channel()))));
    sections.put("reproduction", reproduction);
    sections.put("segments", List.of(words.segments()));
    sections.put("likelyOwner", List.of(BriefWords.capital(words.deadline())));
    sections.put("rollback", List.of(words.rollback()));
    sections.put("doneWhen", List.of(BriefWords.capital(brief.measure()) + "."));
    return sections;
  }

  private static List<Fact> facts(
      PublicBrief brief, Decision decision, Aggregate aggregate, AudienceWords words) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("What", brief.title()));
    facts.add(new Fact("Severity", decision.judgement().severity().name()));
    facts.add(new Fact("What is known", brief.paragraph()));
    facts.add(new Fact("Impacted area", words.impactedArea()));
    facts.add(new Fact("What speaks for which cause", words.likelyCause()));
    facts.add(new Fact("Urgency", words.urgency()));
    facts.add(new Fact("Owner", brief.owner()));
    facts.add(new Fact("Who is affected", words.segments()));
    facts.add(new Fact("Disposition", decision.judgement().disposition().name()));
    facts.add(new Fact("Next step", words.nextStep()));
    facts.add(new Fact("Mitigation", words.rollback()));
    facts.add(new Fact("Trend and impact", words.product()));
    facts.add(new Fact("At stake", words.leadership()));
    brief.numbers().forEach(number -> facts.add(new Fact(number.name(), number.text())));
    aggregate
        .regions()
        .forEach(region ->
            facts.add(
                new Fact(
                    "Region " + region.region(),
                    region.count() == null ? "named" : region.count() + " complaints")));
    return facts;
  }

  static Set<String> names(Decision decision, Aggregate aggregate) {
    Set<String> names = new LinkedHashSet<>();
    names.add(aggregate.product());
    names.add(aggregate.surface());
    names.add(decision.judgement().owner().team());
    Aggregate.Release release = aggregate.release();
    if (release != null) {
      name(names, release.version());
      name(names, release.previousStable());
    }
    Aggregate.Exposure exposure = aggregate.exposure();
    if (exposure != null) {
      name(names, exposure.environment());
      exposure
          .flags()
          .forEach(flag -> {
            names.add(flag.key());
            name(names, flag.variation());
          });
      Aggregate.Experiment experiment = exposure.experiment();
      name(names, experiment == null ? null : experiment.key());
    }
    names.addAll(aggregate.cluster().categories());
    names.addAll(aggregate.cluster().subCategories());
    Aggregate.Entities entities = aggregate.entities();
    name(names, entities.feature());
    name(names, entities.component());
    name(names, entities.errorType());
    names.addAll(entities.skus());
    names.addAll(aggregate.correlation().errorCodes());
    return names.stream()
        .filter(name -> !name.isBlank())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void name(Set<String> names, @Nullable String name) {
    if (name != null) {
      names.add(name);
    }
  }
}
