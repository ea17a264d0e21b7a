package dev.ombud.act.effect;

import dev.ombud.act.effect.EffectCheck.Conclusion;
import dev.ombud.act.effect.EffectCheck.Found;
import dev.ombud.act.words.Orders;
import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.Stages;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Outcome;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.MetricShape;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.search.DecisionSearch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// Looks whether mitigations helped, once their window is over: at what was posted of the same
/// product, surface, cluster and cohort, and of its holdout. Which metrics must not get worse is
/// what the ruleset says that is active then. Thread-safe.
public final class Effects {
  /// How long after a mitigation it is looked at whether it helped, where nobody says otherwise.
  public static final Duration USUAL_WINDOW = Duration.ofHours(6);

  private static final int AT_ONCE = 100;

  private final EffectStore store;
  private final Orders orders;
  private final Decisions decisions;
  private final EffectWindows windows;
  private final Supplier<LiveRuleset> live;
  private final Escalation escalation;
  private final TimeIds ids;
  private final Duration window;
  private final Runnable wake;

  /// @param live the ruleset that decides now
  /// @param escalation what to do where it did not help
  /// @param window how long after a mitigation it is looked at, besides the length of the window
  ///   that its evidence is of
  /// @param wake told once something is due, after its commit
  public Effects(
      EffectStore store,
      Orders orders,
      Decisions decisions,
      DecisionSearch search,
      Supplier<LiveRuleset> live,
      Escalation escalation,
      TimeIds ids,
      Duration window,
      Runnable wake) {
    this.store = store;
    this.orders = orders;
    this.decisions = decisions;
    this.windows = new EffectWindows(search, orders);
    this.live = live;
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
    LiveRuleset ruleset = live.get();
    EffectWindows.Sorted sorted =
        windows.find(
            Posted.of(decision, aggregate),
            effect.executedAt(),
            store.restoredAt(effect.decisionId()).orElse(now),
            now);
    Found found = sorted.found(shapes(ruleset, decision, aggregate, sorted));
    Conclusion conclusion = EffectCheck.conclude(found);
    EffectNumbers numbers = new EffectNumbers(found, conclusion, ruleset.ref().version());
    AuditEvent event =
        new AuditEvent(
            ids.next(),
            AuditEvent.Kind.EFFECT_CONCLUDED,
            "service",
            "action:" + effect.actionId(),
            effect.decisionId(),
            conclusion.reason(),
            Map.of("outcome", conclusion.outcome().name(), "measured", numbers.members()));
    Outcome outcome = conclusion.outcome();
    store.conclude(
        effect.actionId(),
        conclusion,
        numbers.text(),
        event,
        connection -> {
          if (outcome == Outcome.INEFFECTIVE || outcome == Outcome.HARMFUL) {
            escalation.escalate(connection, decision, aggregate, effect.actionId(), outcome);
          }
        });
    wake.run();
  }

  /// Of the metrics that came, those that a row of the table `metrics` is about.
  private static Map<String, MetricShape> shapes(
      LiveRuleset ruleset,
      StoredDecision decision,
      Aggregate aggregate,
      EffectWindows.Sorted sorted) {
    Facts facts = ruleset.compiled().facts(aggregate, decision.decision().decidedAt());
    ruleset.compiled().ask(Stages.EVIDENCE, facts);
    Map<String, MetricShape> shapes = new HashMap<>();
    for (String name : sorted.metrics()) {
      ruleset
          .compiled()
          .metrics()
          .find(name, facts)
          .ifPresent(shaped -> shapes.put(name, shaped.shape()));
    }
    return shapes;
  }
}
