package dev.ombud.record.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.database.Database;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.record.search.FacetStore;
import dev.ombud.testing.TestDatabase;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: every decision is counted once at every moment, also while instances record, merge and ask
/// at the same time. Method: real threads on one database; each row of the queue has two terms that
/// always have to be equally frequent.
class FacetMergeTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final int ROWS = 600;
  private static final int OF_A_ROW = 3;
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 30);

  private static void record(Database database) {
    for (int row = 0; row < ROWS; row++) {
      LocalDate day = FIRST.plusDays(row % 4);
      database.change(handle ->
          handle.execute(
              "insert into count_queue (day, terms, decisions) values (?, '{all,product=x}', ?)",
              day,
              new Integer[] {OF_A_ROW, OF_A_ROW}));
    }
  }

  private static Map<String, Long> ask(FacetStore store) {
    Map<String, Long> counts = store.countAll(DecisionFilter.ALL, 9).terms();
    assertThat(counts.get("all")).isEqualTo(counts.get("product=x"));
    return counts;
  }

  @Test
  void countsEachOnceWhileItIsRecordedAndMerged() throws Exception {
    Database database = POSTGRES.database();
    FacetStore store = new FacetStore(database);
    AtomicBoolean isRecorded = new AtomicBoolean();
    Callable<Long> merging =
        () -> {
          long merged = 0;
          boolean isLast;
          do {
            isLast = isRecorded.get();
            merged += store.merge(7);
          } while (!isLast);
          return merged;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Long>> mergers = new ArrayList<>();
      mergers.add(threads.submit(merging));
      mergers.add(threads.submit(merging));
      Future<?> recording = threads.submit(() -> record(database));
      long before = 0;
      while (!recording.isDone()) {
        long now = ask(store).getOrDefault("all", 0L);
        assertThat(now).isGreaterThanOrEqualTo(before);
        before = now;
      }
      recording.get();
      isRecorded.set(true);
      long merged = mergers.get(0).get() + mergers.get(1).get();
      assertThat(merged).isPositive().isLessThanOrEqualTo(ROWS);
      assertThat(ask(store)).containsEntry("all", (long) ROWS * OF_A_ROW);
      while (store.merge(ROWS) > 0) {
        assertThat(ask(store)).containsEntry("all", (long) ROWS * OF_A_ROW);
      }
    }
    assertThat(ask(store)).containsEntry("all", (long) ROWS * OF_A_ROW);
    assertThat(
            database.<Long>ask(handle ->
                handle
                    .createQuery("select sum(decisions) from decision_counts where span = 'MONTH'")
                    .mapTo(Long.class)
                    .one()))
        .isEqualTo(2L * ROWS * OF_A_ROW);
  }
}
