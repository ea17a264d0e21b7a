package dev.ombud.act.review;

import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The table of overrides. Thread-safe.
public final class OverrideStore {
  private static final String SELECT =
      """
      select id, product, subject, effect, placed_by, placed_at, reason, until, ended_at, ended_by,
        end_reason as ended_reason
      from overrides\
      """;

  private final Database database;

  OverrideStore(Database database) {
    this.database = database;
  }

  /// What is forbidden at a moment in some products; to be asked in the transaction of what might
  /// be forbidden.
  public static List<HumanOverride> inForce(
      Handle handle, Collection<String> products, Instant now) {
    return handle
        .createQuery(
            SELECT
                + " where product = any (:products) and ended_at is null and until > :now order by id")
        .bindArray("products", String.class, List.copyOf(products))
        .bind("now", now)
        .mapTo(HumanOverride.class)
        .list();
  }

  List<HumanOverride> inForce(String product, Instant now) {
    return database.ask(handle -> inForce(handle, List.of(product), now));
  }

  void insert(HumanOverride placed, AuditEvent event) {
    database.change(handle -> {
      handle
          .createUpdate(
              """
              insert into overrides (id, product, subject, effect, placed_by, placed_at, reason, until)
              values (:id, :product, :subject, :effect, :placedBy, :placedAt, :reason, :until)
              """)
          .bindMethods(placed)
          .execute();
      EventStore.append(handle, event);
      return placed;
    });
  }

  /// Ends one that is in force; one that is over stays as it is, and is no event.
  Optional<HumanOverride> end(UUID id, AuditEvent event) {
    return database.change(handle -> {
      int changed =
          handle
              .createUpdate(
                  """
                  update overrides set ended_at = :at, ended_by = :by, end_reason = :reason
                  where id = :id and ended_at is null and until > :at
                  """)
              .bind("id", id)
              .bind("at", event.at())
              .bind("by", event.actor())
              .bind("reason", event.reason())
              .execute();
      if (changed == 1) {
        EventStore.append(handle, event);
      }
      return handle
          .createQuery(SELECT + " where id = :id")
          .bind("id", id)
          .mapTo(HumanOverride.class)
          .findOne();
    });
  }

  /// Newest first.
  List<HumanOverride> list(Optional<String> product, Optional<UUID> before, int most) {
    return database.ask(handle -> {
      StringBuilder sql = new StringBuilder(SELECT).append(" where true");
      product.ifPresent(_ -> sql.append(" and product = :product"));
      before.ifPresent(_ -> sql.append(" and id < :before"));
      Query query = handle.createQuery(sql.append(" order by id desc limit :most").toString());
      product.ifPresent(value -> query.bind("product", value));
      before.ifPresent(value -> query.bind("before", value));
      return query.bind("most", most).mapTo(HumanOverride.class).list();
    });
  }
}
