package dev.ombud.inquiry;

import dev.ombud.inquiry.ExportStore.Page;
import dev.ombud.inquiry.ExportStore.Range;
import dev.ombud.inquiry.ExportStore.Running;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads ahead of whoever writes: the database works on the next page while this one is written. At
/// most three pages are in memory. Closing it ends the reading at once, in the middle of a
/// statement too, and when it returns, no connection is held. Belongs to one thread.
final class ExportReader implements AutoCloseable {
  private static final int PAGES_AHEAD = 1;

  private sealed interface Entry {}

  private record Read(Page page) implements Entry {}

  private record Failed(Exception failure) implements Entry {}

  private final ExportStore store;
  private final Running running = new Running();
  private final BlockingQueue<Entry> entries = new ArrayBlockingQueue<>(PAGES_AHEAD);
  private final Thread thread;
  private boolean isOver;

  ExportReader(ExportStore store, Range range) {
    this.store = store;
    // Interrupting a virtual thread would cost the connection that it waits on.
    this.thread = Thread.ofPlatform().daemon().name("export-reader").start(() -> readAll(range));
  }

  private void readAll(Range whole) {
    try {
      @Nullable Range range = whole;
      while (range != null) {
        Page page = store.read(range, running);
        entries.put(new Read(page));
        Optional<UUID> last = page.last();
        range = last.isPresent() ? range.startingAfter(last.get()) : null;
      }
    } catch (SQLException | RuntimeException e) {
      fail(e);
    } catch (InterruptedException e) {
      // Only closing interrupts, and then nobody waits for more.
    }
  }

  private void fail(Exception failure) {
    try {
      entries.put(new Failed(failure));
    } catch (InterruptedException e) {
      // Only closing interrupts, and then nobody waits for more.
    }
  }

  /// The rows of the next page, of which there may be none; nothing after the last page.
  ///
  /// @throws SQLException where the database does not answer
  Optional<List<ExportRow>> next() throws SQLException, InterruptedException {
    if (isOver) {
      return Optional.empty();
    }
    return switch (entries.take()) {
      case Read(Page page) -> {
        isOver = page.last().isEmpty();
        yield Optional.of(page.rows());
      }
      case Failed(SQLException failure) -> throw failure;
      case Failed(RuntimeException failure) -> throw failure;
      case Failed(Exception failure) -> throw new IllegalStateException(failure);
    };
  }

  @Override
  public void close() {
    running.cancel();
    thread.interrupt();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
