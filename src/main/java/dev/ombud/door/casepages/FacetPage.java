package dev.ombud.door.casepages;

import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.record.replay.Uninformed;
import dev.ombud.record.search.Criterion;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.record.search.DecisionQuery;
import dev.ombud.record.search.FacetCount;
import dev.ombud.record.search.FacetQuery;
import dev.ombud.record.search.Facets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How many of the decisions of a search have which value. Thread-safe.
public final class FacetPage {
  /// Of one facet; the rest is reached by filtering further.
  private static final int FACET_VALUES = 8;

  /// Shown as facets, the most telling first.
  private static final List<Criterion> FACETS =
      List.of(
          Criterion.SEVERITY,
          Criterion.DISPOSITION,
          Criterion.TIER,
          Criterion.PRODUCT,
          Criterion.RELEASE,
          Criterion.CATEGORY,
          Criterion.CLUSTER,
          Criterion.FEATURE,
          Criterion.COMPONENT,
          Criterion.ERROR_TYPE,
          Criterion.BROWSER,
          Criterion.OS,
          Criterion.OWNER,
          Criterion.REASON,
          Criterion.ROW);

  private final FacetCount counts;

  FacetPage(FacetCount counts) {
    this.counts = counts;
  }

  /// @param counted how many decisions match, in words
  /// @param link the address of the search
  public record View(String counted, List<Facet> facets, String link) {}

  public record Facet(String label, List<Value> values, Optional<String> others) {}

  /// @param path the address of the search with this value, or without it where it is chosen
  public record Value(String text, String decisions, String path, boolean isChosen) {}

  Response show(Visit visit) {
    DecisionQuery query = DecisionQuery.read(visit::filled);
    Uninformed.requireCriteria(query.filter(), visit.caller().roles());
    Function<String, List<String>> filter =
        name -> name.equals("limit") ? List.of(String.valueOf(FACET_VALUES)) : visit.filled(name);
    Facets facets = counts.count(FacetQuery.read(filter));
    SearchLink link = SearchLink.of(query);
    View view =
        new View(
            counted(facets),
            FACETS.stream().map(each -> facet(each, facets, query.filter(), link)).toList(),
            link.address());
    return visit.page(Section.DECISIONS, "Decisions by value", "decision/facets.jte", view);
  }

  private static String counted(Facets facets) {
    String words = PageWords.count(facets.decisions(), "decision");
    return facets.isComplete() ? words : "more than " + words + "; counts are of the newest";
  }

  private static Facet facet(
      Criterion criterion, Facets facets, DecisionFilter filter, SearchLink link) {
    Facets.Facet counted = facets.facets().getOrDefault(criterion, new Facets.Facet(List.of(), 0));
    List<String> held = filter.values().getOrDefault(criterion, List.of());
    List<Value> values =
        counted.values().stream()
            .map(count -> {
              boolean isChosen = held.contains(count.value());
              return new Value(
                  count.value(),
                  PageWords.number(count.decisions()),
                  isChosen
                      ? link.without(criterion, count.value())
                      : link.with(criterion, count.value()),
                  isChosen);
            })
            .toList();
    return new Facet(
        DecisionListPage.label(criterion),
        values,
        counted.others() == 0
            ? Optional.empty()
            : Optional.of("and " + PageWords.count(counted.others(), "other value")));
  }
}
