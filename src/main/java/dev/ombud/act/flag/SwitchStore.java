package dev.ombud.act.flag;

import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table of switches on the built-in platform. Thread-safe.
final class SwitchStore {
  private static final String SELECT =
      """
      select s.key, s.flag_key, s.environment, s.cohort, s.variation, s.exposure_percent,
        s.holdout_percent, coalesce(s.owner, f.owner) as owner, s.ends_on, s.before_state as before,
        s.lifted_at, s.lifted_by, f.product, f.criticality
      from flag_switches s join flags f on f.key = s.flag_key
      """;

  private static final String DUE =
      "where s.lifted_at is null and s.ends_on < :before and f.archived_at is null ";

  private final Database database;

  SwitchStore(Database database) {
    this.database = database;
  }

  /// A switch as it stands in its table.
  ///
  /// @param before what stood on another platform, in its own words; empty on the built-in one
  /// @param liftedBy empty while it lies over the flag
  record Kept(
      String flagKey,
      FlagSwitch made,
      String before,
      Optional<Instant> liftedAt,
      Optional<String> liftedBy) {
    /// Why it must not be made again; empty where no person lifted it.
    Optional<String> refusal() {
      return liftedBy
          .filter(who -> !who.equals(SwitchEvents.SERVICE))
          .flatMap(who ->
              liftedAt.map(at -> "`%s` lifted this switch at %s: that stands".formatted(who, at)));
    }
  }

  private record Due(String flagKey, String product, Criticality criticality, FlagSwitch made) {}

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
        .createQuery(SELECT + "where s.key = :key")
        .bind("key", key)
        .mapTo(Kept.class)
        .findOne();
  }

  /// Those that lie over flags, the oldest first.
  static List<Kept> open(Handle handle, Collection<String> flagKeys) {
    return handle
        .createQuery(
            SELECT
                + "where s.lifted_at is null and s.flag_key = any (:keys) order by s.made_at, s.key")
        .bindArray("keys", String.class, flagKeys)
        .mapTo(Kept.class)
        .list();
  }

  /// Those that lie over one environment, the newest first.
  List<Kept> open(String flagKey, String environment) {
    return database.ask(handle ->
        handle
            .createQuery(
                SELECT
                    + """
                    where s.lifted_at is null and s.flag_key = :flag and s.environment = :environment
                    order by s.made_at desc, s.key
                    """)
            .bind("flag", flagKey)
            .bind("environment", environment)
            .mapTo(Kept.class)
            .list());
  }

  /// Those over flags in use that should have been lifted before a day, the longest due first.
  List<Overdue> due(LocalDate before, int most) {
    return database.ask(handle ->
        handle
            .createQuery(SELECT + DUE + "order by s.ends_on, s.key limit :most")
            .bind("before", before)
            .bind("most", most)
            .mapTo(Due.class)
            .map(due ->
                Overdue.of(due.flagKey(), due.product(), due.criticality(), due.made(), before))
            .list());
  }

  int dueCount(LocalDate before) {
    return database.ask(handle ->
        handle
            .createQuery(
                "select count(*) from flag_switches s join flags f on f.key = s.flag_key " + DUE)
            .bind("before", before)
            .mapTo(Integer.class)
            .one());
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
      insert(handle, flagKey, made, "", event.at());
      FlagStore.changed(handle, event);
      return Added.ADDED;
    });
  }

  private static void insert(
      Handle handle, String flagKey, FlagSwitch made, String before, Instant at) {
    handle
        .createUpdate(
            """
            insert into flag_switches (made_at, key, flag_key, environment, cohort, variation,
              percent, exposure_percent, holdout_percent, owner, ends_on, before_state)
            values (:at, :key, :flag, :environment, :cohort, :variation, 100, :exposurePercent,
              :holdoutPercent, :owner, :endsOn, :before)
            """)
        .bindMethods(made)
        .bind("at", at)
        .bind("flag", flagKey)
        .bind("before", before)
        .execute();
  }

  /// Puts one on record that is about to be made on another platform; once, but where it was
  /// retracted.
  boolean note(String flagKey, FlagSwitch made, String before, AuditEvent event) {
    return database.change(handle -> {
      FlagStore.findLocked(handle, flagKey);
      boolean isOpen =
          find(handle, made.key()).filter(each -> each.liftedAt().isEmpty()).isPresent();
      int again =
          handle.execute(
              """
              update flag_switches set lifted_at = null, lifted_by = null
              where key = ? and lifted_by = ?
              """,
              made.key(),
              SwitchEvents.SERVICE);
      if (!isOpen && again == 0) {
        insert(handle, flagKey, made, before, event.at());
      }
      if (!isOpen) {
        FlagStore.changed(handle, event);
      }
      return !isOpen;
    });
  }

  /// Marks one as lifted that was never made, where it is on record.
  boolean retract(String key, AuditEvent event) {
    return database.change(handle -> {
      boolean isLifted = lift(handle, key, event) == 1;
      if (isLifted) {
        FlagStore.changed(handle, event);
      }
      return isLifted;
    });
  }

  /// Lifts one, as a person wishes; nothing where it does not lie there any more.
  boolean lift(String flagKey, FlagSwitch made, AuditEvent event) {
    return database.change(handle -> {
      FlagStore.findLocked(handle, flagKey);
      boolean isLifted = lift(handle, made.key(), event) == 1;
      if (isLifted) {
        touch(handle, flagKey, made.environment(), event);
      }
      return isLifted;
    });
  }

  private static int lift(Handle handle, String key, AuditEvent event) {
    return handle.execute(
        "update flag_switches set lifted_at = ?, lifted_by = ? where key = ? and lifted_at is null",
        event.at(),
        event.actor(),
        key);
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
              event.at(),
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
        event.at(),
        event.actor(),
        flagKey,
        environment);
    FlagStore.changed(handle, event);
  }
}
