package dev.ombud.flag;

import dev.ombud.audit.AuditEvent;
import dev.ombud.audit.EventStore;
import dev.ombud.contract.Json;
import dev.ombud.database.Database;
import dev.ombud.flag.Flag.Rollout;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The tables of flags. Thread-safe.
final class FlagStore {
  /// Every instance listens here.
  static final String CHANNEL = "ombud_flags";

  private static final String COLUMNS =
      """
      select f.key, f.product, f.owner, f.type, f.variations, f.default_variation, f.safe_variation,
        f.expires_on, f.remove_on, f.clean_up_by, f.criticality, f.holdout_percent, f.platform,
        f.platform_key, f.revision, f.changed_at, f.changed_by, f.archived_at
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
        handle.createQuery(COLUMNS + which).bindMap(bindings).map((row, _) -> flag(row)).list();
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
        .map((row, _) -> environment(row, switches))
        .forEach(
            each -> environments.computeIfAbsent(each.flagKey(), _ -> new ArrayList<>()).add(each));
    return flags.stream()
        .map(each -> with(each, environments.getOrDefault(each.flag().key(), List.of())))
        .toList();
  }

  private record EnvironmentRow(
      String flagKey, String name, Object rollout, RegisteredFlag.Environment history) {}

  private static EnvironmentRow environment(
      ResultSet row, Map<String, List<SwitchStore.Kept>> switches) throws SQLException {
    String key = row.getString("flag_key");
    String name = row.getString("environment");
    return new EnvironmentRow(
        key,
        name,
        Json.readMembers(utf8(row.getString("rollout"))),
        new RegisteredFlag.Environment(
            row.getLong("version"),
            instant(row, "changed_at").orElseThrow(),
            row.getString("changed_by"),
            switches.getOrDefault(key, List.of()).stream()
                .map(SwitchStore.Kept::made)
                .filter(each -> each.environment().equals(name))
                .toList()));
  }

  private static RegisteredFlag with(RegisteredFlag bare, List<EnvironmentRow> rows) {
    Map<String, Rollout> rollouts = new LinkedHashMap<>();
    Map<String, RegisteredFlag.Environment> histories = new HashMap<>();
    for (EnvironmentRow row : rows) {
      rollouts.put(row.name(), RolloutReader.readStored(row.name(), row.rollout(), bare.flag()));
      histories.put(row.name(), row.history());
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

  private static RegisteredFlag flag(ResultSet row) throws SQLException {
    Map<String, Object> variations = new LinkedHashMap<>();
    Json.readMembers(utf8(row.getString("variations")))
        .forEach((name, value) -> variations.put(String.valueOf(name), value));
    Flag flag =
        new Flag(
            row.getString("key"),
            row.getString("product"),
            row.getString("owner"),
            Flag.Type.valueOf(row.getString("type")),
            variations,
            row.getString("default_variation"),
            row.getString("safe_variation"),
            Map.of(),
            row.getObject("expires_on", LocalDate.class),
            row.getObject("remove_on", LocalDate.class),
            row.getObject("clean_up_by", LocalDate.class),
            Criticality.valueOf(row.getString("criticality")),
            row.getDouble("holdout_percent"),
            row.getString("platform"),
            row.getString("platform_key"));
    return new RegisteredFlag(
        flag,
        row.getLong("revision"),
        instant(row, "changed_at").orElseThrow(),
        row.getString("changed_by"),
        instant(row, "archived_at"),
        Map.of());
  }

  /// Writes what people declare; environments that are not named go.
  static void put(Handle handle, RegisteredFlag registered) {
    Flag flag = registered.flag();
    handle
        .createUpdate(
            """
            insert into flags (key, product, owner, type, variations, default_variation,
              safe_variation, expires_on, remove_on, clean_up_by, criticality, holdout_percent,
              platform, platform_key, revision, changed_at, changed_by, archived_at)
            values (:key, :product, :owner, :type, :variations, :default, :safe, :expires, :remove,
              :cleanUp, :criticality, :holdout, :platform, :platformKey, :revision, :at, :by,
              cast(:archived as timestamptz))
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
        .bind("key", flag.key())
        .bind("product", flag.product())
        .bind("owner", flag.owner())
        .bind("type", flag.type().name())
        .bind("variations", text(flag.variations()))
        .bind("default", flag.defaultVariation())
        .bind("safe", flag.safeVariation())
        .bind("expires", flag.expiresOn())
        .bind("remove", flag.removeOn())
        .bind("cleanUp", flag.cleanUpBy())
        .bind("criticality", flag.criticality().name())
        .bind("holdout", flag.holdoutPercent())
        .bind("platform", flag.platform())
        .bind("platformKey", flag.platformKey())
        .bind("revision", registered.revision())
        .bind("at", registered.changedAt().atOffset(ZoneOffset.UTC))
        .bind("by", registered.changedBy())
        .bind("archived", registered.archivedAt().map(Instant::toString).orElse(null))
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
        text(FlagWriter.stored(rollout)),
        at.atOffset(ZoneOffset.UTC),
        by);
  }

  static void removeEnvironment(Handle handle, String key, String name, Instant at, String by) {
    handle.execute(
        """
        update flag_environments set removed_at = ?, changed_at = ?, changed_by = ?
        where flag_key = ? and environment = ?
        """,
        at.atOffset(ZoneOffset.UTC),
        at.atOffset(ZoneOffset.UTC),
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

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(moment).map(OffsetDateTime::toInstant);
  }

  static String text(Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
