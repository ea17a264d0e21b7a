package dev.ombud.act.flag;

import dev.ombud.act.flag.Flag.Rollout;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The tables of flags. Thread-safe.
final class FlagStore {
  /// Every instance listens here.
  static final String CHANNEL = "ombud_flags";

  /// Who gets what where has a table of its own.
  private static final String COLUMNS =
      """
      select f.key, f.product, f.owner, f.type, f.variations, f.default_variation, f.safe_variation,
        f.expires_on, f.remove_on, f.clean_up_by, f.criticality, f.holdout_percent, f.platform,
        f.platform_key, f.revision, f.changed_at, f.changed_by, f.archived_at, '{}' as environments
      from flags f
      """;

  private final Database database;

  FlagStore(Database database) {
    this.database = database;
  }

  /// All that are in use.
  FlagSet load() {
    return database.ask(handle -> {
      // Read first: what changes meanwhile is then read again by the next look.
      long revision = revision(handle);
      Map<String, RegisteredFlag> flags = new LinkedHashMap<>();
      read(handle, "where f.archived_at is null", Map.of())
          .forEach(each -> flags.put(each.flag().key(), each));
      return new FlagSet(revision, flags);
    });
  }

  long revision() {
    return database.ask(FlagStore::revision);
  }

  private static long revision(Handle handle) {
    return handle.createQuery("select revision from flag_revision").mapTo(Long.class).one();
  }

  Optional<RegisteredFlag> find(String key) {
    return database.ask(handle -> find(handle, key));
  }

  static Optional<RegisteredFlag> find(Handle handle, String key) {
    return read(handle, "where f.key = :key", Map.of("key", key)).stream().findFirst();
  }

  /// Waits for whoever else changes the flag.
  static Optional<RegisteredFlag> findLocked(Handle handle, String key) {
    handle
        .createQuery("select 1 from flags where key = :key for update")
        .bind("key", key)
        .mapTo(Integer.class)
        .findOne();
    return find(handle, key);
  }

  /// By key.
  ///
  /// @param after the key that the page before ended with, or an empty text
  List<RegisteredFlag> list(String after, boolean archived, int most) {
    return database.ask(handle ->
        read(
            handle,
            """
            where f.key > :after and (:archived or f.archived_at is null)
            order by f.key limit :most
            """,
            Map.of("after", after, "archived", archived, "most", most)));
  }

  /// Those in use of which something is due before a day, the longest due first.
  List<RegisteredFlag> due(LocalDate before, int most) {
    return database.ask(handle ->
        read(
            handle,
            """
            where f.archived_at is null and f.expires_on < :before
            order by f.expires_on, f.key limit :most
            """,
            Map.of("before", before, "most", most)));
  }

  int dueCount(LocalDate before) {
    return database.ask(handle ->
        handle
            .createQuery(
                "select count(*) from flags where archived_at is null and expires_on < :before")
            .bind("before", before)
            .mapTo(Integer.class)
            .one());
  }

  private static List<RegisteredFlag> read(Handle handle, String which, Map<String, ?> bindings) {
    List<RegisteredFlag> flags =
        handle.createQuery(COLUMNS + which).bindMap(bindings).mapTo(RegisteredFlag.class).list();
    if (flags.isEmpty()) {
      return flags;
    }
    List<String> keys = flags.stream().map(each -> each.flag().key()).toList();
    Map<String, List<SwitchStore.Kept>> switches = new HashMap<>();
    SwitchStore.open(handle, keys)
        .forEach(
            each -> switches.computeIfAbsent(each.flagKey(), _ -> new ArrayList<>()).add(each));
    Map<String, List<EnvironmentRow>> environments = new HashMap<>();
    handle
        .createQuery(
            """
            select flag_key, environment, rollout, version, changed_at, changed_by
            from flag_environments where removed_at is null and flag_key = any (:keys)
            order by flag_key, environment
            """)
        .bindArray("keys", String.class, keys)
        .mapTo(EnvironmentRow.class)
        .forEach(
            each -> environments.computeIfAbsent(each.flagKey(), _ -> new ArrayList<>()).add(each));
    return flags.stream()
        .map(each ->
            with(
                each,
                environments.getOrDefault(each.flag().key(), List.of()),
                switches.getOrDefault(each.flag().key(), List.of())))
        .toList();
  }

  private record EnvironmentRow(
      String flagKey,
      String environment,
      Map<?, ?> rollout,
      long version,
      Instant changedAt,
      String changedBy) {
    RegisteredFlag.Environment history(List<SwitchStore.Kept> switches) {
      return new RegisteredFlag.Environment(
          version,
          changedAt,
          changedBy,
          switches.stream()
              .map(SwitchStore.Kept::made)
              .filter(each -> each.environment().equals(environment))
              .toList());
    }
  }

  private static RegisteredFlag with(
      RegisteredFlag bare, List<EnvironmentRow> rows, List<SwitchStore.Kept> switches) {
    Map<String, Rollout> rollouts = new LinkedHashMap<>();
    Map<String, RegisteredFlag.Environment> histories = new HashMap<>();
    for (EnvironmentRow row : rows) {
      String name = row.environment();
      rollouts.put(name, RolloutReader.readStored(name, row.rollout(), bare.flag()));
      histories.put(name, row.history(switches));
    }
    Flag flag = bare.flag();
    return new RegisteredFlag(
        flag.with(rollouts),
        bare.revision(),
        bare.changedAt(),
        bare.changedBy(),
        bare.archivedAt(),
        histories);
  }

  /// Writes what people declare; environments that are not named go.
  static void put(Handle handle, RegisteredFlag registered) {
    handle
        .createUpdate(
            """
            insert into flags (key, product, owner, type, variations, default_variation,
              safe_variation, expires_on, remove_on, clean_up_by, criticality, holdout_percent,
              platform, platform_key, revision, changed_at, changed_by, archived_at)
            values (:key, :product, :owner, :type, :variations, :defaultVariation, :safeVariation,
              :expiresOn, :removeOn, :cleanUpBy, :criticality, :holdoutPercent, :platform,
              :platformKey, :revision, :changedAt, :changedBy, :archivedAt)
            on conflict (key) do update set
              product = excluded.product, owner = excluded.owner, type = excluded.type,
              variations = excluded.variations, default_variation = excluded.default_variation,
              safe_variation = excluded.safe_variation, expires_on = excluded.expires_on,
              remove_on = excluded.remove_on, clean_up_by = excluded.clean_up_by,
              criticality = excluded.criticality, holdout_percent = excluded.holdout_percent,
              platform = excluded.platform, platform_key = excluded.platform_key,
              revision = excluded.revision, changed_at = excluded.changed_at,
              changed_by = excluded.changed_by, archived_at = excluded.archived_at
            """)
        .bindMethods(registered.flag())
        .bindMethods(registered)
        .execute();
  }

  static void putEnvironment(
      Handle handle, String key, String name, Rollout rollout, Instant at, String by) {
    handle.execute(
        """
        insert into flag_environments (flag_key, environment, rollout, version, changed_at, changed_by)
        values (?, ?, ?, 1, ?, ?)
        on conflict (flag_key, environment) do update set
          rollout = excluded.rollout, version = flag_environments.version + 1,
          changed_at = excluded.changed_at, changed_by = excluded.changed_by, removed_at = null
        """,
        key,
        name,
        FlagWriter.stored(rollout),
        at,
        by);
  }

  static void removeEnvironment(Handle handle, String key, String name, Instant at, String by) {
    handle.execute(
        """
        update flag_environments set removed_at = ?, changed_at = ?, changed_by = ?
        where flag_key = ? and environment = ?
        """,
        at,
        at,
        by,
        key,
        name);
  }

  /// Tells every instance, at the commit.
  static void changed(Handle handle, AuditEvent event) {
    handle.execute("update flag_revision set revision = revision + 1");
    handle.execute("select pg_notify(?, '')", CHANNEL);
    EventStore.append(handle, event);
  }
}
