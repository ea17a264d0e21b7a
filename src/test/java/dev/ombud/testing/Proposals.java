package dev.ombud.testing;

import dev.ombud.act.review.Patience;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.ReviewExpiry;
import dev.ombud.act.review.ReviewLane;
import dev.ombud.act.review.ReviewStore;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.IncidentKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What decisions would propose, for tests: a switch-off of the checkout of one product, with parts
/// that a test changes. Immutable.
public record Proposals(
    UUID decisionId,
    @Nullable UUID incidentId,
    String product,
    String cluster,
    Severity severity,
    Tier tier,
    double priority,
    double confidence,
    List<Proposed> actions) {
  private static final TimeIds IDS = new TimeIds(Clock.systemUTC());

  public static final List<Proposed> SWITCH =
      List.of(new Proposed(1, ActionKind.DISABLE_FLAG, "flag:new-checkout"));

  public static final List<Proposed> ROLLBACK =
      List.of(
          new Proposed(1, ActionKind.DISABLE_FLAG, "flag:new-checkout"),
          new Proposed(2, ActionKind.SWITCH_FALLBACK, "surface:checkout"),
          new Proposed(3, ActionKind.ROLLBACK_RELEASE, "release:7.18.1->7.18.0"),
          new Proposed(4, ActionKind.OPEN_TICKET, "team:payments"));

  /// Fast enough for people: half an hour, four hours, two days.
  public static final Patience PATIENCE =
      new Patience(
          Map.of(
              ReviewLane.FAST, new Patience.Limit(Duration.ofMinutes(30), ReviewExpiry.HOLD),
              ReviewLane.WORKBENCH, new Patience.Limit(Duration.ofHours(4), ReviewExpiry.HOLD),
              ReviewLane.BULK, new Patience.Limit(Duration.ofDays(2), ReviewExpiry.LAPSE)));

  /// Of a decision and an incident that nobody knows.
  public static Proposals of(String product) {
    return new Proposals(
        IDS.next(), IDS.next(), product, "c-15", Severity.P2, Tier.TIER_1, 50, 0.92, SWITCH);
  }

  public static UUID id() {
    return IDS.next();
  }

  public Proposals decision(UUID id) {
    return new Proposals(
        id, incidentId, product, cluster, severity, tier, priority, confidence, actions);
  }

  /// The next decision of the same incident.
  public Proposals later() {
    return decision(IDS.next());
  }

  public Proposals incident(@Nullable UUID id) {
    return new Proposals(
        decisionId, id, product, cluster, severity, tier, priority, confidence, actions);
  }

  public Proposals cluster(String other) {
    return new Proposals(
        decisionId, incidentId, product, other, severity, tier, priority, confidence, actions);
  }

  public Proposals severity(Severity other) {
    return new Proposals(
        decisionId, incidentId, product, cluster, other, tier, priority, confidence, actions);
  }

  public Proposals tier(Tier other, List<Proposed> others) {
    return new Proposals(
        decisionId, incidentId, product, cluster, severity, other, priority, confidence, others);
  }

  public Proposals priority(double other) {
    return new Proposals(
        decisionId, incidentId, product, cluster, severity, tier, other, confidence, actions);
  }

  public Proposals confidence(double other) {
    return new Proposals(
        decisionId, incidentId, product, cluster, severity, tier, priority, other, actions);
  }

  /// Proposed at a moment.
  public Proposal at(Instant now) {
    ReviewLane lane = ReviewLane.of(severity, tier, Scope.COHORT, confidence);
    return new Proposal(
        IDS.next(),
        decisionId,
        incidentId,
        new IncidentKey(product, "flag:new-checkout", "production", "platform=ios", cluster),
        "checkout",
        severity,
        tier,
        Scope.COHORT,
        priority,
        confidence,
        "payments",
        lane,
        actions,
        Sha256.of("aggregate of " + decisionId),
        now,
        now,
        PATIENCE.dueAt(lane, now));
  }

  /// Proposes in a transaction of their own; the id of the last.
  public static UUID propose(Database database, Proposal... proposals) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      ReviewStore.propose(connection, List.of(proposals));
      connection.commit();
      return proposals[proposals.length - 1].reviewId();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
