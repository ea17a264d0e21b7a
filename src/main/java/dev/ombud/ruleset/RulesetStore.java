package dev.ombud.ruleset;

import dev.ombud.database.Database;
import dev.ombud.domain.Sha256;
import dev.ombud.engine.RulesetParts;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Reads and writes published rulesets. Thread-safe.
final class RulesetStore {
  /// Any number that nobody else uses: publishing happens one at a time, over all instances.
  private static final long PUBLISHING = 4_820_233_117_645_013L;

  private final Jdbi jdbi;

  RulesetStore(Database database) {
    this.jdbi = database.jdbi();
  }

  record Published(long version, byte[] digest, String publishedBy) {}

  Optional<Published> findActive() {
    return jdbi.withHandle(RulesetStore::findActive);
  }

  private static Optional<Published> findActive(Handle handle) {
    return handle
        .createQuery("select version, digest, published_by from rulesets where state = 'ACTIVE'")
        .map((row, context) -> published(row))
        .findOne();
  }

  private static Published published(ResultSet row) throws SQLException {
    return new Published(
        row.getLong("version"), row.getBytes("digest"), row.getString("published_by"));
  }

  RulesetParts loadParts(long version) {
    Map<String, byte[]> parts = new HashMap<>();
    jdbi.useHandle(handle ->
        handle
            .createQuery("select path, bytes from ruleset_parts where version = :version")
            .bind("version", version)
            .map((row, context) -> Map.entry(row.getString("path"), row.getBytes("bytes")))
            .forEach(part -> parts.put(part.getKey(), part.getValue())));
    return RulesetParts.of(parts);
  }

  /// Makes these parts the active version, unless somebody else's choice stands.
  ///
  /// @param publisher only a version that this one published is replaced
  /// @return the version that is active now
  Published activate(RulesetParts parts, String publisher, Instant now) {
    byte[] digest = parts.digest();
    return jdbi.inTransaction(handle -> {
      handle.execute("select pg_advisory_xact_lock(?)", PUBLISHING);
      Optional<Published> active = findActive(handle);
      if (active.isPresent() && keeps(active.get(), digest, publisher)) {
        return active.get();
      }
      handle.execute("update rulesets set state = 'RETIRED' where state = 'ACTIVE'");
      long version =
          findVersion(handle, digest)
              .orElseGet(() -> insert(handle, parts, digest, publisher, now));
      handle
          .createUpdate(
              "update rulesets set state = 'ACTIVE', activated_at = :now where version = :version")
          .bind("now", now.atOffset(ZoneOffset.UTC))
          .bind("version", version)
          .execute();
      return new Published(version, digest, publisher);
    });
  }

  private static boolean keeps(Published active, byte[] digest, String publisher) {
    return MessageDigest.isEqual(active.digest(), digest)
        || !active.publishedBy().equals(publisher);
  }

  private static Optional<Long> findVersion(Handle handle, byte[] digest) {
    return handle
        .createQuery("select version from rulesets where digest = :digest")
        .bind("digest", digest)
        .mapTo(Long.class)
        .findOne();
  }

  private static long insert(
      Handle handle, RulesetParts parts, byte[] digest, String publisher, Instant now) {
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
        .bind("digest", digest)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .bind("publisher", publisher)
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
