package dev.ombud.decide.gate;

import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.IncidentKey;
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
public record Complaint(
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
  public static final String EVERYONE = "everyone";

  public Complaint {
    categories = List.copyOf(categories);
    evidence = List.copyOf(evidence);
  }

  /// Where it comes from.
  ///
  /// @param aggregate its id, which its revisions share
  /// @param isReplaced whether a later revision is known to have taken its place
  public record Origin(
      UUID decision,
      String aggregate,
      int revision,
      boolean isReplaced,
      String environment,
      Optional<UUID> incident) {}

  /// Half-open, in event time; and when we received it.
  public record Window(Instant start, Instant end, Instant receivedAt) {
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
  public record Judged(
      Severity severity, Disposition disposition, Set<ReasonCode> reasons, boolean isWrong) {
    public Judged {
      reasons = Set.copyOf(reasons);
    }
  }

  public UUID decision() {
    return origin.decision();
  }

  public Severity severity() {
    return judged.severity();
  }

  /// The time of the evidence.
  public Instant at() {
    return window.at();
  }

  /// Whether it is about what customers say now: neither a drill, nor history, nor replaced.
  public boolean isLive() {
    return !origin.isReplaced()
        && !origin.environment().equals(IncidentKey.DRILL)
        && !judged.reasons().contains(ReasonCode.EVIDENCE_HISTORIC);
  }

  /// Whether it is a complaint at all: what people found wrong afterwards is none, nor is what
  /// makes no trend.
  public boolean isComplaint() {
    return !judged.isWrong()
        && (severity() != Severity.P4 || judged.reasons().stream().anyMatch(ReasonCode::isTrend));
  }

  /// Whether a person should look at it before anybody relies on it.
  public boolean isDoubtful() {
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
