package dev.ombud.gate;

import dev.ombud.domain.Disposition;
import dev.ombud.domain.ReasonCode;
import dev.ombud.domain.Severity;
import dev.ombud.gate.Complaint.Judged;
import dev.ombud.gate.Complaint.Origin;
import dev.ombud.gate.Complaint.Window;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Makes decisions as a gate finds them, one thing special at a time.
final class Told {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static long decisions;

  private final UUID decision = new UUID(++decisions, 0);
  private final Instant from;
  private final Instant to;
  private final long count;
  private String aggregate = decision.toString();
  private int revision;
  private String environment = "production";
  private Instant receivedAt;
  private String surface = "checkout";
  private String cluster = "card";
  private String cohort = Complaint.EVERYONE;
  private Severity severity = Severity.P2;
  private Disposition disposition = Disposition.ACT;
  private final Set<ReasonCode> reasons = new HashSet<>();

  /// A window in hours, with so many complaints of the same cluster.
  Told(int from, int to, long count) {
    this.from = hour(from);
    this.to = hour(to);
    this.count = count;
    this.receivedAt = this.to;
  }

  static Instant hour(int hour) {
    return START.plusSeconds(3600L * hour);
  }

  Told revised(String id, int number) {
    aggregate = id;
    revision = number;
    return this;
  }

  Told in(String named) {
    environment = named;
    return this;
  }

  Told received(int hour) {
    receivedAt = hour(hour);
    return this;
  }

  Told about(String named) {
    surface = named;
    return this;
  }

  Told of(String named) {
    cohort = named;
    return this;
  }

  Told with(Severity given) {
    severity = given;
    return this;
  }

  Told with(Disposition given) {
    disposition = given;
    return this;
  }

  Told because(ReasonCode reason) {
    reasons.add(reason);
    return this;
  }

  Complaint complaint() {
    return new Complaint(
        new Origin(decision, aggregate, revision, false, environment, Optional.empty()),
        new Window(from, to, receivedAt),
        surface,
        cluster,
        cohort,
        new Judged(severity, disposition, reasons, false),
        false,
        Optional.empty(),
        count,
        List.of("payment_failure"),
        List.of("rv-" + decision));
  }
}
