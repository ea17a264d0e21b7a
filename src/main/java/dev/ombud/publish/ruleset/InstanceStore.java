package dev.ombud.publish.ruleset;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Which instances run, and by which ruleset each decides. Times are the database's. Thread-safe.
final class InstanceStore {
  private static final String GONE_AFTER = "interval '15 seconds'";

  private final Database database;

  InstanceStore(Database database) {
    this.database = database;
  }

  /// @param warning why it does not decide by the active ruleset; empty where it does
  record Instance(UUID id, Instant startedAt, long version, byte[] digest, String warning) {
    String digestText() {
      return Sha256.text(digest);
    }
  }

  /// Says that an instance is there.
  void beat(UUID id, long version, byte[] digest, String warning) {
    database.change(handle -> {
      handle.execute("delete from instances where seen_at < now() - interval '1 day'");
      return handle.execute(
          """
          insert into instances (id, started_at, seen_at, version, digest, warning)
          values (?, now(), now(), ?, ?, ?)
          on conflict (id) do update set
            seen_at = now(), version = excluded.version, digest = excluded.digest,
            warning = excluded.warning
          """,
          id,
          version,
          digest,
          warning);
    });
  }

  void leave(UUID id) {
    database.change(handle -> handle.execute("delete from instances where id = ?", id));
  }

  /// Those that were heard of lately, the oldest first.
  List<Instance> list() {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select id, started_at, version, digest, warning from instances
                where seen_at > now() - %s order by started_at, id
                """
                    .formatted(GONE_AFTER))
            .mapTo(Instance.class)
            .list());
  }
}
