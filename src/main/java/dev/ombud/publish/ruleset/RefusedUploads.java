package dev.ombud.publish.ruleset;

import dev.ombud.ground.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Workbooks that were refused, with their cells marked: the last one of each person and place in a
/// draft, for a day, on every instance. No record of anything. Thread-safe.
public final class RefusedUploads {
  private static final Duration KEPT = Duration.ofDays(1);

  private final Database database;
  private final Clock clock;

  public RefusedUploads(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Takes the place of what the person had there before.
  ///
  /// @param path of the part that it was to become
  public void put(UUID draft, String path, String person, byte[] marked) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                insert into refused_uploads (draft_id, path, person, at, marked)
                values (:draft, :path, :person, :at, :marked)
                on conflict (draft_id, path, person)
                do update set at = excluded.at, marked = excluded.marked
                """)
            .bind("draft", draft)
            .bind("path", path)
            .bind("person", person)
            .bind("at", clock.instant())
            .bind("marked", marked)
            .execute());
  }

  /// What the person was refused there last.
  public Optional<byte[]> find(UUID draft, String path, String person) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select marked from refused_uploads
                where draft_id = :draft and path = :path and person = :person
                """)
            .bind("draft", draft)
            .bind("path", path)
            .bind("person", person)
            .mapTo(byte[].class)
            .findOne());
  }

  /// Whether there is one.
  public boolean has(UUID draft, String path, String person) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select exists (select from refused_uploads
                  where draft_id = :draft and path = :path and person = :person)
                """)
            .bind("draft", draft)
            .bind("path", path)
            .bind("person", person)
            .mapTo(Boolean.class)
            .one());
  }

  /// Where the next one was taken, the last one says nothing any more.
  public void remove(UUID draft, String path, String person) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                delete from refused_uploads
                where draft_id = :draft and path = :path and person = :person
                """)
            .bind("draft", draft)
            .bind("path", path)
            .bind("person", person)
            .execute());
  }

  /// Takes away what is older than a day.
  public void forget() {
    database.change(handle ->
        handle
            .createUpdate("delete from refused_uploads where at < :before")
            .bind("before", clock.instant().minus(KEPT))
            .execute());
  }
}
