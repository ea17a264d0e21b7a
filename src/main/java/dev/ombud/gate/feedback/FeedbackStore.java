package dev.ombud.gate.feedback;

import dev.ombud.act.outcome.OutcomeStore;
import dev.ombud.act.outcome.OutcomeStore.FixReport;
import dev.ombud.act.review.OutcomeReport;
import dev.ombud.decide.gate.Complaint;
import dev.ombud.decide.gate.Complaint.Judged;
import dev.ombud.decide.gate.Complaint.Origin;
import dev.ombud.decide.gate.Complaint.Window;
import dev.ombud.decide.gate.FeedbackWindows;
import dev.ombud.decide.gate.ProductFeedback;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.GateCase.Report;
import dev.ombud.ground.domain.GateRequest;
import dev.ombud.ground.domain.GateRequest.Experiment;
import dev.ombud.ground.domain.GateRequest.Fix;
import dev.ombud.record.history.IncidentStateStore;
import dev.ombud.record.history.LatestStore;
import dev.ombud.record.history.LatestStore.Latest;
import dev.ombud.record.history.LatestStore.Question;
import dev.ombud.record.history.LatestStore.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Listens to the record: the decisions about a product with the latest windows, severity by
/// severity, each within a bound, and what was reported of their fixes. Thread-safe.
public final class FeedbackStore {
  /// Decisions of P1 and of P2 that are read, each. Whoever has more is far over any threshold.
  static final int MAX_GRAVE_DECISIONS = 400;

  /// The same of P3 and of P4.
  static final int MAX_LOW_DECISIONS = 100;

  private final Database database;

  public FeedbackStore(Database database) {
    this.database = database;
  }

  /// All of it as one moment has it.
  public ProductFeedback hear(GateRequest request, Instant now) {
    return database.ask(handle ->
        handle.inTransaction(_ -> FeedbackWindows.of(request, now, find(handle, request, now))));
  }

  private static FeedbackWindows.Found find(Handle handle, GateRequest request, Instant now) {
    // How many there are differs by product, and a plan for some other one would not fit.
    handle.execute("set local plan_cache_mode = force_custom_plan");
    Question question =
        new Question(request.product(), request.surfaces(), now.minus(ProductFeedback.WINDOW), now);
    List<Complaint> found =
        LatestStore.newest(handle, question, FeedbackStore::most, OutcomeStore.IS_WRONG).stream()
            .map(each -> complaint(each, request))
            .toList();
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    found.forEach(each -> counts.merge(each.severity(), 1, Integer::sum));
    return new FeedbackWindows.Found(
        found,
        LatestStore.lastAt(handle, question),
        reports(handle, found),
        open(handle, request),
        counts.entrySet().stream().anyMatch(each -> each.getValue() == most(each.getKey())));
  }

  private static int most(Severity severity) {
    return severity.compareTo(Severity.P2) <= 0 ? MAX_GRAVE_DECISIONS : MAX_LOW_DECISIONS;
  }

  private static Complaint complaint(Latest latest, GateRequest request) {
    Told told = latest.told();
    boolean isInExperiment =
        told.experiment().isPresent()
            && told.experiment().equals(request.experiment().map(Experiment::key));
    return complaint(
        latest,
        told,
        latest.releaseVersion().filter(request.release()::equals).isPresent(),
        isInExperiment ? told.variant() : Optional.empty());
  }

  static Complaint complaint(Latest latest, Told told, boolean isTied, Optional<String> variant) {
    return new Complaint(
        new Origin(
            latest.id(),
            latest.aggregateId(),
            latest.revision(),
            latest.isReplaced(),
            told.environment().orElse(""),
            latest.incidentId()),
        new Window(latest.windowStart(), latest.windowEnd(), latest.decidedAt()),
        latest.surface(),
        latest.clusterId(),
        latest.cohort(),
        new Judged(latest.severity(), latest.disposition(), latest.reasons(), latest.isWrong()),
        isTied,
        variant,
        told.complaints(),
        latest.categories(),
        latest.evidence());
  }

  /// What was reported of the incidents that the complaints belong to, each as of its cluster and
  /// cohort.
  private static List<Report> reports(Handle handle, List<Complaint> complaints) {
    Set<UUID> incidents = new HashSet<>();
    Set<UUID> decisions = new HashSet<>();
    for (Complaint each : complaints) {
      each.origin()
          .incident()
          .ifPresentOrElse(incidents::add, () -> decisions.add(each.decision()));
    }
    if (complaints.isEmpty()) {
      return List.of();
    }
    List<Report> reports = new ArrayList<>();
    for (FixReport report : OutcomeStore.fixes(handle, incidents, decisions)) {
      complaints.stream()
          .filter(each -> isAbout(report, each))
          .map(each -> new Report(kind(report.kind()), each.cluster(), each.cohort(), report.at()))
          .distinct()
          .forEach(reports::add);
    }
    return reports;
  }

  private static boolean isAbout(FixReport report, Complaint complaint) {
    return complaint.origin().incident().isPresent()
        ? complaint.origin().incident().equals(report.incidentId())
        : report.decisionId().filter(complaint.decision()::equals).isPresent();
  }

  private static Report.Kind kind(OutcomeReport.Kind kind) {
    return switch (kind) {
      case DEPLOYED -> Report.Kind.DEPLOYED;
      case TICKET_RESOLVED -> Report.Kind.TICKET_RESOLVED;
      case TICKET_REOPENED -> Report.Kind.TICKET_REOPENED;
      case TICKET_DECLINED -> Report.Kind.TICKET_DECLINED;
      case LABELLED -> throw new IllegalStateException("a label says nothing of a fix");
    };
  }

  private static List<String> open(Handle handle, GateRequest request) {
    List<String> themes =
        request.fixes().stream().map(Fix::themes).flatMap(List::stream).distinct().toList();
    if (themes.isEmpty()) {
      return List.of();
    }
    return IncidentStateStore.openClusters(handle, request.product(), themes);
  }
}
