package dev.ombud.record.export;

import dev.ombud.ground.base.HeavyWork;
import dev.ombud.record.export.ExportStore.Page;
import dev.ombud.record.export.ExportStore.Range;
import dev.ombud.record.export.ExportStore.Running;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/// Reads ahead of whoever writes. Two lanes take turns in finding which decisions come next, and
/// then read them side by side, so that one works or waits for the disk while the other one's rows
/// come over. At most five pages are in memory. Closing it ends the reading at once, in the middle
/// of a statement too, and when it returns, no connection is held. Belongs to one thread.
public final class ExportReader implements AutoCloseable {
  private sealed interface Entry {}

  private record Read(List<ExportRow> rows) implements Entry {}

  /// Of what one turn found.
  private record End() implements Entry {}

  private record Over() implements Entry {}

  private record Failed(Throwable failure) implements Entry {}

  private final ExportStore store;
  private final Range whole;
  private final List<Lane> lanes;
  private UUID after;
  private boolean isAllFound;
  private int turn;

  public ExportReader(ExportStore store, Range range) {
    this.store = store;
    this.whole = range;
    this.after = range.after();
    Semaphore first = new Semaphore(1);
    Semaphore second = new Semaphore(0);
    this.lanes = List.of(new Lane(first, second), new Lane(second, first));
    lanes.forEach(Lane::begin);
  }

  /// A connection, and the pages that come over it.
  private final class Lane {
    private final Semaphore turn;
    private final Semaphore next;
    private final Running running = new Running();
    private final BlockingQueue<Entry> entries = new ArrayBlockingQueue<>(1);
    // Interrupting a virtual thread would cost the connection that it waits on.
    private final Thread thread = HeavyWork.thread("export-reader", this::readAll);

    private Lane(Semaphore turn, Semaphore next) {
      this.turn = turn;
      this.next = next;
    }

    private void begin() {
      thread.start();
    }

    private void readAll() {
      try {
        try {
          List<UUID> ids = find();
          while (!ids.isEmpty()) {
            read(ids);
            entries.put(new End());
            ids = find();
          }
          entries.put(new Over());
        } catch (SQLException | RuntimeException | Error e) {
          entries.put(new Failed(e));
        }
      } catch (InterruptedException e) {
        // Only closing interrupts, and then nobody waits for more.
      }
    }

    /// The lanes take turns, so only one is ever here; the semaphores pass on what it left.
    private List<UUID> find() throws SQLException, InterruptedException {
      turn.acquire();
      List<UUID> ids = isAllFound ? List.of() : store.find(whole.startingAfter(after), running);
      isAllFound = ids.size() < ExportStore.PAGE_ROWS;
      if (!ids.isEmpty()) {
        after = ids.getLast();
      }
      next.release();
      return ids;
    }

    private void read(List<UUID> ids) throws SQLException, InterruptedException {
      Optional<UUID> last = Optional.empty();
      do {
        int from = last.map(id -> ids.indexOf(id) + 1).orElse(0);
        Page page = store.read(whole, ids.subList(from, ids.size()), running);
        entries.put(new Read(page.rows()));
        last = page.last();
      } while (last.isPresent());
    }
  }

  /// The rows of the next page, of which there may be none; nothing after the last page.
  ///
  /// @throws SQLException where the database does not answer
  public Optional<List<ExportRow>> next() throws SQLException, InterruptedException {
    while (true) {
      BlockingQueue<Entry> entries = lanes.get(turn).entries;
      switch (entries.take()) {
        case Read(List<ExportRow> rows) -> {
          return Optional.of(rows);
        }
        case End() -> turn = (turn + 1) % lanes.size();
        case Over() -> {
          // Whoever asks again is told again.
          entries.put(new Over());
          return Optional.empty();
        }
        case Failed(SQLException failure) -> throw failure;
        case Failed(RuntimeException failure) -> throw failure;
        case Failed(Error failure) -> throw failure;
        case Failed(Throwable failure) -> throw new IllegalStateException(failure);
      }
    }
  }

  @Override
  public void close() {
    for (Lane lane : lanes) {
      lane.running.cancel();
      lane.thread.interrupt();
    }
    boolean isInterrupted = false;
    for (Lane lane : lanes) {
      while (lane.thread.isAlive()) {
        try {
          lane.thread.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
