package dev.ombud.review;

import dev.ombud.audit.AuditEvent;
import dev.ombud.audit.EventStore;
import dev.ombud.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
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
        end_reason
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
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .map((row, context) -> read(row))
        .list();
  }

  void insert(HumanOverride placed, AuditEvent event) {
    database.change(handle -> {
      handle
          .createUpdate(
              """
              insert into overrides (id, product, subject, effect, placed_by, placed_at, reason, until)
              values (:id, :product, :subject, :effect, :by, :at, :reason, :until)
              """)
          .bind("id", placed.id())
          .bind("product", placed.product())
          .bind("subject", placed.subject())
          .bind("effect", placed.effect().name())
          .bind("by", placed.placedBy())
          .bind("at", placed.placedAt().atOffset(ZoneOffset.UTC))
          .bind("reason", placed.reason())
          .bind("until", placed.until().atOffset(ZoneOffset.UTC))
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
              .bind("at", event.at().atOffset(ZoneOffset.UTC))
              .bind("by", event.actor())
              .bind("reason", event.reason())
              .execute();
      if (changed == 1) {
        EventStore.append(handle, event);
      }
      return handle
          .createQuery(SELECT + " where id = :id")
          .bind("id", id)
          .map((row, context) -> read(row))
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
      return query.bind("most", most).map((row, context) -> read(row)).list();
    });
  }

  private static HumanOverride read(ResultSet row) throws SQLException {
    Optional<Instant> ended = ReviewRow.instant(row, "ended_at");
    String by = row.getString("ended_by");
    String why = row.getString("end_reason");
    return new HumanOverride(
        row.getObject("id", UUID.class),
        row.getString("product"),
        row.getString("subject"),
        HumanOverride.Effect.valueOf(row.getString("effect")),
        row.getString("placed_by"),
        ReviewRow.instant(row, "placed_at").orElseThrow(),
        row.getString("reason"),
        ReviewRow.instant(row, "until").orElseThrow(),
        ended.map(at -> new HumanOverride.Ended(at, by, why)));
  }
}
