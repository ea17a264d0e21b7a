package dev.ombud.ground.domain;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.GateReason;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A question to a release gate, what customers said until then, and what the gate must say.
/// Immutable.
///
/// @param at when it is asked
/// @param heard decisions about the product in the 48 hours before; none at all is silence
/// @param reports what was reported of fixes and tickets
/// @param openIncidents clusters of incidents that are open
public record GateCase(
    String name,
    String because,
    GateRequest request,
    Instant at,
    List<Said> heard,
    List<Report> reports,
    List<String> openIncidents,
    Expectation expectation)
    implements Scenario {

  public GateCase {
    heard = List.copyOf(heard);
    reports = List.copyOf(reports);
    openIncidents = List.copyOf(openIncidents);
  }

  /// What was reported about the fix of the complaints of one cluster and cohort, or their ticket.
  ///
  /// @param at when it happened
  public record Report(Kind kind, String cluster, String cohort, Instant at) {
    /// As trackers and pipelines report it.
    public enum Kind {
      DEPLOYED,
      TICKET_RESOLVED,
      TICKET_REOPENED,
      TICKET_DECLINED
    }
  }

  /// One decision about what customers said, as a gate finds it.
  ///
  /// @param aggregateId that its revisions share; where nobody says, one of its own
  /// @param environment `drill` in a drill
  /// @param decidedAt when it was received; where nobody says, when its window ended
  /// @param complaints in its window
  /// @param reasons of the decision
  /// @param release that they name
  /// @param variant of the experiment that the question names
  public record Said(
      Optional<String> aggregateId,
      int revision,
      String environment,
      Optional<Instant> decidedAt,
      Aggregate.Window window,
      String surface,
      String cluster,
      String cohort,
      long complaints,
      List<String> categories,
      Severity severity,
      Disposition disposition,
      Set<ReasonCode> reasons,
      Optional<String> release,
      Optional<String> variant) {
    public Said {
      categories = List.copyOf(categories);
      reasons = Set.copyOf(reasons);
    }
  }

  /// What must hold; an empty set asks for nothing.
  ///
  /// @param verdicts one of them
  /// @param reasons all of them
  /// @param notReasons none of them
  /// @param rows ids of rows that decide, all of them
  /// @param notRows ids of rows of which none decides
  /// @param actions all of them
  /// @param notActions none of them
  public record Expectation(
      Set<GateVerdict> verdicts,
      Set<GateReason> reasons,
      Set<GateReason> notReasons,
      Set<String> rows,
      Set<String> notRows,
      Set<ActionKind> actions,
      Set<ActionKind> notActions) {
    public Expectation {
      verdicts = Set.copyOf(verdicts);
      reasons = Set.copyOf(reasons);
      notReasons = Set.copyOf(notReasons);
      rows = Set.copyOf(rows);
      notRows = Set.copyOf(notRows);
      actions = Set.copyOf(actions);
      notActions = Set.copyOf(notActions);
    }
  }

  /// What a gate says of it.
  ///
  /// @param rows the ids of those that decide
  public record Outcome(
      GateVerdict verdict, Set<GateReason> reasons, Set<String> rows, Set<ActionKind> actions) {
    public Outcome {
      reasons = Set.copyOf(reasons);
      rows = Set.copyOf(rows);
      actions = Set.copyOf(actions);
    }
  }

  /// What does not hold, one clause each; empty where all does.
  public List<String> misses(Outcome outcome) {
    List<String> misses = new ArrayList<>();
    Expectation expected = expectation;
    Misses.oneOf(misses, "verdict", expected.verdicts(), outcome.verdict());
    Misses.contains(misses, "reason", outcome.reasons(), expected.reasons(), expected.notReasons());
    Misses.contains(misses, "row", outcome.rows(), expected.rows(), expected.notRows());
    Misses.contains(misses, "action", outcome.actions(), expected.actions(), expected.notActions());
    return misses;
  }
}
