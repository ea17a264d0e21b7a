package dev.ombud.console.releases;

import dev.ombud.console.Section;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.inquiry.Criterion;
import dev.ombud.inquiry.DecisionFilter;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.FacetQuery;
import dev.ombud.inquiry.Facets;
import dev.ombud.web.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The releases that were decided about most in the last 30 days. Thread-safe.
public final class ReleaseListPage {
  private static final int DAYS = 30;
  private static final int SHOWN = 60;

  private final FacetCount counts;
  private final Clock clock;

  ReleaseListPage(FacetCount counts, Clock clock) {
    this.counts = counts;
    this.clock = clock;
  }

  /// @param others how many more there are, in words; empty where none
  public record View(List<Line> lines, String others) {}

  /// @param share of the most frequent one, 0 to 100, for a bar
  public record Line(String version, String path, String decisions, long share) {}

  Response show(Visit visit) {
    Instant tomorrow = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    DecisionFilter filter =
        new DecisionFilter(
            Map.of(), Optional.empty(), tomorrow.minus(DAYS, ChronoUnit.DAYS), tomorrow);
    Facets.Facet releases =
        counts
            .count(new FacetQuery(filter, SHOWN))
            .facets()
            .getOrDefault(Criterion.RELEASE, new Facets.Facet(List.of(), 0));
    long most = releases.values().stream().mapToLong(Facets.Count::decisions).max().orElse(1);
    View view =
        new View(
            releases.values().stream()
                .filter(count -> !count.value().isBlank())
                .map(count ->
                    new Line(
                        count.value(),
                        "/releases/" + ReleasePage.encoded(count.value()),
                        Words.count(count.decisions(), "decision"),
                        Math.max(1, 100 * count.decisions() / most)))
                .toList(),
            releases.others() == 0 ? "" : "and " + Words.count(releases.others(), "other release"));
    return visit.page(Section.RELEASES, "Releases", "releases/list.jte", view);
  }
}
