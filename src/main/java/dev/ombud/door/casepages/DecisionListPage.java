package dev.ombud.door.casepages;

import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.replay.Uninformed;
import dev.ombud.record.search.Criterion;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.record.search.DecisionOrder;
import dev.ombud.record.search.DecisionQuery;
import dev.ombud.record.search.DecisionSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds decisions by everything that the API finds them by. The counts by value take longer than a
/// page may; they are a page of their own, which a module brings here. Thread-safe.
public final class DecisionListPage {
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

  /// Of one page: each is read from the record with all that it says.
  private static final List<String> LINES = List.of("25");

  private final DecisionSearch search;

  DecisionListPage(DecisionSearch search) {
    this.search = search;
  }

  /// @param chosen the filters that hold
  /// @param fields every criterion that this person may use, as it was filled in
  /// @param facets the address of the counts
  public record View(
      List<DecisionLine> lines,
      List<Chosen> chosen,
      List<Field> fields,
      String text,
      String from,
      String to,
      String order,
      List<String> orders,
      String drills,
      Optional<String> next,
      String link,
      String facets) {}

  /// A filter that holds.
  ///
  /// @param without the address of the same search without it
  public record Chosen(String label, String value, String without) {}

  /// A criterion to fill in.
  ///
  /// @param longest characters at most
  public record Field(String parameter, String label, String value, String example, int longest) {}

  /// The filters alone, where what they ask is refused.
  Response ask(Visit visit) {
    View view =
        new View(
            List.of(),
            List.of(),
            Uninformed.criteria(visit.caller().roles()).stream()
                .map(each -> field(each, DecisionFilter.ALL))
                .toList(),
            "",
            "",
            "",
            word(DecisionOrder.NEWEST),
            orders(),
            "",
            Optional.empty(),
            "",
            "");
    return visit.page(Section.DECISIONS, "Decisions", "decision/list.jte", view);
  }

  private static List<String> orders() {
    return Arrays.stream(DecisionOrder.values()).map(DecisionListPage::word).toList();
  }

  Response show(Visit visit) {
    Request request = visit.request();
    DecisionQuery query = DecisionQuery.read(name -> filled(visit, name));
    Uninformed.requireCriteria(query.filter(), visit.caller().roles());
    Page<StoredDecision> page = search.findStored(query);
    SearchLink link = SearchLink.of(query);
    View view =
        new View(
            page.items().stream().map(DecisionLine::of).toList(),
            chosen(query.filter(), link),
            Uninformed.criteria(visit.caller().roles()).stream()
                .map(each -> field(each, query.filter()))
                .toList(),
            query.filter().text().orElse(""),
            request.query("from").orElse(""),
            request.query("to").orElse(""),
            word(query.order()),
            orders(),
            query.filter().drills().word(),
            page.next().map(link::page),
            link.address(),
            link.facets());
    return visit.page(Section.DECISIONS, "Decisions", "decision/list.jte", view, "facets.js");
  }

  private static List<String> filled(Visit visit, String name) {
    List<String> filled = visit.filled(name);
    return filled.isEmpty() && name.equals("limit") ? LINES : filled;
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

  private static Field field(Criterion criterion, DecisionFilter filter) {
    List<String> held = filter.values().getOrDefault(criterion, List.of());
    return new Field(
        criterion.parameter(),
        label(criterion),
        held.isEmpty() ? "" : held.getFirst(),
        EXAMPLES.getOrDefault(criterion, ""),
        criterion.longest());
  }

  static String label(Criterion criterion) {
    return PageWords.name(criterion);
  }

  private static String word(DecisionOrder order) {
    return order.name().toLowerCase(Locale.ROOT);
  }
}
