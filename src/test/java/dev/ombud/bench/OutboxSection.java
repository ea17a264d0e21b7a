package dev.ombud.bench;

import dev.ombud.action.ActionStore;
import dev.ombud.action.Automation;
import dev.ombud.action.Connector;
import dev.ombud.action.Look;
import dev.ombud.action.NewAction;
import dev.ombud.action.Order;
import dev.ombud.action.Orders;
import dev.ombud.action.Outbox;
import dev.ombud.action.Receipt;
import dev.ombud.action.Target;
import dev.ombud.database.Database;
import dev.ombud.database.DatabaseConfig;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.ActionState;
import dev.ombud.domain.TimeIds;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// How fast queued actions drain against a target that answers at once, on a server that waits for
/// its disk; and what storing them costs.
final class OutboxSection implements Section {
  private static final int ACTIONS = 10_000;
  private static final int QUICK_ACTIONS = 500;
  private static final int A_TRANSACTION = 200;
  private static final double LEAST = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Clock clock = Clock.systemUTC();
  private final TimeIds ids = new TimeIds(clock);
  private final Map<String, Integer> written = new ConcurrentHashMap<>();

  @Override
  public void measure(Run run) throws Exception {
    int wanted = run.isQuick() ? QUICK_ACTIONS : ACTIONS;
    DatabaseConfig config = Postgres.start(run).createMigrated("outbox");
    try (Database database = Database.open(config, Path.of("migrations"), Instant.now())) {
      run.figure(
          "storing what waits for the digest, µs an action",
          "%.1f".formatted(store(database, wanted, ActionKind.ADD_TO_DIGEST)));
      run.figure(
          "storing and scheduling, µs an action",
          "%.1f".formatted(store(database, wanted, ActionKind.NOTIFY)));
      double rate = wanted / drain(database, wanted);
      run.judged("drained, actions/s", Figure.number(rate), ">= 500", rate >= LEAST);
    }
  }

  /// Microseconds an action, commits included.
  private double store(Database database, int wanted, ActionKind kind) throws SQLException {
    long nanos = 0;
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      for (int from = 0; from < wanted; from += A_TRANSACTION) {
        List<NewAction> actions = new ArrayList<>(A_TRANSACTION);
        for (int i = 0; i < A_TRANSACTION && from + i < wanted; i++) {
          actions.add(action(kind, i % 20));
        }
        long start = System.nanoTime();
        ActionStore.enqueue(connection, actions);
        connection.commit();
        nanos += System.nanoTime() - start;
      }
      connection.setAutoCommit(true);
    }
    return nanos / 1e3 / wanted;
  }

  private NewAction action(ActionKind kind, int team) {
    UUID decision = ids.next();
    return new NewAction(
        ids.next(),
        decision,
        1,
        null,
        kind,
        "team:" + team,
        "shop",
        "production",
        null,
        ActionState.QUEUED,
        clock.instant());
  }

  /// Seconds until the last of them is done.
  private double drain(Database database, int wanted) {
    Outbox outbox =
        new Outbox(
            database,
            new Automation(database, ids, clock, 0),
            _ -> Optional.of(new Target("memory", new Memory())),
            Orders::of,
            ids,
            clock,
            Outbox.Config.USUAL);
    long start = System.nanoTime();
    try (outbox) {
      outbox.start();
      while (written.size() < wanted || !outbox.levels().isEmpty()) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new IllegalStateException("the outbox did not drain within " + PATIENCE);
        }
        LockSupport.parkNanos(20_000_000);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (written.values().stream().anyMatch(times -> times != 1)) {
        throw new IllegalStateException("an action was carried out twice");
      }
      return seconds;
    }
  }

  /// A target that answers at once.
  private final class Memory implements Connector {
    @Override
    public Look look(Order order) {
      return written.containsKey(order.key())
          ? new Look.Done(new Receipt("1", "", "sent"))
          : new Look.Open("not sent", "1");
    }

    @Override
    public Receipt write(Order order, Look.Open before) {
      written.merge(order.key(), 1, Integer::sum);
      return new Receipt("1", "", "sent");
    }
  }
}
