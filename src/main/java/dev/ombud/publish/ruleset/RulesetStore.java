package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads and writes published rulesets and says which is the active one. Thread-safe.
final class RulesetStore {
  /// Any number that nobody else uses: publishing happens one at a time, over all instances.
  private static final long PUBLISHING = 4_820_233_117_645_013L;

  /// Every instance listens here.
  static final String CHANNEL = "ombud_ruleset";

  private static final String PUBLISHED =
      """
      select version, digest, state = 'ACTIVE' as is_active, published_at, published_by,
        activated_at, activated_by
      from rulesets
      """;

  private final Database database;

  RulesetStore(Database database) {
    this.database = database;
  }

  /// What to activate, by whom and why.
  ///
  /// @param draft the draft that the parts come from, or null
  record Choice(String actor, String reason, @Nullable UUID draft, Instant now) {}

  Optional<Published> findActive() {
    return database.ask(RulesetStore::findActive);
  }

  private static Optional<Published> findActive(Handle handle) {
    return handle
        .createQuery(PUBLISHED + " where state = 'ACTIVE'")
        .mapTo(Published.class)
        .findOne();
  }

  Optional<Published> find(long version) {
    return database.ask(handle ->
        handle
            .createQuery(PUBLISHED + " where version = :version")
            .bind("version", version)
            .mapTo(Published.class)
            .findOne());
  }

  /// Newest first.
  List<Published> list(int limit) {
    return database.ask(handle ->
        handle
            .createQuery(PUBLISHED + " order by version desc limit :limit")
            .bind("limit", limit)
            .mapTo(Published.class)
            .list());
  }

  RulesetParts loadParts(long version) {
    return database.ask(handle ->
        RulesetParts.of(
            handle
                .createQuery("select path, bytes from ruleset_parts where version = :version")
                .bind("version", version)
                .map((row, _) -> Map.entry(row.getString("path"), row.getBytes("bytes")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /// In the order of their paths.
  List<Published.Part> listParts(long version) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select path, digest, octet_length(bytes) as bytes from ruleset_parts
                where version = :version order by path collate "C"
                """)
            .bind("version", version)
            .mapTo(Published.Part.class)
            .list());
  }

  /// Newest first.
  List<Published.Activation> listActivations(int limit) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select at, version, previous, actor, reason from activations
                order by id desc limit :limit
                """)
            .bind("limit", limit)
            .mapTo(Published.Activation.class)
            .list());
  }

  /// Makes what stands in the folders the active version, unless somebody else's choice stands.
  ///
  /// @return the version that is active now
  Published activateFiles(RulesetParts parts, Choice choice) {
    return database.change(handle -> {
      lock(handle);
      Optional<Published> active = findActive(handle);
      if (active.filter(published -> keeps(published, parts, choice.actor())).isPresent()) {
        return active.get();
      }
      return activate(handle, versionOf(handle, parts, choice), choice);
    });
  }

  private static boolean keeps(Published active, RulesetParts parts, String actor) {
    return active.digestText().equals(parts.digestText())
        || !active.activatedBy().equals(Optional.of(actor));
  }

  /// Makes an earlier version the active one again.
  Published activate(long version, Choice choice) {
    return database.change(handle -> {
      lock(handle);
      return activate(handle, version, choice);
    });
  }

  /// One publication at a time, until the end of the transaction.
  static void lock(Handle handle) {
    handle.execute("select pg_advisory_xact_lock(?)", PUBLISHING);
  }

  static Optional<Long> findActiveVersion(Handle handle) {
    return findActive(handle).map(Published::version);
  }

  /// The version that these parts have, or now get.
  static long versionOf(Handle handle, RulesetParts parts, Choice choice) {
    return handle
        .createQuery("select version from rulesets where digest = :digest")
        .bind("digest", parts.digest())
        .mapTo(Long.class)
        .findOne()
        .orElseGet(() -> insert(handle, parts, choice));
  }

  /// Switches, and tells every instance at the commit.
  static Published activate(Handle handle, long version, Choice choice) {
    Optional<Long> previous = findActiveVersion(handle);
    if (previous.equals(Optional.of(version))) {
      return findActive(handle).orElseThrow();
    }
    handle.execute("update rulesets set state = 'RETIRED' where state = 'ACTIVE'");
    handle
        .createUpdate(
            """
            update rulesets set state = 'ACTIVE', activated_at = :now, activated_by = :actor
            where version = :version
            """)
        .bind("now", choice.now())
        .bind("actor", choice.actor())
        .bind("version", version)
        .execute();
    handle
        .createUpdate(
            """
            insert into activations (at, version, previous, draft_id, actor, reason)
            values (:now, :version, :previous, cast(:draft as uuid), :actor, :reason)
            """)
        .bind("now", choice.now())
        .bind("version", version)
        .bind("previous", previous)
        .bind("draft", choice.draft())
        .bind("actor", choice.actor())
        .bind("reason", choice.reason())
        .execute();
    handle.execute(
        """
        update drafts set state = case when published = ? then 'ACTIVE' else 'RETIRED' end
        where state = 'ACTIVE' or published = ?
        """,
        version,
        version);
    Published active = findActive(handle).orElseThrow();
    EventStore.append(
        handle,
        new AuditEvent(
            TimeIds.at(choice.now()),
            AuditEvent.Kind.RULESET_ACTIVATED,
            choice.actor(),
            "ruleset:" + version,
            null,
            choice.reason(),
            Map.of(
                "digest",
                active.digestText(),
                "draft",
                choice.draft() == null ? "" : choice.draft().toString(),
                "previous",
                previous.map(String::valueOf).orElse(""))));
    handle.execute("select pg_notify(?, ?)", CHANNEL, Long.toString(version));
    return active;
  }

  private static long insert(Handle handle, RulesetParts parts, Choice choice) {
    long version =
        handle
            .createQuery("select coalesce(max(version), 0) + 1 from rulesets")
            .mapTo(Long.class)
            .one();
    handle
        .createUpdate(
            """
            insert into rulesets (version, digest, state, published_at, published_by)
            values (:version, :digest, 'RETIRED', :now, :publisher)
            """)
        .bind("version", version)
        .bind("digest", parts.digest())
        .bind("now", choice.now())
        .bind("publisher", choice.actor())
        .execute();
    parts
        .parts()
        .forEach((path, bytes) ->
            handle.execute(
                "insert into ruleset_parts (version, path, digest, bytes) values (?, ?, ?, ?)",
                version,
                path,
                Sha256.of(bytes),
                bytes));
    return version;
  }
}
