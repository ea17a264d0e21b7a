package dev.ombud.act.outcome;

import dev.ombud.act.review.OutcomeReport;
import dev.ombud.act.review.OutcomeReport.Kind;
import dev.ombud.act.review.OutcomeReport.Recorded;
import dev.ombud.act.review.Review;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.log.AuditEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// What came of decisions, as trackers, pipelines and people report it. Each is an event of the
/// log. Thread-safe.
public final class Outcomes {
  public static final int MAX_LIMIT = 200;

  private static final int MAX_KNOWN = 20;

  private final OutcomeStore store;
  private final TimeIds ids;
  private final Function<String, Optional<UUID>> incidents;

  /// @param incidents for which a ticket was opened, by the name of the ticket
  public Outcomes(Database database, TimeIds ids, Function<String, Optional<UUID>> incidents) {
    this.store = new OutcomeStore(database);
    this.ids = ids;
    this.incidents = incidents;
  }

  /// What a report led to.
  ///
  /// @param isReplay whether the same was on record before
  public record Taken(Recorded recorded, boolean isReplay) {}

  /// Which outcomes to list, newest first.
  ///
  /// @param limit at most so many, 1 to 200
  public record Query(
      Optional<Kind> kind,
      Optional<UUID> decisionId,
      Optional<UUID> incidentId,
      Optional<String> ticket,
      int limit,
      Optional<UUID> before) {}

  /// Records a report; the same one again changes nothing.
  ///
  /// @param actor the name of a token
  /// @throws ServiceException INVALID_REQUEST where it names nothing, or what is not there;
  ///   WRONG_STATE where that id was reported with other content
  public Taken report(OutcomeReport given, String actor) {
    OutcomeReport report = toMillis(given);
    requireSubject(report);
    UUID id = ids.next();
    Recorded fresh = new Recorded(id, Instant.ofEpochMilli(TimeIds.millisOf(id)), actor, report);
    Recorded stored = store.insert(fresh, report.ticket().flatMap(incidents), event(report, actor));
    if (!stored.report().equals(report)) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE,
          "outcome `%s` was reported with other content: give this one an id of its own"
              .formatted(report.id()));
    }
    return new Taken(stored, !stored.recordId().equals(id));
  }

  /// As the database keeps it, so that a second report compares equal.
  private static OutcomeReport toMillis(OutcomeReport report) {
    return new OutcomeReport(
        report.id(),
        report.kind(),
        report.label(),
        report.decisionId(),
        report.incidentId(),
        report.ticket(),
        report.at().truncatedTo(ChronoUnit.MILLIS),
        report.detail());
  }

  private void requireSubject(OutcomeReport report) {
    if (report.decisionId().isEmpty()
        && report.incidentId().isEmpty()
        && report.ticket().isEmpty()) {
      throw ServiceException.invalid(
          "the outcome names nothing: give it `decisionId`, `incidentId` or `ticket`");
    }
    if ((report.kind() == Kind.LABELLED) != report.label().isPresent()) {
      throw ServiceException.invalid(
          "`label` belongs to kind LABELLED and to no other: correct `kind` or `label`");
    }
    report
        .decisionId()
        .filter(id -> !store.isDecided(id))
        .ifPresent(id -> {
          throw ServiceException.invalid(
              "`decisionId`: there is no decision `" + id + "`: check the id");
        });
    report
        .incidentId()
        .filter(id -> !store.isIncident(id))
        .ifPresent(id -> {
          throw ServiceException.invalid(
              "`incidentId`: there is no incident `" + id + "`: check the id");
        });
  }

  private AuditEvent event(OutcomeReport report, String actor) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("kind", report.kind().name());
    report.label().ifPresent(label -> detail.put("label", label.name()));
    report.incidentId().ifPresent(id -> detail.put("incidentId", id.toString()));
    report.ticket().ifPresent(ticket -> detail.put("ticket", ticket));
    detail.put("at", report.at().toString());
    return new AuditEvent(
        ids.next(),
        AuditEvent.Kind.OUTCOME_REPORTED,
        actor,
        "outcome:" + report.id(),
        report.decisionId().orElse(null),
        report.detail(),
        detail);
  }

  /// What was reported about other decisions of the same product and cluster as a review, or about
  /// its incident, newest first; 20 at most.
  public List<Recorded> of(Review review) {
    return store.about(review.proposal(), MAX_KNOWN);
  }

  public Page<Recorded> list(Query query) {
    Map<String, Object> equal = new HashMap<>();
    query.kind().ifPresent(kind -> equal.put("kind", kind.name()));
    query.decisionId().ifPresent(id -> equal.put("decision_id", id));
    query.incidentId().ifPresent(id -> equal.put("incident_id", id));
    query.ticket().ifPresent(ticket -> equal.put("ticket", ticket));
    int limit = query.limit();
    return Page.of(store.list(equal, query.before(), limit + 1), limit, Recorded::recordId);
  }
}
