package dev.ombud.publish.ruleset;

import dev.ombud.ground.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Which drafts judge in the shadow, and what each instance has gathered of it. Thread-safe.
final class ShadowStore {
  /// Any number that nobody else uses: only so many shadows at once, over all instances.
  private static final long STARTING = 4_820_233_117_645_014L;

  private final Database database;

  ShadowStore(Database database) {
    this.database = database;
  }

  /// A draft that judges silently.
  record Shadow(
      UUID draftId,
      Instant startedAt,
      byte[] digest,
      String startedBy,
      Optional<Instant> stoppedAt) {}

  /// What one instance has gathered.
  ///
  /// @param report a JSON document
  record Report(
      UUID instance,
      Instant at,
      long judged,
      long changed,
      long skipped,
      long failed,
      String report) {}

  /// False where there are as many as may be.
  boolean start(Shadow shadow, int most) {
    return database.change(handle -> {
      handle.execute("select pg_advisory_xact_lock(?)", STARTING);
      stop(handle, shadow.draftId(), shadow.startedAt());
      int running =
          handle
              .createQuery("select count(*) from shadows where stopped_at is null")
              .mapTo(Integer.class)
              .one();
      if (running >= most) {
        return false;
      }
      handle.execute(
          "insert into shadows (draft_id, started_at, digest, started_by) values (?, ?, ?, ?)",
          shadow.draftId(),
          shadow.startedAt(),
          shadow.digest(),
          shadow.startedBy());
      return true;
    });
  }

  /// Whether there was one to stop.
  boolean stop(UUID draftId, Instant now) {
    return database.change(handle -> stop(handle, draftId, now));
  }

  private static boolean stop(Handle handle, UUID draftId, Instant now) {
    return handle.execute(
            "update shadows set stopped_at = ? where draft_id = ? and stopped_at is null",
            now,
            draftId)
        > 0;
  }

  /// Stops those whose draft has other content by now, or is published.
  void stopOutdated(Instant now) {
    database.change(handle ->
        handle.execute(
            """
            update shadows s set stopped_at = ? from drafts d
            where s.stopped_at is null and d.id = s.draft_id
              and (d.digest <> s.digest or d.state in ('ACTIVE', 'RETIRED'))
            """,
            now));
  }

  List<Shadow> listRunning() {
    return database.ask(handle ->
        handle
            .createQuery("select * from shadows where stopped_at is null order by started_at")
            .mapTo(Shadow.class)
            .list());
  }

  /// The last one of a draft.
  Optional<Shadow> findLast(UUID draftId) {
    return database.ask(handle ->
        handle
            .createQuery(
                "select * from shadows where draft_id = :id order by started_at desc limit 1")
            .bind("id", draftId)
            .mapTo(Shadow.class)
            .findOne());
  }

  void save(Shadow shadow, Report report) {
    database.change(handle ->
        handle.execute(
            """
            insert into shadow_reports
              (draft_id, started_at, instance, at, judged, changed, skipped, failed, report)
            values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as json))
            on conflict (draft_id, started_at, instance) do update set
              at = excluded.at, judged = excluded.judged, changed = excluded.changed,
              skipped = excluded.skipped, failed = excluded.failed, report = excluded.report
            """,
            shadow.draftId(),
            shadow.startedAt(),
            report.instance(),
            report.at(),
            report.judged(),
            report.changed(),
            report.skipped(),
            report.failed(),
            report.report()));
  }

  List<Report> listReports(Shadow shadow) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select * from shadow_reports where draft_id = :id and started_at = :start
                order by instance
                """)
            .bind("id", shadow.draftId())
            .bind("start", shadow.startedAt())
            .mapTo(Report.class)
            .list());
  }
}
