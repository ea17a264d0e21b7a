package dev.ombud.record.texts;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.Partitions;
import dev.ombud.ground.text.SourceText;
import dev.ombud.record.log.AuditLog;
import dev.ombud.testing.TestDatabase;
import dev.ombud.testing.Texts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A database with texts in it whose decisions were at any time, and what works on them.
final class Shelf {
  final TestDatabase postgres;
  final Database database;
  final TextVault vault;
  final AuditLog log;
  final TimeIds ids = new TimeIds(Clock.systemUTC());
  final Openings openings;
  final Erasures erasures;
  final Holds holds;

  Shelf(TestDatabase postgres) {
    this.postgres = postgres;
    this.database = postgres.database();
    this.vault = Texts.vault(database);
    this.log = new AuditLog(database);
    TextStore texts = new TextStore(database, vault);
    this.openings = new Openings(database, texts, vault, ids);
    this.erasures = new Erasures(database, vault, ids);
    this.holds = new Holds(database, texts, ids);
  }

  Retention retention(int textDays, int accessDays) {
    return new Retention(database, ids, Duration.ofDays(textDays), Duration.ofDays(accessDays));
  }

  /// Ids as they were given out so long ago.
  static TimeIds idsOf(Duration ago) {
    return new TimeIds(Clock.fixed(Instant.now().minus(ago), ZoneOffset.UTC));
  }

  /// Puts a decision's texts there, a piece of evidence each.
  UUID put(UUID decisionId, Map<String, String> texts) {
    TextStore store = new TextStore(database, vault);
    try (Connection connection = database.dataSource().getConnection()) {
      new Partitions(database).ensure(Instant.ofEpochMilli(TimeIds.millisOf(decisionId)));
      List<SourceText> sources =
          texts.entrySet().stream()
              .map(text ->
                  new SourceText("/evidence/" + text.getKey(), text.getKey(), text.getValue()))
              .toList();
      store.add(decisionId, vault.seal(sources));
      store.flush(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return decisionId;
  }

  /// A decision's row, as far as holds look at it.
  void decide(UUID id, String product) {
    asOwner(
        """
        insert into decisions (decided_at, window_start, window_end, ruleset_version, priority, id,
          revision, sla_minutes, severity, disposition, tier, scope, mode, product, surface, cohort,
          cluster_id, owner_team, caller, trace_id, aggregate_id, terms)
        values (uuid_extract_timestamp('%1$s'), now(), now() + interval '1 hour', 1, 1, '%1$s',
          1, 1, 'P1', 'ACT', 'NONE', 'COHORT', 'AUTOMATIC', '%2$s', 's', 'everyone',
          'c', 't', 'c', 't', '%1$s', '{}')
        """
            .formatted(id, product));
  }

  void asOwner(String sql) {
    try (Connection owner = postgres.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the sealer does with the queue.
  void seal() {
    asOwner(
        """
        insert into log_leaves (leaf_index, record_id, kind, hash)
        select (select coalesce(max(leaf_index) + 1, 0) from log_leaves)
            + row_number() over (order by q.id, place) - 1,
          each.id, q.kind, substring(q.hashes from (32 * (place - 1) + 1)::int for 32)
        from log_queue q, unnest(q.record_ids) with ordinality as each (id, place);
        delete from log_queue
        """);
  }

  List<String> column(String sql) {
    return database.ask(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  /// `kept` or `gone`, a text each.
  List<String> states(UUID decisionId) {
    return new TextStore(database, vault)
        .texts(decisionId).stream().map(text -> text.text().isPresent() ? "kept" : "gone").toList();
  }
}
