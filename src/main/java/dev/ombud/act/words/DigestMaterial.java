package dev.ombud.act.words;

import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.Content;
import dev.ombud.act.brief.Material;
import dev.ombud.act.brief.Material.Excerpt;
import dev.ombud.act.brief.Material.Fact;
import dev.ombud.decide.engine.Words;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.search.Criterion;
import dev.ombud.record.search.DecisionQuery;
import dev.ombud.record.search.DecisionSearch;
import dev.ombud.record.search.FacetCount;
import dev.ombud.record.search.FacetQuery;
import dev.ombud.record.search.Facets;
import dev.ombud.record.texts.MaskedText;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Makes what is briefed of a day: how many decisions of which severity, and the incidents that
/// matter most. Drills and history that was loaded on the day are no part of it. Thread-safe.
public final class DigestMaterial {
  private static final String PRODUCTS = "all products";
  private static final int MAX_INCIDENTS = 5;
  private static final String MAX_DECISIONS = "100";

  private final AggregateReader reader = new AggregateReader();
  private final DecisionSearch search;
  private final FacetCount counts;
  private final Decisions decisions;
  private final Function<UUID, List<MaskedText>> texts;
  private final Briefs briefs;

  /// @param texts of a decision's evidence, masked
  public DigestMaterial(
      DecisionSearch search,
      FacetCount counts,
      Decisions decisions,
      Function<UUID, List<MaskedText>> texts,
      ServiceAddress service) {
    this.search = search;
    this.counts = counts;
    this.decisions = decisions;
    this.texts = texts;
    this.briefs = new Briefs(service);
  }

  /// @param day in UTC
  /// @param team whose decisions; nothing for all
  public Material of(LocalDate day, Optional<String> team) {
    Map<String, List<String>> span =
        Map.of(
            "from",
            List.of(day + "T00:00:00Z"),
            "to",
            List.of(day.plusDays(1) + "T00:00:00Z"),
            "owner",
            team.map(List::of).orElse(List.of()),
            "order",
            List.of("priority"),
            "limit",
            List.of(MAX_DECISIONS));
    FacetQuery all =
        FacetQuery.read(name ->
            name.equals("order") || name.equals("limit")
                ? List.of()
                : span.getOrDefault(name, List.of()));
    // Without a team, a day is counted to the last decision as long as it has no history.
    boolean hasHistory =
        counts
            .values(Criterion.REASON, day, day.plusDays(1))
            .containsKey(ReasonCode.EVIDENCE_HISTORIC.name());
    FacetQuery asked =
        hasHistory ? new FacetQuery(all.filter().withoutHistory(), all.limit()) : all;
    return material(day, team, counts.count(asked), incidents(span));
  }

  /// One decision of an incident.
  private record Top(
      Decision decision, Aggregate aggregate, PublicBrief brief, AudienceWords words) {}

  /// The decision of the highest priority of each incident that has one, the highest first.
  private List<Top> incidents(Map<String, List<String>> span) {
    List<Top> tops = new ArrayList<>();
    Set<IncidentKey> seen = new LinkedHashSet<>();
    DecisionQuery asked = DecisionQuery.read(name -> span.getOrDefault(name, List.of()));
    List<UUID> ids =
        search.find(asked.withoutHistory()).items().stream().map(Decision::decisionId).toList();
    Map<UUID, StoredDecision> stored = decisions.findAll(ids);
    for (UUID id : ids) {
      StoredDecision each = stored.get(id);
      if (each == null || tops.size() == MAX_INCIDENTS) {
        continue;
      }
      Aggregate aggregate =
          reader.readAggregate(each.aggregateJson().getBytes(StandardCharsets.UTF_8));
      if (seen.add(IncidentKey.of(aggregate))) {
        PublicBrief brief = briefs.of(each, aggregate, texts.apply(id));
        Aggregate told = Briefs.isUnsure(each) ? aggregate.withoutWords() : aggregate;
        AudienceWords words = new AudienceWords(each.decision(), told);
        tops.add(new Top(each.decision(), told, brief, words));
      }
    }
    return tops;
  }

  private static Material material(
      LocalDate day, Optional<String> team, Facets facets, List<Top> tops) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Day", day.toString()));
    team.ifPresent(name -> facts.add(new Fact("Whose decisions", "team " + name)));
    facts.add(new Fact("Decisions", counted(facets) + ": " + severities(facets)));
    Set<String> names = new LinkedHashSet<>();
    team.ifPresent(names::add);
    List<Excerpt> excerpts = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    for (Top top : tops) {
      facts.add(new Fact("Incident", top.words().summary()));
      facts.add(new Fact("Cause", top.words().likelyCause()));
      facts.add(new Fact("Next step", top.words().urgency() + " " + top.words().nextStep()));
      names.addAll(DecisionMaterial.names(top.decision(), top.aggregate()));
      top.brief().evidence().stream()
          .filter(each -> ids.add(each.id()))
          .limit(2)
          .forEach(each -> excerpts.add(new Excerpt(each.id(), each.channel(), each.text())));
    }
    return new Material(
        BriefKind.DIGEST,
        Optional.empty(),
        Optional.empty(),
        PRODUCTS,
        Severity.P4,
        facts,
        names,
        excerpts,
        new Content(
            sections(day, team, facets, tops), excerpts.stream().map(Excerpt::id).toList()));
  }

  private static String severities(Facets facets) {
    List<String> parts = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      Facets.Facet facet = facets.facets().get(Criterion.SEVERITY);
      long count =
          facet == null
              ? 0
              : facet.values().stream()
                  .filter(each -> each.value().equals(severity.name()))
                  .mapToLong(Facets.Count::decisions)
                  .sum();
      if (count > 0) {
        parts.add(count + " of " + severity);
      }
    }
    return facets.decisions() == 1 ? String.join("", parts).replace("1 of", "a") : listed(parts);
  }

  private static String counted(Facets facets) {
    return switch ((int) Math.min(2, facets.decisions())) {
      case 0 -> "no decision";
      case 1 -> "one decision";
      default -> facets.decisions() + " decisions";
    };
  }

  private static String listed(List<String> parts) {
    return parts.size() < 2
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }

  private static Map<String, List<String>> sections(
      LocalDate day, Optional<String> team, Facets facets, List<Top> tops) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    sections.put(
        "summary",
        List.of(
            "On %s there %s %s%s%s.%s"
                .formatted(
                    day,
                    facets.decisions() < 2 ? "was" : "were",
                    counted(facets),
                    team.map(name -> " for team " + name).orElse(""),
                    facets.decisions() == 0 ? "" : ": " + severities(facets),
                    tops.isEmpty()
                        ? ""
                        : " What matters most: " + tops.getFirst().brief().title() + ".")));
    sections.put(
        "pains",
        tops.stream()
            .map(top ->
                "%s: %s. %s"
                    .formatted(
                        top.decision().judgement().severity(),
                        top.brief().title(),
                        top.words().product()))
            .toList());
    Set<String> releases = new LinkedHashSet<>();
    tops.forEach(top ->
        top.brief()
            .release()
            .ifPresent(
                release -> releases.add(release + " of " + top.aggregate().product() + ".")));
    sections.put("releases", List.copyOf(releases));
    sections.put(
        "causes",
        tops.stream().map(top -> top.brief().title() + ". " + top.words().likelyCause()).toList());
    sections.put(
        "nextSteps",
        tops.stream()
            .map(top -> top.words().recommendedOwner() + " " + top.words().nextStep())
            .toList());
    sections.put("confidence", List.of(confidence(facets, tops)));
    return sections;
  }

  private static String confidence(Facets facets, List<Top> tops) {
    if (tops.isEmpty()) {
      return "There was nothing to judge by.";
    }
    double least = tops.stream().mapToDouble(top -> top.brief().confidence()).min().orElse(0);
    return "The least sure of these clusters has a confidence of %s of 1.%s"
        .formatted(
            Words.of(least),
            facets.decisions() > tops.size()
                ? " What is not listed had a lower priority or belongs to the same incidents."
                : "");
  }
}
