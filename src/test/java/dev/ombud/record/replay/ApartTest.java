package dev.ombud.record.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.database.Database;
import dev.ombud.record.decision.CountQueue;
import dev.ombud.record.decision.Terms;
import dev.ombud.record.search.Criterion;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.record.search.DecisionOrder;
import dev.ombud.record.search.DecisionQuery;
import dev.ombud.record.search.FacetCount;
import dev.ombud.record.search.FacetQuery;
import dev.ombud.record.search.Position;
import dev.ombud.record.search.PresentStore;
import dev.ombud.record.search.SearchStore;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Drills and history stand apart from what customers say now, wherever that is counted.
final class ApartTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private static UUID put(int number, String... terms) throws SQLException {
    Database database = POSTGRES.database();
    var row = Rows.with(NOON.plusSeconds(number), number, "shop", null, List.of(terms));
    Rows.record(database, List.of(row));
    CountQueue counts = new CountQueue();
    counts.add(row);
    try (Connection connection = database.dataSource().getConnection()) {
      counts.flush(connection);
    }
    return row.id();
  }

  private static List<UUID> found(DecisionFilter filter) {
    return new SearchStore(POSTGRES.database(), SearchStore.WALK)
        .find(new DecisionQuery(filter, DecisionOrder.OLDEST, 50, Optional.empty()), 50).stream()
            .map(Position::id)
            .toList();
  }

  @Test
  void leavesThemOutOfWhatIsFoundAndCounted() throws SQLException {
    UUID now = put(1, "category=checkout");
    UUID history = put(2, "category=checkout", Terms.HISTORIC);
    UUID drill = put(4, "category=checkout", Terms.DRILL);
    DecisionFilter all = DecisionFilter.ALL;
    assertThat(found(all)).containsExactly(now, history);
    assertThat(found(all.withoutHistory())).containsExactly(now);
    assertThat(found(all.with(DrillFilter.TRUE))).containsExactly(now, history, drill);
    assertThat(found(all.with(DrillFilter.ONLY))).containsExactly(drill);

    FacetCount counts = new FacetCount(POSTGRES.database());
    assertThat(counts.count(new FacetQuery(all, 9)).decisions()).isEqualTo(2);
    assertThat(counts.count(new FacetQuery(all.withoutHistory(), 9)).decisions()).isEqualTo(1);
    assertThat(counts.count(new FacetQuery(all.with(DrillFilter.TRUE), 9)).decisions())
        .isEqualTo(3);
    // Of the releases 1.2.1, 1.2.2 and 1.2.4 the second is history and the third a drill.
    LocalDate day = LocalDate.of(2026, 3, 2);
    assertThat(counts.values(Criterion.RELEASE, day, day.plusDays(1)))
        .isEqualTo(Map.of("1.2.1", 1L, "1.2.2", 1L));
    assertThat(counts.releases(day, day.plusDays(1))).isEqualTo(Map.of("1.2.1", 1L));

    PresentStore present = new PresentStore(POSTGRES.database());
    Instant hour = NOON.truncatedTo(ChronoUnit.HOURS);
    assertThat(
            present.count(hour, hour.plus(1, ChronoUnit.HOURS)).values().stream()
                .mapToLong(Long::longValue)
                .sum())
        .isEqualTo(1);
  }

  @Test
  void saysInTheNameOfAQuestionWhetherItAsksForDrills() {
    Map<String, List<String>> asked = Map.of("drills", List.of("only"));
    DecisionFilter filter = DecisionFilter.read(name -> asked.getOrDefault(name, List.of()));
    assertThat(filter.drills()).isEqualTo(DrillFilter.ONLY);
    assertThat(filter.canonical()).isEqualTo("drills=only");
    assertThat(DecisionFilter.ALL.canonical()).isEmpty();
  }
}
