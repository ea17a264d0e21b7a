package dev.ombud.bench;

import dev.ombud.act.action.NewAction;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What an action that is carried out leaves in the database, and nothing else: who needs no queue,
/// no look and no intent on record writes it in one transaction, on connections that are kept.
final class PlainActions {
  private static final String DONE =
      """
      update actions set state = 'DONE', attempts = 1, tries = 1, changed_at = ?, wrote_at = ?,
        due_at = null, before_state = 'not sent', receipt_reference = '1', receipt_address = '',
        receipt_state = 'sent'
      where id = ?
      """;

  private static final String STEPS =
      """
      insert into action_steps (at, id, action_id, attempt, kind, detail)
      select ?, step.id, ?, 1, step.kind, cast(step.detail as json)
      from unnest(?, ?, ?) as step (id, kind, detail)
      """;

  private static final String[] KINDS = {"INTENT", "LOOK", "WRITE", "READ_BACK", "RESULT"};
  private static final String[] DETAILS = {
    "{\"try\": 1}",
    "{\"found\": \"open\", \"state\": \"not sent\", \"version\": \"1\"}",
    "{}",
    "{\"found\": \"done\", \"reference\": \"1\", \"address\": \"\", \"left\": \"sent\"}",
    "{\"state\": \"DONE\", \"reference\": \"1\", \"address\": \"\", \"left\": \"sent\"}"
  };

  private final TimeIds ids = new TimeIds(Clock.systemUTC());

  /// Transactions a second.
  double run(DatabaseConfig database, List<NewAction> actions, int connections) throws Exception {
    ConcurrentLinkedQueue<NewAction> left = new ConcurrentLinkedQueue<>(actions);
    Callable<Void> work =
        () -> {
          write(database, left);
          return null;
        };
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Callable<Void>> all = Collections.nCopies(connections, work);
      for (Future<Void> each : threads.invokeAll(all)) {
        each.get();
      }
    }
    return actions.size() * 1e9 / (System.nanoTime() - start);
  }

  private void write(DatabaseConfig database, ConcurrentLinkedQueue<NewAction> left)
      throws SQLException {
    DatabaseConfig.Login user = database.user();
    try (Connection connection =
            DriverManager.getConnection(database.url(), user.user(), user.password());
        PreparedStatement done = connection.prepareStatement(DONE);
        PreparedStatement steps = connection.prepareStatement(STEPS)) {
      connection.setAutoCommit(false);
      for (NewAction action = left.poll(); action != null; action = left.poll()) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        done.setObject(1, now);
        done.setObject(2, now);
        done.setObject(3, action.actionId());
        done.executeUpdate();
        UUID[] five = {ids.next(), ids.next(), ids.next(), ids.next(), ids.next()};
        steps.setObject(1, now);
        steps.setObject(2, action.actionId());
        steps.setArray(3, connection.createArrayOf("uuid", five));
        steps.setArray(4, connection.createArrayOf("text", KINDS));
        steps.setArray(5, connection.createArrayOf("text", DETAILS));
        steps.executeUpdate();
        AuditLog.append(connection, event(action));
        connection.commit();
      }
    }
  }

  private AuditEvent event(NewAction action) {
    return new AuditEvent(
        ids.next(),
        AuditEvent.Kind.TEAM_NOTIFIED,
        "service",
        "action:" + action.actionId(),
        action.decisionId(),
        "",
        Map.of(
            "attempt",
            1,
            "environment",
            action.environment(),
            "kind",
            action.kind().name(),
            "product",
            action.product(),
            "target",
            action.target(),
            "receipt",
            Map.of("reference", "1", "address", "", "left", "sent")));
  }
}
