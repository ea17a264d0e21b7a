package dev.ombud.console.decision;

import dev.ombud.console.Section;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.inquiry.Criterion;
import dev.ombud.inquiry.DecisionFilter;
import dev.ombud.inquiry.DecisionQuery;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.FacetQuery;
import dev.ombud.inquiry.Facets;
import dev.ombud.inquiry.Order;
import dev.ombud.inquiry.Search;
import dev.ombud.inquiry.StoredPage;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Finds decisions by everything that the API finds them by. Thread-safe.
public final class DecisionListPage {
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
          Criterion.OWNER,
          Criterion.REASON,
          Criterion.ROW);

  private static final Map<Criterion, String> EXAMPLES =
      Map.of(
          Criterion.SEVERITY, "P1",
          Criterion.COHORT, "platform=ios",
          Criterion.ROW, "severity/SEV-120",
          Criterion.TRACE, "32 hexadecimal digits",
          Criterion.INCIDENT, "an incident id",
          Criterion.RULESET, "3",
          Criterion.TIER, "TIER_1",
          Criterion.DISPOSITION, "ACT",
          Criterion.MODE, "AUTOMATIC");

  private final Search search;
  private final FacetCount counts;

  DecisionListPage(Search search, FacetCount counts) {
    this.search = search;
    this.counts = counts;
  }

  /// @param counted how many decisions match, in words
  /// @param chosen the filters that hold
  /// @param fields every criterion as it was filled in
  /// @param next the address of the next page
  public record View(
      List<DecisionLine> lines,
      String counted,
      List<Chosen> chosen,
      List<Facet> facets,
      List<Field> fields,
      String text,
      String from,
      String to,
      String order,
      List<String> orders,
      Optional<String> next,
      String link) {}

  /// A filter that holds.
  ///
  /// @param without the address of the same search without it
  public record Chosen(String label, String value, String without) {}

  public record Facet(String label, List<Value> values, Optional<String> others) {}

  /// @param path the address of the search with this value, or without it where it is chosen
  public record Value(String text, String decisions, String path, boolean isChosen) {}

  /// A criterion to fill in.
  public record Field(String parameter, String label, String value, String example) {}

  Response show(Visit visit) {
    Request request = visit.request();
    DecisionQuery query = DecisionQuery.read(request::queries);
    StoredPage page = search.findStored(query);
    Function<String, List<String>> filter =
        name ->
            name.equals("limit") ? List.of(String.valueOf(FACET_VALUES)) : request.queries(name);
    Facets facets = counts.count(FacetQuery.read(filter));
    SearchLink link = SearchLink.of(query);
    View view =
        new View(
            page.items().stream().map(DecisionLine::of).toList(),
            counted(facets),
            chosen(query.filter(), link),
            FACETS.stream().map(each -> facet(each, facets, query.filter(), link)).toList(),
            Arrays.stream(Criterion.values()).map(each -> field(each, query.filter())).toList(),
            query.filter().text().orElse(""),
            request.query("from").orElse(""),
            request.query("to").orElse(""),
            word(query.order()),
            Arrays.stream(Order.values()).map(DecisionListPage::word).toList(),
            page.next().map(link::page),
            link.address());
    return visit.page(Section.DECISIONS, "Decisions", "decision/list.jte", view);
  }

  private static String counted(Facets facets) {
    String words = Words.count(facets.decisions(), "decision");
    return facets.isComplete() ? words : "more than " + words + "; counts are of the newest";
  }

  private static List<Chosen> chosen(DecisionFilter filter, SearchLink link) {
    List<Chosen> chosen = new ArrayList<>();
    filter
        .values()
        .forEach((criterion, values) ->
            values.forEach(value ->
                chosen.add(new Chosen(label(criterion), value, link.without(criterion, value)))));
    return chosen;
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
                  Words.number(count.decisions()),
                  isChosen
                      ? link.without(criterion, count.value())
                      : link.with(criterion, count.value()),
                  isChosen);
            })
            .toList();
    return new Facet(
        label(criterion),
        values,
        counted.others() == 0
            ? Optional.empty()
            : Optional.of("and " + Words.count(counted.others(), "other value")));
  }

  private static Field field(Criterion criterion, DecisionFilter filter) {
    List<String> held = filter.values().getOrDefault(criterion, List.of());
    return new Field(
        criterion.parameter(),
        label(criterion),
        held.isEmpty() ? "" : held.getFirst(),
        EXAMPLES.getOrDefault(criterion, ""));
  }

  private static String label(Criterion criterion) {
    return Words.name(criterion);
  }

  private static String word(Order order) {
    return order.name().toLowerCase(Locale.ROOT);
  }
}
