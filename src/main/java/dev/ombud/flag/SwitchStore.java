package dev.ombud.flag;

import dev.ombud.audit.AuditEvent;
import dev.ombud.contract.Json;
import dev.ombud.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table of switches on the built-in platform. Thread-safe.
final class SwitchStore {
  private static final String SELECT =
      """
      select key, flag_key, environment, cohort, variation, percent, holdout_percent, lifted_at,
        lifted_by
      from flag_switches
      """;

  private final Database database;

  SwitchStore(Database database) {
    this.database = database;
  }

  /// A switch as it stands in its table.
  ///
  /// @param liftedBy empty while it lies over the flag
  record Kept(
      String flagKey, FlagSwitch made, Optional<Instant> liftedAt, Optional<String> liftedBy) {}

  /// How adding one came out.
  enum Added {
    ADDED,
    /// One with this key is there, lifted or not.
    THERE,
    /// The environment is another one than was read.
    MOVED
  }

  Optional<Kept> find(String key) {
    return database.ask(handle -> find(handle, key));
  }

  private static Optional<Kept> find(Handle handle, String key) {
    return handle
        .createQuery(SELECT + "where key = :key")
        .bind("key", key)
        .map((row, _) -> kept(row))
        .findOne();
  }

  /// Those that lie over flags, the oldest first.
  static List<Kept> open(Handle handle, Collection<String> flagKeys) {
    return handle
        .createQuery(
            SELECT + "where lifted_at is null and flag_key = any (:keys) order by made_at, key")
        .bindArray("keys", String.class, flagKeys)
        .map((row, _) -> kept(row))
        .list();
  }

  /// Adds one, if the environment still is as it was read.
  Added add(String flagKey, FlagSwitch made, long version, AuditEvent event) {
    return database.change(handle -> {
      FlagStore.findLocked(handle, flagKey);
      if (find(handle, made.key()).isPresent()) {
        return Added.THERE;
      }
      int touched =
          handle.execute(
              """
              update flag_environments set version = version + 1
              where flag_key = ? and environment = ? and version = ? and removed_at is null
              """,
              flagKey,
              made.environment(),
              version);
      if (touched == 0) {
        return Added.MOVED;
      }
      insert(handle, flagKey, made, event.at());
      FlagStore.changed(handle, event);
      return Added.ADDED;
    });
  }

  private static void insert(Handle handle, String flagKey, FlagSwitch made, Instant at) {
    handle
        .createUpdate(
            """
            insert into flag_switches (made_at, key, flag_key, environment, cohort, variation,
              percent, holdout_percent)
            values (:at, :key, :flag, :environment, :cohort, :variation, :percent, :holdout)
            """)
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .bind("key", made.key())
        .bind("flag", flagKey)
        .bind("environment", made.environment())
        .bind("cohort", FlagStore.text(made.cohort()))
        .bind("variation", made.variation().orElse(null))
        .bind("percent", made.percent())
        .bind("holdout", made.holdoutPercent())
        .execute();
  }

  /// Lifts one, as a person wishes; false where it does not lie there any more.
  boolean lift(Kept kept, AuditEvent event) {
    return database.change(handle -> {
      FlagStore.findLocked(handle, kept.flagKey());
      int lifted =
          handle.execute(
              "update flag_switches set lifted_at = ?, lifted_by = ? where key = ? and lifted_at is null",
              event.at().atOffset(ZoneOffset.UTC),
              event.actor(),
              kept.made().key());
      if (lifted == 1) {
        touch(handle, kept.flagKey(), kept.made().environment(), event);
      }
      return lifted == 1;
    });
  }

  /// Lifts all off an environment, as a person wishes.
  int lift(String flagKey, String environment, AuditEvent event) {
    return database.change(handle -> {
      FlagStore.findLocked(handle, flagKey);
      int lifted =
          handle.execute(
              """
              update flag_switches set lifted_at = ?, lifted_by = ?
              where flag_key = ? and environment = ? and lifted_at is null
              """,
              event.at().atOffset(ZoneOffset.UTC),
              event.actor(),
              flagKey,
              environment);
      if (lifted > 0) {
        touch(handle, flagKey, environment, event);
      }
      return lifted;
    });
  }

  /// Whoever lifts a switch has had the last word.
  private static void touch(Handle handle, String flagKey, String environment, AuditEvent event) {
    handle.execute(
        """
        update flag_environments set version = version + 1, changed_at = ?, changed_by = ?
        where flag_key = ? and environment = ?
        """,
        event.at().atOffset(ZoneOffset.UTC),
        event.actor(),
        flagKey,
        environment);
    FlagStore.changed(handle, event);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    Map<String, String> cohort = new LinkedHashMap<>();
    Json.readMembers(FlagStore.utf8(row.getString("cohort")))
        .forEach((name, value) -> cohort.put(String.valueOf(name), String.valueOf(value)));
    return new Kept(
        row.getString("flag_key"),
        new FlagSwitch(
            row.getString("key"),
            row.getString("environment"),
            cohort,
            Optional.ofNullable(row.getString("variation")),
            row.getDouble("percent"),
            row.getDouble("holdout_percent")),
        FlagStore.instant(row, "lifted_at"),
        Optional.ofNullable(row.getString("lifted_by")));
  }
}
