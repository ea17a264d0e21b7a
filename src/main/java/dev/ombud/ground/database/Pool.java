package dev.ombud.ground.database;

import java.time.Duration;
import java.util.Locale;

/// A class of work that has connections of its own, which no other may take: what one of them does,
/// or waits for, stops none of the others.
///
/// All of them together hold at most the number that the operator chose. Each has its least, and
/// what is left is shared out in fixed parts; `docs/database.md` has the table.
public enum Pool {
  /// Probes, metrics, and what is held in memory: which tokens are good, which ruleset decides, how
  /// flags stand. Answers in seconds or not at all.
  VITAL(1, 1, Duration.ofSeconds(2)),
  /// The pipeline of decisions, and release gates while they are asked.
  DECISIONS(4, 1, Duration.ofSeconds(2)),
  /// What callers and people look up and change.
  READING(2, 2, Duration.ofSeconds(2)),
  /// Exports, replays, backtests, archives, retention: what goes through much of the record.
  HEAVY(2, 2, Duration.ofSeconds(10)),
  /// What is asked of the database for somebody of whom nobody knows yet who it is: sessions of
  /// browsers, refused sign-ins.
  OPEN(1, 1, Duration.ofSeconds(2)),
  /// What carries out actions, writes briefs and answers deployments.
  OUTBOX(2, 2, Duration.ofSeconds(10)),
  /// What keeps the service going: the sealer, the log feed, whatever is done now and then.
  UPKEEP(2, 1, Duration.ofSeconds(10));

  /// All of them have their least with so many.
  public static final int CONNECTIONS_LEAST = 14;

  private static final int PARTS = 10;
  private static final int IDLE = 3;

  private final int least;
  private final int parts;
  private final Duration wait;

  /// @param parts of ten, of the connections that are more than all have at least
  /// @param wait how long a connection is waited for
  Pool(int least, int parts, Duration wait) {
    this.least = least;
    this.parts = parts;
    this.wait = wait;
  }

  /// What a session waits for.
  ///
  /// @param statement until the server breaks a statement off
  /// @param lock until the server gives a lock up
  /// @param silence until the connection counts as dead, also while it logs in
  record Limits(Duration statement, Duration lock, Duration silence) {
    static final Limits USUAL =
        new Limits(Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofSeconds(30));
    static final Limits SHORT =
        new Limits(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(15));
  }

  /// How many connections it has at most.
  ///
  /// @param connections of all pools; fewer than [#CONNECTIONS_LEAST] count as that
  int size(int connections) {
    return least + Math.max(0, connections - CONNECTIONS_LEAST) * parts / PARTS;
  }

  /// How many are kept open while nobody needs one. Decisions go on without a login.
  int idle() {
    return this == DECISIONS ? IDLE : 1;
  }

  Duration waitLimit() {
    return wait;
  }

  Limits limits() {
    return this == VITAL ? Limits.SHORT : Limits.USUAL;
  }

  /// What PostgreSQL knows its sessions by.
  String applicationName() {
    return "ombud-" + name().toLowerCase(Locale.ROOT);
  }
}
