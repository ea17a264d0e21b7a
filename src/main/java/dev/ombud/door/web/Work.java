package dev.ombud.door.web;

import java.util.concurrent.Executor;

/// A class of work with places of its own, so that none can starve another (bulkheads: Nygard,
/// _Release It!_, chapter 5). What one principal (a token, a session's person, an address) may have
/// of them is less than all.
public enum Work {
  /// Whether the process lives: answered on the event loop, so that nobody waits for a place.
  PULSE(Integer.MAX_VALUE, Integer.MAX_VALUE, 4),
  /// Health and metrics: a full server must not be taken for a broken one.
  VITAL(64, 32, 4),
  /// Aggregates on their way to a decision.
  DECISIONS(2_000, 1_500, 64),
  /// What is looked up, answered or acknowledged, and the pages.
  READING(1_000, 500, 32),
  /// Tables, their analysis, backtests, exports and proofs.
  HEAVY(128, 16, 96),
  /// What works without a sign-in, and the sign-in itself.
  OPEN(500, 100, 24),
  /// Streams of events, which last.
  WATCHING(1_000, 16, 4),
  /// What is turned away before it is work: refusals take memory only, until somebody reads them.
  REFUSED(Integer.MAX_VALUE, Integer.MAX_VALUE, 8);

  private static final int MEBIBYTE = 1024 * 1024;

  private final int places;
  private final int share;
  private final long bodyBytes;

  Work(int places, int share, int bodyMebibytes) {
    this.places = places;
    this.share = share;
    this.bodyBytes = (long) bodyMebibytes * MEBIBYTE;
  }

  /// Whether it is answered also by a server that is full, or stops.
  boolean isVital() {
    return this == PULSE || this == VITAL;
  }

  /// What answers it.
  ///
  /// @param threads of all that may wait
  Executor on(Executor threads) {
    return this == PULSE ? Runnable::run : threads;
  }

  /// Requests under way at once, from the first byte of the body to the last of the answer.
  int places() {
    return places;
  }

  /// Of these for one principal.
  int share() {
    return share;
  }

  /// Of these for an address of which nobody knows who it is.
  int ofOneAddress() {
    return this == PULSE || this == REFUSED ? share : Math.min(share, 200);
  }

  /// Whether it costs so little that a small machine takes as much of it.
  boolean isCheap() {
    return isVital() || this == REFUSED;
  }

  /// Memory for bodies and for answers that nobody has read yet, of which one principal has half.
  long bodyBytes() {
    return bodyBytes;
  }
}
