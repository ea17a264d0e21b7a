package dev.ombud.door.identity;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Records sign-ins that were refused: sixty an hour at most on each instance, since strangers
/// cause them and events are kept for ever. What was left out is counted in the next one. Says why,
/// never by which secret and never from where: an address is a person's, and nobody could take it
/// out of the log again. Thread-safe.
public final class RefusalLog {
  static final int MAX_LINES = 60;
  static final Duration WITHIN = Duration.ofHours(1);

  private final Database database;
  private final AuditLog audit;
  private final TimeIds ids;
  private final Clock clock;
  private Instant since = Instant.EPOCH;
  private int written;
  private long leftOut;

  /// @param database by whose connections strangers have something written
  public RefusalLog(Database database, AuditLog audit, TimeIds ids, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public void append(Refusal refusal) {
    database.run(() -> write(refusal));
  }

  private synchronized void write(Refusal refusal) {
    Instant now = clock.instant();
    if (!since.plus(WITHIN).isAfter(now)) {
      since = now;
      written = 0;
    }
    if (written >= MAX_LINES) {
      leftOut++;
      return;
    }
    audit.append(
        new AuditEvent(
            ids.next(),
            AuditEvent.Kind.SIGN_IN_REFUSED,
            "service",
            "sign-in",
            null,
            "",
            Map.of("because", refusal.name(), "leftOut", leftOut)));
    written++;
    leftOut = 0;
  }
}
