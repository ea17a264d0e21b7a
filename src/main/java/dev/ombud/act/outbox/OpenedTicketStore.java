package dev.ombud.act.outbox;

import dev.ombud.ground.database.Database;
import java.util.Optional;
import java.util.UUID;

/// Finds what opened a ticket. Thread-safe.
public final class OpenedTicketStore {
  private final Database database;

  public OpenedTicketStore(Database database) {
    this.database = database;
  }

  /// The incident of the action that opened a ticket, the newest of them.
  ///
  /// @param reference as its tracker names it
  /// @return nothing where we opened none of that name
  public Optional<UUID> incident(String reference) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select incident_id from actions
                where kind = 'OPEN_TICKET' and receipt_reference = :ticket
                  and incident_id is not null
                order by id desc limit 1
                """)
            .bind("ticket", reference)
            .mapTo(UUID.class)
            .findOne());
  }
}
