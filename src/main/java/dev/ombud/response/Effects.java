package dev.ombud.response;

import dev.ombud.audit.AuditEvent;
import dev.ombud.contract.CanonicalObject;
import dev.ombud.database.Database;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.StoredDecision;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Decision;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.Outcome;
import dev.ombud.domain.TimeIds;
import dev.ombud.inquiry.Criterion;
import dev.ombud.inquiry.DecisionFilter;
import dev.ombud.inquiry.DecisionQuery;
import dev.ombud.inquiry.Order;
import dev.ombud.inquiry.Search;
import dev.ombud.response.EffectCheck.Conclusion;
import dev.ombud.response.EffectCheck.Windows;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Looks whether mitigations helped, once their window is over: at what was posted since of the
/// same product, cluster and cohort, and of its holdout. The holdout's aggregates are those of the
/// same cohort with the segment `holdout`. Thread-safe.
public final class Effects {
  private static final int LOOKED_AT = 200;
  private static final int AT_ONCE = 100;
  private static final String HOLDOUT = "segment=holdout";

  private final EffectStore store;
  private final Orders orders;
  private final Decisions decisions;
  private final Search search;
  private final Escalation escalation;
  private final TimeIds ids;
  private final Duration window;
  private final Runnable wake;

  /// @param escalation what to do where it did not help
  /// @param window how long after a mitigation it is looked at
  /// @param wake told once something is due, after its commit
  public Effects(
      Database database,
      Orders orders,
      Decisions decisions,
      Search search,
      Escalation escalation,
      TimeIds ids,
      Duration window,
      Runnable wake) {
    this.store = new EffectStore(database);
    this.orders = orders;
    this.decisions = decisions;
    this.search = search;
    this.escalation = escalation;
    this.ids = ids;
    this.window = window;
    this.wake = wake;
  }

  /// What to do where a mitigation did not help, in the transaction that says so.
  @FunctionalInterface
  public interface Escalation {
    /// @param outcome INEFFECTIVE or HARMFUL
    void escalate(
        Connection connection,
        StoredDecision decision,
        Aggregate aggregate,
        UUID actionId,
        Outcome outcome)
        throws SQLException;
  }

  /// The mitigations of a decision that ran.
  public List<SeenEffect> of(UUID decisionId) {
    return store.of(decisionId);
  }

  /// Opens windows and concludes those that are over: a chore. Instances do not disturb each other.
  public void look(Instant now) {
    store.open(now.minus(window).minus(Duration.ofDays(1)), window);
    for (SeenEffect effect : store.due(now, AT_ONCE)) {
      // What is archived by now stays open: there is nothing left to compare.
      decisions.find(effect.decisionId()).ifPresent(decision -> conclude(effect, decision, now));
    }
  }

  private void conclude(SeenEffect effect, StoredDecision decision, Instant now) {
    Aggregate aggregate = orders.aggregate(decision);
    String cohort = IncidentKey.of(aggregate).cohort();
    Windows seen = windows(effect, aggregate, List.of(aggregate), cohort, now);
    Windows holdout = windows(effect, aggregate, List.of(), holdout(cohort), now);
    boolean isMeasured = holdout.before().windows() > 0 && holdout.after().windows() > 0;
    Conclusion conclusion =
        EffectCheck.conclude(seen, isMeasured ? Optional.of(holdout) : Optional.empty());
    AuditEvent event =
        new AuditEvent(
            ids.next(),
            AuditEvent.Kind.EFFECT_CONCLUDED,
            "service",
            "action:" + effect.actionId(),
            effect.decisionId(),
            conclusion.reason(),
            Map.of("outcome", conclusion.outcome().name()));
    Outcome outcome = conclusion.outcome();
    store.conclude(
        effect.actionId(),
        conclusion,
        measured(seen, holdout),
        event,
        connection -> {
          if (outcome == Outcome.INEFFECTIVE || outcome == Outcome.HARMFUL) {
            escalation.escalate(connection, decision, aggregate, effect.actionId(), outcome);
          }
        });
    wake.run();
  }

  private static String holdout(String cohort) {
    return cohort.equals("everyone") ? HOLDOUT : cohort + "," + HOLDOUT;
  }

  /// @param known windows of before that need not be looked for
  private Windows windows(
      SeenEffect effect, Aggregate decided, List<Aggregate> known, String cohort, Instant now) {
    List<Aggregate> before = new ArrayList<>(known);
    List<Aggregate> waiting = new ArrayList<>();
    List<Aggregate> after = new ArrayList<>();
    Instant evidence = decided.window().end();
    for (Aggregate each : posted(decided, cohort, effect, now)) {
      Aggregate.Window window = each.window();
      if (!window.start().isBefore(effect.executedAt())) {
        after.add(each);
      } else if (!window.start().isBefore(evidence) && !window.end().isAfter(effect.executedAt())) {
        waiting.add(each);
      } else if (known.isEmpty() && !window.end().isAfter(evidence)) {
        before.add(each);
      }
    }
    return new Windows(Measured.of(before), Measured.of(waiting), Measured.of(after));
  }

  private List<Aggregate> posted(Aggregate decided, String cohort, SeenEffect effect, Instant now) {
    DecisionFilter filter =
        new DecisionFilter(
            Map.of(
                Criterion.PRODUCT, List.of(decided.product()),
                Criterion.CLUSTER, List.of(decided.cluster().id()),
                Criterion.COHORT, List.of(cohort)),
            Optional.empty(),
            effect.executedAt().minus(Duration.ofDays(1)),
            now.plusSeconds(1));
    List<UUID> found =
        search
            .find(new DecisionQuery(filter, Order.NEWEST, LOOKED_AT, Optional.empty()))
            .items()
            .stream()
            .map(Decision::decisionId)
            .filter(id -> !id.equals(effect.decisionId()))
            .toList();
    String environment = IncidentKey.of(decided).environment();
    return decisions.findAll(found).values().stream()
        .map(orders::aggregate)
        .filter(each -> IncidentKey.of(each).environment().equals(environment))
        .toList();
  }

  private static String measured(Windows cohort, Windows holdout) {
    byte[] json =
        new CanonicalObject(256)
            .document("cohort", measured(cohort))
            .document("holdout", measured(holdout))
            .toBytes();
    return new String(json, StandardCharsets.UTF_8);
  }

  private static byte[] measured(Windows windows) {
    return new CanonicalObject(128)
        .document("after", measured(windows.after()))
        .document("before", measured(windows.before()))
        .document("waiting", measured(windows.waiting()))
        .toBytes();
  }

  private static byte[] measured(Measured measured) {
    return new CanonicalObject(64)
        .number("complaints", measured.complaints())
        .number("hours", measured.hours())
        .number("windows", measured.windows())
        .toBytes();
  }
}
