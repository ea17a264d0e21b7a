package dev.ombud.door.web;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// Writes lines or plain bytes as the body of an answer, several in one piece. Belongs to one
/// thread.
///
/// What the client has not taken yet is held in memory up to a limit, because some clients send
/// everything before they read anything; then writing waits. For a client that is gone, lines are
/// dropped.
public final class LineWriter {
  private static final int PIECE_BYTES = 32 * 1024;

  /// About what a client can be answered that reads nothing before it has sent everything.
  static final int MAX_HELD_BYTES = 8 * 1024 * 1024;

  /// Takes one piece towards the client and runs the action when it is sent, or never can be.
  @FunctionalInterface
  interface Sink {
    void send(byte[] piece, Runnable done) throws InterruptedException;
  }

  private final Sink sink;
  private final BooleanSupplier isGone;
  private final Semaphore room = new Semaphore(MAX_HELD_BYTES);
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE_BYTES + 4096);

  /// @param isGone whether the client is known to be gone; asked on the writing thread
  LineWriter(Sink sink, BooleanSupplier isGone) {
    this.sink = sink;
    this.isGone = isGone;
  }

  /// Adds a line, without a line feed, to what the client gets; waits while too much is held.
  public void write(byte[] line) throws InterruptedException {
    piece.write(line, 0, line.length);
    piece.write('\n');
    if (piece.size() >= PIECE_BYTES) {
      flush();
    }
  }

  /// Adds bytes as they are; for work that nobody wants any more once the client is gone.
  ///
  /// @param length may be 0, to learn whether the client is there
  /// @throws ClientGoneException where there is nobody left to read them
  public void send(byte[] bytes, int from, int length) throws InterruptedException {
    if (isGone.getAsBoolean()) {
      throw new ClientGoneException();
    }
    piece.write(bytes, from, length);
    if (piece.size() >= PIECE_BYTES) {
      flush();
    }
  }

  /// Sends what was written so far on its way.
  public void flush() throws InterruptedException {
    if (piece.size() > 0) {
      byte[] bytes = piece.toByteArray();
      piece.reset();
      int taken = Math.min(bytes.length, MAX_HELD_BYTES);
      room.acquire(taken);
      sink.send(bytes, () -> room.release(taken));
    }
  }
}
