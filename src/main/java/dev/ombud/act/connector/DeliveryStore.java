package dev.ombud.act.connector;

import dev.ombud.act.action.Receipt;
import dev.ombud.ground.database.Database;
import java.time.Instant;
import java.util.Optional;

/// The table of deliveries: what was said to whom, and what is being said. Thread-safe.
final class DeliveryStore {
  private final Database database;

  DeliveryStore(Database database) {
    this.database = database;
  }

  /// @param left blank as long as nobody knows whether it arrived
  record Delivery(Instant at, boolean arrived, Receipt left) {
    Optional<Receipt> receipt() {
      return arrived ? Optional.of(left) : Optional.empty();
    }
  }

  Optional<Delivery> find(String key, String target) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select at, arrived, reference, address, state from deliveries
                where key = :key and target = :target and under_way
                """)
            .bind("key", key)
            .bind("target", target)
            .mapTo(Delivery.class)
            .findOne());
  }

  /// Before it is sent.
  void begin(String key, String target, Instant now) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                insert into deliveries (key, target, at, under_way, arrived, reference, address, state)
                values (:key, :target, :at, true, false, '', '', '')
                on conflict (key, target) do update set at = excluded.at, under_way = true
                  where not deliveries.arrived
                """)
            .bind("key", key)
            .bind("target", target)
            .bind("at", now)
            .execute());
  }

  /// It did not arrive, or a person takes over.
  void forget(String key, String target) {
    database.change(handle ->
        handle.execute(
            "update deliveries set under_way = false where key = ? and target = ? and not arrived",
            key,
            target));
  }

  void arrived(String key, String target, Receipt receipt) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                update deliveries
                set arrived = true, reference = :reference, address = :address, state = :state
                where key = :key and target = :target
                """)
            .bind("key", key)
            .bind("target", target)
            .bindMethods(receipt)
            .execute());
  }
}
