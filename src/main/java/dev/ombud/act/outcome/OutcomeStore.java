package dev.ombud.act.outcome;

import dev.ombud.act.review.OutcomeReport;
import dev.ombud.act.review.OutcomeReport.Kind;
import dev.ombud.act.review.OutcomeReport.Recorded;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.ReviewRow;
import dev.ombud.ground.database.Database;
import dev.ombud.record.decision.OnRecordStore;
import dev.ombud.record.history.IncidentStateStore;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The table of what came of decisions. Thread-safe.
public final class OutcomeStore {
  /// Of the incidents of one question; whoever has more has reported the newest last.
  private static final int MAX_FIXES = 1_000;

  /// Whether people labelled a decision wrong: a condition on a row `d` of decisions, for whoever
  /// asks about many at once.
  public static final String IS_WRONG =
      """
      exists (
          select from outcomes o where o.decision_id = d.id and o.label = 'WRONG'
        )\
      """;

  private static final String SELECT =
      """
      select id as record_id, recorded_at, reporter, report as id, kind, label, decision_id,
        incident_id, ticket, at, detail
      from outcomes\
      """;

  private final Database database;

  OutcomeStore(Database database) {
    this.database = database;
  }

  /// What was reported of a fix or a ticket.
  ///
  /// @param at when it happened, and no later than it was reported
  /// @param incidentId that it is about, as far as it could be found
  public record FixReport(
      Kind kind, Instant at, Optional<UUID> incidentId, Optional<UUID> decisionId) {}

  /// What was reported of the fixes and the tickets of some incidents, and of some decisions that
  /// have none; in no order.
  public static List<FixReport> fixes(
      Handle handle, Collection<UUID> incidents, Collection<UUID> decisions) {
    return handle
        .createQuery(
            """
            with found as materialized (
              select id, kind, least(at, recorded_at) as at, about_incident_id, decision_id
              from outcomes
              where (about_incident_id = any (:incidents) or decision_id = any (:decisions))
                and kind <> 'LABELLED'
            )
            select kind, at, about_incident_id as incident_id, decision_id from found
            order by id desc limit :most
            """)
        .bindArray("incidents", UUID.class, List.copyOf(incidents))
        .bindArray("decisions", UUID.class, List.copyOf(decisions))
        .bind("most", MAX_FIXES)
        .mapTo(FixReport.class)
        .list();
  }

  /// Records a report unless there is one of that id; the one that is on record.
  ///
  /// @param opened the incident for which the ticket was opened that it names
  Recorded insert(Recorded fresh, Optional<UUID> opened, AuditEvent event) {
    OutcomeReport report = fresh.report();
    return database.change(handle -> {
      Optional<UUID> about =
          report
              .incidentId()
              .or(() -> report.decisionId().flatMap(id -> OnRecordStore.incident(handle, id)))
              .or(() -> opened);
      int inserted =
          handle
              .createUpdate(
                  """
                  insert into outcomes (id, recorded_at, reporter, report, kind, label, decision_id,
                    incident_id, about_incident_id, ticket, at, detail)
                  values (:id, :recorded, :reporter, :report, :kind, :label,
                    cast(:decision as uuid), cast(:incident as uuid),
                    cast(:about as uuid), :ticket, :at, :detail)
                  on conflict (report) do nothing
                  """)
              .bind("id", fresh.recordId())
              .bind("recorded", fresh.recordedAt().atOffset(ZoneOffset.UTC))
              .bind("reporter", fresh.reporter())
              .bind("report", report.id())
              .bind("kind", report.kind().name())
              .bind("label", report.label().map(Enum::name).orElse(null))
              .bind("decision", report.decisionId().map(UUID::toString).orElse(null))
              .bind("incident", report.incidentId().map(UUID::toString).orElse(null))
              .bind("about", about.map(UUID::toString).orElse(null))
              .bind("ticket", report.ticket().orElse(null))
              .bind("at", report.at().atOffset(ZoneOffset.UTC))
              .bind("detail", report.detail())
              .execute();
      if (inserted == 1) {
        EventStore.append(handle, event);
      }
      return byReport(handle, report.id());
    });
  }

  private static Recorded byReport(Handle handle, String report) {
    return handle
        .createQuery(SELECT + " where report = :report")
        .bind("report", report)
        .mapTo(Recorded.class)
        .one();
  }

  /// Whether a decision is on record, or was and stands in a file now.
  boolean isDecided(UUID id) {
    return database.ask(handle -> OnRecordStore.isDecided(handle, id));
  }

  boolean isIncident(UUID id) {
    return database.ask(handle -> IncidentStateStore.isKnown(handle, id));
  }

  /// Newest first.
  ///
  /// @param equal columns and what they must be
  List<Recorded> list(Map<String, Object> equal, Optional<UUID> before, int most) {
    return database.ask(handle -> {
      StringBuilder sql = new StringBuilder(SELECT).append(" where true");
      equal.keySet().forEach(column -> sql.append(" and %1$s = :%1$s".formatted(column)));
      before.ifPresent(_ -> sql.append(" and id < :before"));
      Query query =
          handle.createQuery(sql.append(" order by record_id desc limit :most").toString());
      before.ifPresent(id -> query.bind("before", id));
      return query.bindMap(equal).bind("most", most).mapTo(Recorded.class).list();
    });
  }

  /// What is about an incident, or about a decision that asked people about the same product and
  /// cluster, newest first.
  List<Recorded> about(Proposal proposal, int most) {
    return database.ask(handle ->
        handle
            .createQuery(
                SELECT
                    + """

                    where incident_id = :incident
                      or decision_id in (
                        select decision_id from reviews
                        where product = :product and cluster = :cluster and %s
                        order by id desc limit 100
                      )
                    order by record_id desc limit :most
                    """
                        .formatted(ReviewRow.REAL))
            .bind("incident", proposal.incidentId())
            .bind("product", proposal.product())
            .bind("cluster", proposal.key().cluster())
            .bind("most", most)
            .mapTo(Recorded.class)
            .list());
  }
}
