package dev.ombud.action.connector;

import dev.ombud.database.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/// The table of what waits for a daily digest. Thread-safe.
final class DigestStore {
  /// A digest that is longer is read by nobody.
  static final int MOST_LINES = 200;

  private final Database database;

  DigestStore(Database database) {
    this.database = database;
  }

  /// The second time the same order comes, nothing happens.
  void add(DigestLine line, Instant now) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                insert into digest_lines (key, team, added_at, at, severity, title, why, link)
                values (:key, :team, :added, :at, :severity, :title, :why, :link)
                on conflict do nothing
                """)
            .bind("key", line.key())
            .bind("team", line.team())
            .bind("added", now.atOffset(ZoneOffset.UTC))
            .bind("at", line.at().atOffset(ZoneOffset.UTC))
            .bind("severity", line.severity())
            .bind("title", line.title())
            .bind("why", line.why())
            .bind("link", line.link())
            .execute());
  }

  boolean holds(String key) {
    return database.ask(handle ->
        handle
            .createQuery("select exists (select from digest_lines where key = :key)")
            .bind("key", key)
            .mapTo(Boolean.class)
            .one());
  }

  /// The teams with lines that nobody has got.
  List<String> waiting(Instant before) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select distinct team from digest_lines
                where sent_at is null and added_at < :before order by team
                """)
            .bind("before", before.atOffset(ZoneOffset.UTC))
            .mapTo(String.class)
            .list());
  }

  /// A team's lines, most severe first, then oldest first.
  List<DigestLine> lines(String team, Instant before) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select key, team, at, severity, title, why, link from digest_lines
                where team = :team and sent_at is null and added_at < :before
                order by severity, at, key limit :most
                """)
            .bind("team", team)
            .bind("before", before.atOffset(ZoneOffset.UTC))
            .bind("most", MOST_LINES)
            .map((row, context) ->
                new DigestLine(
                    row.getString("key"),
                    row.getString("team"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("severity"),
                    row.getString("title"),
                    row.getString("why"),
                    row.getString("link")))
            .list());
  }

  void sent(List<DigestLine> lines, Instant now) {
    database.change(handle ->
        handle
            .createUpdate(
                "update digest_lines set sent_at = :now where key = any (:keys) and sent_at is null")
            .bind("now", now.atOffset(ZoneOffset.UTC))
            .bindArray("keys", String.class, lines.stream().map(DigestLine::key).toList())
            .execute());
  }
}
