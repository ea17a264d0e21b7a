package dev.ombud.act.connector;

import dev.ombud.act.target.Marker;
import dev.ombud.ground.database.Database;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;

/// The table of tickets: which there are, and which are about to be opened. Thread-safe.
final class TicketStore {
  private static final String COLUMNS =
      "incident_key, part, target, generation, opened_by, intended_at, reference, address";

  private final Database database;

  TicketStore(Database database) {
    this.database = database;
  }

  /// The newest ticket of an incident in a target.
  Optional<TicketRow> latest(String incidentKey, Marker.Part part, String target) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select %s from tickets
                where incident_key = :incident and part = :part and target = :target
                order by generation desc limit 1
                """
                    .formatted(COLUMNS))
            .bind("incident", incidentKey)
            .bind("part", part)
            .bind("target", target)
            .mapTo(TicketRow.class)
            .findOne());
  }

  /// Takes a place before anything is sent.
  ///
  /// @param staleBefore an intent of another order that is older counts no more
  /// @return whether this order has it now
  boolean intend(TicketRow row, Instant staleBefore) {
    int changed =
        database.change(handle ->
            handle
                .createUpdate(
                    """
                    insert into tickets as t
                      (incident_key, part, target, generation, opened_by, intended_at, reference, address)
                    values (:incident, :part, :target, :generation, :order, :at, '', '')
                    on conflict (incident_key, part, target, generation) do update
                      set opened_by = excluded.opened_by, intended_at = excluded.intended_at
                      where t.reference = ''
                        and (t.opened_by = excluded.opened_by or t.intended_at is null
                          or t.intended_at < :stale)
                    """)
                .bind("incident", row.incidentKey())
                .bind("part", row.part())
                .bind("target", row.target())
                .bind("generation", row.generation())
                .bind("order", row.openedBy())
                .bind("at", row.intendedAt().map(at -> at).orElse(null))
                .bind("stale", staleBefore)
                .execute());
    return changed == 1;
  }

  /// The attempt came to nothing, and that is certain.
  void free(TicketRow row) {
    update(row, "intended_at = null", "", "");
  }

  /// It exists.
  void opened(TicketRow row, String reference, String address) {
    update(row, "reference = :reference, address = :address", reference, address);
  }

  private void update(TicketRow row, String what, String reference, String address) {
    database.change(handle -> {
      Update update =
          handle
              .createUpdate(
                  """
                  update tickets set %s
                  where incident_key = :incident and part = :part and target = :target
                    and generation = :generation and reference = ''
                  """
                      .formatted(what))
              .bind("incident", row.incidentKey())
              .bind("part", row.part())
              .bind("target", row.target())
              .bind("generation", row.generation());
      return reference.isEmpty()
          ? update.execute()
          : update.bind("reference", reference).bind("address", address).execute();
    });
  }

  /// Whether a reference names a ticket of ours in this target.
  boolean holds(String target, String reference) {
    return database.ask(handle ->
        handle
            .createQuery(
                "select exists (select from tickets where target = :target and reference = :reference)")
            .bind("target", target)
            .bind("reference", reference)
            .mapTo(Boolean.class)
            .one());
  }
}
