package dev.ombud.ground.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PartitionsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Partitions partitions = new Partitions(POSTGRES.database());

  @Test
  void makesTheMonthBeforeTheMonthItselfAndTwoAhead() throws SQLException {
    assertThat(partitions.ensure(Instant.parse("2031-12-31T23:59:59.999Z"))).isEqualTo(12);
    assertThat(partitions.ensure(Instant.parse("2031-12-01T00:00:00Z"))).isZero();
    assertThat(names("2031", "2032"))
        .containsExactly(
            "decisions_2031_11",
            "decisions_2031_12",
            "decisions_2032_01",
            "decisions_2032_02",
            "evidence_texts_2031_11",
            "evidence_texts_2031_12",
            "evidence_texts_2032_01",
            "evidence_texts_2032_02",
            "records_2031_11",
            "records_2031_12",
            "records_2032_01",
            "records_2032_02");
  }

  @Test
  void goesOnIntoTheNextMonth() throws SQLException {
    partitions.ensure(Instant.parse("2043-01-15T00:00:00Z"));
    assertThat(partitions.ensure(Instant.parse("2043-02-01T00:00:00Z"))).isEqualTo(3);
    assertThat(names("2043", "2044")).contains("decisions_2043_04", "records_2043_04");
  }

  @Test
  void makesEachOnceForManyInstancesAtOnce() throws Exception {
    try (ExecutorService instances = Executors.newFixedThreadPool(8)) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int instance = 0; instance < 8; instance++) {
        calls.add(() -> partitions.ensure(Instant.parse("2035-06-10T00:00:00Z")));
      }
      int made = 0;
      for (Future<Integer> call : instances.invokeAll(calls)) {
        made += value(call);
      }
      assertThat(made).isEqualTo(12);
    }
  }

  private static int value(Future<Integer> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw new AssertionError("an instance failed", e);
    }
  }

  @Test
  void putsEachDecisionIntoTheMonthOfItsId() throws SQLException {
    partitions.ensure(Instant.parse("2036-02-10T00:00:00Z"));
    check("2036-01-01T00:00:00Z", "decisions_2036_01");
    check("2036-02-29T23:59:59.999Z", "decisions_2036_02");
    check("2036-03-01T00:00:00Z", "decisions_2036_03");
  }

  private static void check(String decidedAt, String partition) {
    Instant at = Instant.parse(decidedAt);
    UUID id = DecisionRow.id(at);
    DecisionRow.insert(POSTGRES.database(), id, at);
    String found =
        POSTGRES
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("select tableoid::regclass::text from decisions where id = ?")
                    .bind(0, id)
                    .mapTo(String.class)
                    .one());
    assertThat(found).isEqualTo(partition);
  }

  @Test
  void refusesADecisionWhoseTimeIsNotThatOfItsId() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    UUID id = DecisionRow.id(now);
    assertThatThrownBy(() -> DecisionRow.insert(POSTGRES.database(), id, now.plusSeconds(1)))
        .isInstanceOf(JdbiException.class)
        .hasMessageContaining("decision_time_is_in_its_id");
  }

  @Test
  void refusesADecisionOfAMonthWithoutAPartition() {
    Instant farAway = Instant.parse("2099-01-01T00:00:00Z");
    UUID id = DecisionRow.id(farAway);
    assertThatThrownBy(() -> DecisionRow.insert(POSTGRES.database(), id, farAway))
        .isInstanceOf(JdbiException.class)
        .hasMessageContaining("no partition");
  }

  private static List<String> names(String year, String nextYear) {
    return POSTGRES
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select relname from pg_class where relkind = 'r' and relispartition"
                        + " and substring(relname from '_([0-9]{4})_') in (?, ?) order by 1")
                .bind(0, year)
                .bind(1, nextYear)
                .mapTo(String.class)
                .list());
  }
}
