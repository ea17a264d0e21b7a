package dev.ombud.door.recordpages;

import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.record.search.FacetCount;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The releases that were decided about most in the last 30 days; history that was loaded in these
/// days does not count. Thread-safe.
public final class ReleaseListPage {
  private static final int DAYS = 30;
  private static final int SHOWN = 60;
  private static final Comparator<Map.Entry<String, Long>> MOST_FREQUENT =
      Map.Entry.<String, Long>comparingByValue()
          .reversed()
          .thenComparing(Map.Entry.comparingByKey());

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
    LocalDate tomorrow = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
    List<Map.Entry<String, Long>> releases =
        counts.releases(tomorrow.minusDays(DAYS), tomorrow).entrySet().stream()
            .filter(release -> !release.getKey().isBlank())
            .sorted(MOST_FREQUENT)
            .toList();
    long most = releases.isEmpty() ? 1 : releases.getFirst().getValue();
    long others = Math.max(0, releases.size() - SHOWN);
    View view =
        new View(
            releases.stream()
                .limit(SHOWN)
                .map(release ->
                    new Line(
                        release.getKey(),
                        "/releases/" + ReleasePage.encoded(release.getKey()),
                        PageWords.count(release.getValue(), "decision"),
                        Math.max(1, 100 * release.getValue() / most)))
                .toList(),
            others == 0 ? "" : "and " + PageWords.count(others, "other release"));
    return visit.page(Section.RELEASES, "Releases", "releases/list.jte", view);
  }
}
