package dev.ombud.act.target;

import dev.ombud.ground.database.Database;
import java.time.Instant;
import java.util.List;

/// The table of what waits for a daily digest. Thread-safe.
public final class DigestStore {
  /// A digest that is longer is read by nobody.
  static final int MAX_LINES = 200;

  private final Database database;

  public DigestStore(Database database) {
    this.database = database;
  }

  /// The second time the same order comes, nothing happens.
  public void add(DigestLine line, Instant now) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                insert into digest_lines (key, team, added_at, at, severity, title, why, link)
                values (:key, :team, :added, :at, :severity, :title, :why, :link)
                on conflict do nothing
                """)
            .bindMethods(line)
            .bind("added", now)
            .execute());
  }

  public boolean holds(String key) {
    return database.ask(handle ->
        handle
            .createQuery("select exists (select from digest_lines where key = :key)")
            .bind("key", key)
            .mapTo(Boolean.class)
            .one());
  }

  /// The teams with lines that nobody has got.
  public List<String> waiting(Instant before) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select distinct team from digest_lines
                where sent_at is null and added_at < :before order by team
                """)
            .bind("before", before)
            .mapTo(String.class)
            .list());
  }

  /// A team's lines, most severe first, then oldest first.
  public List<DigestLine> lines(String team, Instant before) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select key, team, at, severity, title, why, link from digest_lines
                where team = :team and sent_at is null and added_at < :before
                order by severity, at, key limit :most
                """)
            .bind("team", team)
            .bind("before", before)
            .bind("most", MAX_LINES)
            .mapTo(DigestLine.class)
            .list());
  }

  public void sent(List<DigestLine> lines, Instant now) {
    database.change(handle ->
        handle
            .createUpdate(
                "update digest_lines set sent_at = :now where key = any (:keys) and sent_at is null")
            .bind("now", now)
            .bindArray("keys", String.class, lines.stream().map(DigestLine::key).toList())
            .execute());
  }
}
