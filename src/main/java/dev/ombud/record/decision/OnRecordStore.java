package dev.ombud.record.decision;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// What others ask of decisions without reading them. Each in the transaction of the asker.
/// Stateless.
public final class OnRecordStore {
  private OnRecordStore() {}

  /// Whether a decision is on record, or was and stands in a file now.
  public static boolean isDecided(Handle handle, UUID id) {
    return handle
            .createQuery("select exists (select from decisions where id = ?)")
            .bind(0, id)
            .mapTo(Boolean.class)
            .one()
        || isArchived(handle, id);
  }

  /// Whether the month of a decision stands in a file alone.
  public static boolean isArchived(Handle handle, UUID id) {
    return handle
        .createQuery(
            """
            select exists (
              select from archives
              where dropped_at is not null
                and month = date_trunc('month', uuid_extract_timestamp(?) at time zone 'UTC')
            )
            """)
        .bind(0, id)
        .mapTo(Boolean.class)
        .one();
  }

  /// The months that stand in files alone.
  public static List<LocalDate> archivedMonths(Handle handle) {
    return handle
        .createQuery("select month from archives where dropped_at is not null")
        .mapTo(LocalDate.class)
        .list();
  }

  /// The first decision from an id on, and before another one, that is neither a drill nor history.
  public static Optional<UUID> firstLive(Handle handle, UUID from, UUID to) {
    return handle
        .createQuery(
            """
            select id from decisions
            where id >= :from and id < :to and ombud_is_live(terms)
            order by id limit 1
            """)
        .bind("from", from)
        .bind("to", to)
        .mapTo(UUID.class)
        .findOne();
  }

  /// The gravest of some decisions; the newest of several.
  public static Optional<UUID> gravest(Handle handle, Collection<UUID> ids) {
    return handle
        .createQuery(
            "select id from decisions where id = any (:ids) order by severity, id desc limit 1")
        .bindArray("ids", UUID.class, ids)
        .mapTo(UUID.class)
        .findOne();
  }

  /// The incident of a decision; nothing where it has none, or is not on record.
  public static Optional<UUID> incident(Handle handle, UUID id) {
    return handle
        .createQuery("select incident_id from decisions where id = ? and incident_id is not null")
        .bind(0, id)
        .mapTo(UUID.class)
        .findOne();
  }

  /// How long the windows of some decisions are; those that are not on record are left out.
  public static Map<UUID, Duration> windows(Handle handle, Collection<UUID> ids) {
    return handle
        .createQuery(
            """
            select id, extract(epoch from window_end - window_start) * 1000 as millis
            from decisions where id = any (:ids)
            """)
        .bindArray("ids", UUID.class, ids)
        .map((row, _) -> Map.entry(row.getObject(1, UUID.class), Duration.ofMillis(row.getLong(2))))
        .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
  }
}
