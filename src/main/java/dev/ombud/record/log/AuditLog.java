package dev.ombud.record.log;

import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The events: an append-only store. Each is a leaf of the log, as [EventRow] lays it out, with a
/// salt, so that nobody can guess from the hash what it says. Thread-safe.
public final class AuditLog {
  private static final int SALT_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final EventStore events;
  private final Database database;

  public AuditLog(Database database) {
    this.database = database;
    this.events = new EventStore(database);
  }

  /// Records an event in the transaction of what it tells about: both happen, or neither.
  public static void append(Connection connection, AuditEvent event) throws SQLException {
    EventRow row = row(event);
    EventStore.insert(connection, row);
    LogQueue.add(connection, RecordKind.EVENT, List.of(row.id()), MerkleTree.leafHash(row.leaf()));
  }

  static EventRow row(AuditEvent event) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return EventRow.of(event, salt);
  }

  /// Records an event in a transaction of its own. When it returns, the event is committed.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public void append(AuditEvent event) {
    database.change(handle -> {
      EventStore.append(handle, event);
      return event.id();
    });
  }

  /// An event by its id.
  public Optional<EventRow> find(UUID id) {
    return events.find(id);
  }

  /// A page of events, newest first.
  public Page<EventRow> find(EventQuery query) {
    return events.find(query);
  }
}
