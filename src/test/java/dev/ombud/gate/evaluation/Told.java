package dev.ombud.gate.evaluation;

import dev.ombud.decide.gate.Complaint;
import dev.ombud.decide.gate.Complaint.Judged;
import dev.ombud.decide.gate.Complaint.Origin;
import dev.ombud.decide.gate.Complaint.Window;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Severity;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Makes decisions as a gate finds them, one thing special at a time.
public final class Told {
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
  public Told(int from, int to, long count) {
    this.from = hour(from);
    this.to = hour(to);
    this.count = count;
    this.receivedAt = this.to;
  }

  public static Instant hour(int hour) {
    return START.plusSeconds(3600L * hour);
  }

  public Told revised(String id, int number) {
    aggregate = id;
    revision = number;
    return this;
  }

  public Told in(String named) {
    environment = named;
    return this;
  }

  public Told received(int hour) {
    receivedAt = hour(hour);
    return this;
  }

  public Told about(String named) {
    surface = named;
    return this;
  }

  public Told of(String named) {
    cohort = named;
    return this;
  }

  public Told with(Severity given) {
    severity = given;
    return this;
  }

  public Told with(Disposition given) {
    disposition = given;
    return this;
  }

  public Told because(ReasonCode reason) {
    reasons.add(reason);
    return this;
  }

  public Complaint complaint() {
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
