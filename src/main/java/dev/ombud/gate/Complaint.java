package dev.ombud.gate;

import dev.ombud.domain.Disposition;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.ReasonCode;
import dev.ombud.domain.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One decision as a gate finds it on record, whether it counts or not. Immutable.
///
/// @param isTied whether it names the candidate
/// @param variant of the experiment that was asked for; nothing where it names none of it
/// @param count complaints in its window
record Complaint(
    Origin origin,
    Window window,
    String surface,
    String cluster,
    String cohort,
    Judged judged,
    boolean isTied,
    Optional<String> variant,
    long count,
    List<String> categories,
    List<String> evidence) {
  /// The cohort of those complaints that name none.
  static final String EVERYONE = "everyone";

  Complaint {
    categories = List.copyOf(categories);
    evidence = List.copyOf(evidence);
  }

  /// Where it comes from.
  ///
  /// @param aggregate its id, which its revisions share
  /// @param isReplaced whether a later revision is known to have taken its place
  record Origin(
      UUID decision,
      String aggregate,
      int revision,
      boolean isReplaced,
      String environment,
      Optional<UUID> incident) {}

  /// Half-open, in event time; and when we received it.
  record Window(Instant start, Instant end, Instant receivedAt) {
    /// The time of the evidence: what lies ahead is as old as the moment that we heard of it.
    Instant at() {
      return end.isBefore(receivedAt) ? end : receivedAt;
    }

    boolean overlaps(Window other) {
      return start.isBefore(other.end) && other.start.isBefore(end);
    }
  }

  /// What was decided, and found out afterwards.
  ///
  /// @param isWrong whether people labelled it so
  record Judged(
      Severity severity, Disposition disposition, Set<ReasonCode> reasons, boolean isWrong) {
    Judged {
      reasons = Set.copyOf(reasons);
    }
  }

  UUID decision() {
    return origin.decision();
  }

  Severity severity() {
    return judged.severity();
  }

  /// The time of the evidence.
  Instant at() {
    return window.at();
  }

  /// Whether it is about what customers say now: neither a drill, nor history, nor replaced.
  boolean isLive() {
    return !origin.isReplaced()
        && !origin.environment().equals(IncidentKey.DRILL)
        && !judged.reasons().contains(ReasonCode.EVIDENCE_HISTORIC);
  }

  /// Whether it is a complaint at all: what people found wrong afterwards is none, nor is what
  /// makes no trend.
  boolean isComplaint() {
    return !judged.isWrong()
        && (severity() != Severity.P4 || judged.reasons().stream().anyMatch(ReasonCode::isTrend));
  }

  /// Whether a person should look at it before anybody relies on it.
  boolean isDoubtful() {
    return judged.disposition() == Disposition.QUARANTINE
        || judged.reasons().stream().anyMatch(ReasonCode::isDoubt);
  }

  boolean isHigh() {
    return severity().compareTo(Severity.P2) <= 0;
  }

  /// Whether it calls for somebody, as what opens an incident does.
  boolean breaches() {
    return switch (judged.disposition()) {
      case ACT, REVIEW, TICKET -> true;
      case DIGEST -> isHigh();
      case QUARANTINE -> false;
    };
  }
}
