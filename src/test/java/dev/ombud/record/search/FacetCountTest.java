package dev.ombud.record.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.record.replay.Recorded;
import dev.ombud.record.search.Facets.Count;
import dev.ombud.testing.History.Decided;
import dev.ombud.testing.Property;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: counts are what a plain `group by` counts, whether a decision is in the table of counts
/// already or in the queue. Method: a few rows of the queue are merged ahead, and more after each
/// comparison of one test.
@Tag("property")
class FacetCountTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final int MANY = 500;

  private static Recorded recorded;
  private static FacetCount counts;

  @BeforeAll
  static void record() {
    recorded = Recorded.make(POSTGRES.database());
    counts = new FacetCount(POSTGRES.database());
    assertThat(merge(3)).isEqualTo(3);
  }

  private static long merge(int rows) {
    return new FacetStore(POSTGRES.database()).merge(rows);
  }

  private static void check(DecisionFilter filter) {
    Facets facets = counts.count(new FacetQuery(filter, MANY));
    assertThat(facets.isComplete()).isTrue();
    assertThat(facets.decisions()).isEqualTo(recorded.matching(filter).size());
    for (Criterion criterion : facets.facets().keySet()) {
      assertThat(values(facets, criterion))
          .as("%s of %s", criterion, filter.canonical())
          .isEqualTo(recorded.counts(criterion, filter));
      assertThat(facets.facets().get(criterion).others()).isZero();
    }
  }

  private static Map<String, Long> values(Facets facets, Criterion criterion) {
    return facets.facets().get(criterion).values().stream()
        .collect(Collectors.toMap(Count::value, Count::decisions));
  }

  private static DecisionFilter between(Instant from, Instant to) {
    return new DecisionFilter(Map.of(), Optional.empty(), from, to);
  }

  private static Instant day(int index) {
    return recorded
        .decided()
        .getFirst()
        .decision()
        .decidedAt()
        .truncatedTo(ChronoUnit.DAYS)
        .plus(Duration.ofDays(index));
  }

  private static long number(String sql) {
    return POSTGRES.database().ask(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  @Test
  void countsTheSameWhateverIsMergedWhen() {
    assertThat(number("select count(*) from decision_counts")).isPositive();
    assertThat(number("select count(*) from count_queue")).isPositive();
    int rows = 1;
    while (merge(rows++) > 0) {
      check(DecisionFilter.ALL);
      check(between(day(rows), day(rows + 9)));
    }
    counts.keep();
    assertThat(number("select count(*) from count_queue")).isZero();
  }

  @Test
  void countsAllOfTheRecord() {
    check(DecisionFilter.ALL);
    Facets facets = counts.count(new FacetQuery(DecisionFilter.ALL, MANY));
    assertThat(facets.facets().keySet())
        .doesNotContain(
            Criterion.TRACE, Criterion.INCIDENT, Criterion.ACTOR, Criterion.EVIDENCE, Criterion.SKU)
        .hasSize(Criterion.values().length - 5);
  }

  @Test
  void countsDaysAndMonths() {
    for (int from = -1; from < 30; from += 4) {
      check(between(day(from), TimeIds.EVER));
      check(between(Instant.EPOCH, day(from)));
      check(between(day(from), day(from + 1)));
      check(between(day(from), day(from + 17)));
    }
  }

  @Test
  void countsWhatAnyFilterLetsThrough() {
    Property.forAll(recorded::filter, FacetCountTest::check);
  }

  @Test
  void countsTheNewestWhereThereAreTooMany() {
    int most = 100;
    FacetCount hasty = new FacetCount(POSTGRES.database(), most);
    String product = recorded.values(Criterion.PRODUCT).getFirst();
    DecisionFilter filter =
        new DecisionFilter(
            Map.of(Criterion.PRODUCT, List.of(product)),
            Optional.empty(),
            Instant.EPOCH,
            TimeIds.EVER);
    List<Decided> matching = recorded.matching(filter);
    List<Decided> newest = matching.subList(matching.size() - most, matching.size());
    Facets facets = hasty.count(new FacetQuery(filter, MANY));
    assertThat(facets.isComplete()).isFalse();
    assertThat(facets.decisions()).isEqualTo(most);
    assertThat(values(facets, Criterion.ROW))
        .isEqualTo(new Recorded(newest, Map.of()).counts(Criterion.ROW, DecisionFilter.ALL));
  }

  @Test
  void namesTheMostFrequentValuesFirst() {
    Facets facets = counts.count(new FacetQuery(DecisionFilter.ALL, 2));
    Map<String, Long> all = recorded.counts(Criterion.PRODUCT, DecisionFilter.ALL);
    List<Long> most = all.values().stream().sorted((a, b) -> Long.compare(b, a)).limit(2).toList();
    Facets.Facet products = facets.facets().get(Criterion.PRODUCT);
    assertThat(products.values()).extracting(Count::decisions).isEqualTo(most);
    assertThat(products.others()).isEqualTo(all.size() - 2L);
  }

  @Test
  void namesTheMostFrequentClustersFirst() {
    Map<String, Long> all = recorded.counts(Criterion.CLUSTER, DecisionFilter.ALL);
    List<String> names =
        all.keySet().stream()
            .sorted(
                Comparator.comparingLong((String name) -> -all.get(name))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(7)
            .toList();
    Facets.Facet clusters =
        counts.count(new FacetQuery(DecisionFilter.ALL, 7)).facets().get(Criterion.CLUSTER);
    assertThat(clusters.values()).extracting(Count::value).isEqualTo(names);
    assertThat(clusters.others()).isEqualTo(all.size() - 7L).isPositive();
  }

  @Test
  void countsHowOftenTheRowsOfATableCounted() {
    LocalDate from = LocalDate.of(2020, 1, 1);
    LocalDate to = LocalDate.of(2035, 1, 1);
    Map<String, Long> expected =
        recorded.counts(Criterion.ROW, DecisionFilter.ALL).entrySet().stream()
            .filter(row -> row.getKey().startsWith("severity/"))
            .collect(
                Collectors.toMap(
                    row -> row.getKey().substring("severity/".length()), Map.Entry::getValue));
    assertThat(expected).isNotEmpty();
    assertThat(counts.rows("severity", from, to)).isEqualTo(expected);
    assertThat(counts.rows("severity", from, from.plusDays(1))).isEmpty();
    assertThat(counts.rows("none", from, to)).isEmpty();
  }
}
