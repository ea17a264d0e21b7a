package dev.ombud.record.verify;

import dev.ombud.ground.base.HeavyWork;
import dev.ombud.record.verify.VerifyStore.Piece;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads the pieces of a log ahead and hashes their records, on some threads with a session each,
/// and hands them out in their order. Belongs to one thread.
final class PieceReader implements AutoCloseable {
  private final ExecutorService threads;
  private final List<VerifyStore> sessions = new ArrayList<>();
  private final BlockingQueue<VerifyStore> idle;
  private final Deque<Future<Piece>> ahead = new ArrayDeque<>();
  private final long size;
  private final int leaves;
  private long next;

  /// @param leaves of a piece
  /// @param count of sessions, a thread each
  PieceReader(VerifyStore store, long size, int leaves, int count) throws SQLException {
    this.size = size;
    this.leaves = leaves;
    threads = Executors.newFixedThreadPool(count, HeavyWork.threads("pieces"));
    idle = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      sessions.add(store.another());
    }
    idle.addAll(sessions);
    for (int i = 0; i <= count; i++) {
      order();
    }
  }

  private void order() {
    long from = next;
    if (from < size) {
      next = Math.min(from + leaves, size);
      long to = next;
      ahead.add(threads.submit(() -> read(from, to)));
    }
  }

  private Piece read(long from, long to) throws SQLException, InterruptedException {
    VerifyStore session = idle.take();
    try {
      return session.piece(from, to);
    } finally {
      idle.add(session);
    }
  }

  boolean hasNext() {
    return !ahead.isEmpty();
  }

  Piece next() throws SQLException {
    Future<Piece> first = ahead.remove();
    order();
    try {
      return first.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw new IllegalStateException("a piece of the log could not be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
    sessions.forEach(VerifyStore::close);
  }
}
