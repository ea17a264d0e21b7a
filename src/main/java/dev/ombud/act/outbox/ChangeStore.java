package dev.ombud.act.outbox;

import static java.util.stream.Collectors.groupingBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/// Commits together what several workers change at the same moment: while transactions wait for the
/// disk, the changes of the next one gather. Each worker waits for its own commit, so that there
/// are never more changes than workers. Thread-safe.
final class ChangeStore {
  /// One writes while the other waits for the disk.
  private static final int LANES = 2;

  private final Database database;
  private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore lanes = new Semaphore(LANES);

  ChangeStore(Database database) {
    this.database = database;
  }

  /// A change of one row, or of none where the row is not as it should be.
  ///
  /// @param values what the names in the statement stand for
  record Change(String sql, Consumer<SqlStatement<?>> values) {
    /// Makes it in a transaction of somebody else.
    boolean in(Handle handle) {
      try (Update update = handle.createUpdate(sql)) {
        values.accept(update);
        return update.execute() > 0;
      }
    }
  }

  private record Pending(Change change, CompletableFuture<Boolean> made) {
    void makeAlone(Database database) {
      try {
        made.complete(database.change(change::in));
      } catch (RuntimeException e) {
        made.completeExceptionally(e);
      }
    }
  }

  /// Changes something that waits for nobody. When it returns, it is committed.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE; then the change may have been made or not
  boolean change(Change change) {
    Pending pending = new Pending(change, new CompletableFuture<>());
    waiting.add(pending);
    if (lanes.tryAcquire()) {
      Thread.ofVirtual().name("outbox-commit").start(this::commitAll);
    }
    try {
      return pending.made().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void commitAll() {
    do {
      try {
        commit();
      } finally {
        lanes.release();
      }
    } while (!waiting.isEmpty() && lanes.tryAcquire());
  }

  private void commit() {
    List<Pending> batch = new ArrayList<>();
    for (Pending each = waiting.poll(); each != null; each = waiting.poll()) {
      batch.add(each);
    }
    try {
      List<Runnable> afterwards = database.change(handle -> make(handle, batch));
      afterwards.forEach(Runnable::run);
    } catch (ServiceException e) {
      batch.forEach(each -> each.made().completeExceptionally(e));
    } catch (RuntimeException e) {
      // One of them cannot be made, and none was: the others may.
      batch.forEach(each -> each.makeAlone(database));
    } finally {
      batch.forEach(
          each -> each.made().completeExceptionally(new IllegalStateException("it was not tried")));
    }
  }

  /// What says the same goes in one round trip.
  ///
  /// @return what is said of them once they are committed
  private static List<Runnable> make(Handle handle, List<Pending> batch) {
    List<Runnable> afterwards = new ArrayList<>();
    for (List<Pending> alike :
        batch.stream().collect(groupingBy(each -> each.change().sql())).values()) {
      try (PreparedBatch statement = handle.prepareBatch(alike.getFirst().change().sql())) {
        for (Pending each : alike) {
          each.change().values().accept(statement);
          statement.add();
        }
        int[] counts = statement.execute();
        for (int i = 0; i < counts.length; i++) {
          boolean isMade = counts[i] > 0;
          Pending each = alike.get(i);
          afterwards.add(() -> each.made().complete(isMade));
        }
      }
    }
    return afterwards;
  }
}
