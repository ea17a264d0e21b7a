package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Load;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a batch that the database refuses leaves nothing behind, neither on record nor in the
/// buffers of the next one. Method: the service loses a right for a moment.
class FailedBatchTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @AfterEach
  void grantAll() throws SQLException {
    execute(
        "grant insert on decisions, records, log_queue, evidence_texts, incidents, incident_windows,"
            + " aggregate_keys to ombud_service");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void leavesNothingBehindWhateverTableFailed() throws SQLException {
    try (RunningService service = RunningService.start(POSTGRES.config())) {
      for (String table :
          List.of(
              "records",
              "decisions",
              "log_queue",
              "evidence_texts",
              "incidents",
              "incident_windows",
              "aggregate_keys")) {
        execute("revoke insert on " + table + " from ombud_service");
        Answer failed = service.client().decide(Load.aggregate("failed-" + table));
        assertThat(failed.status()).as("%s", failed.text()).isIn(500, 503);
        execute("grant insert on " + table + " to ombud_service");
        Answer next = service.client().decide(Load.aggregate("next-" + table));
        assertThat(next.status()).as("after %s: %s", table, next.text()).isEqualTo(201);
        Answer again = service.client().decide(Load.aggregate("failed-" + table));
        assertThat(again.status()).as("%s", again.text()).isEqualTo(201);
        Answer detail = service.client().get("/v1/decisions/" + again.decisionId());
        assertThat(detail.json().path("firings")).isEqualTo(again.json().path("firings"));
        checkNone("records r where not exists (select from decisions d where d.id = r.id)");
        checkNone("decisions d where not exists (select from records r where r.id = d.id)");
        checkNone(
            "decisions d where not exists (select from aggregate_keys where decision_id = d.id)");
      }
    }
  }

  /// Longer than a session waits for a lock: somebody migrates, or a backup holds a table.
  @Test
  void saysThatTheDatabaseIsAwayWhereItOnlyStalls() throws SQLException {
    try (RunningService service = RunningService.start(POSTGRES.config());
        Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      owner.setAutoCommit(false);
      statement.execute("lock table aggregate_keys in access exclusive mode");
      Answer stalled = service.client().decide(Load.aggregate("stalled"));
      owner.rollback();
      assertThat(stalled.status()).as("%s", stalled.text()).isEqualTo(503);
      assertThat(stalled.code()).isEqualTo("database-unavailable");
      assertThat(stalled.header("Retry-After")).isEqualTo("1");
      assertThat(service.client().decide(Load.aggregate("stalled")).status()).isEqualTo(201);
    }
  }

  private static void checkNone(String what) {
    long count =
        POSTGRES
            .database()
            .jdbi()
            .withHandle(handle ->
                handle.createQuery("select count(*) from " + what).mapTo(Long.class).one());
    assertThat(count).as(what).isZero();
  }
}
