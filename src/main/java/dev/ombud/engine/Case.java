package dev.ombud.engine;

import dev.ombud.domain.ActionKind;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Context;
import dev.ombud.domain.Disposition;
import dev.ombud.domain.Facts;
import dev.ombud.domain.Field;
import dev.ombud.domain.Judgement.Comparison;
import dev.ombud.domain.Judgement.Effect;
import dev.ombud.domain.Judgement.Firing;
import dev.ombud.domain.Judgement.Reason;
import dev.ombud.domain.Mode;
import dev.ombud.domain.ReasonCode;
import dev.ombud.domain.Severity;
import dev.ombud.domain.Tier;
import dev.ombud.domain.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One aggregate on its way through the stages: what rules read, and where they write. Rules may
/// only make a case more careful after the tables have spoken: hold it for a person, forbid its
/// mitigation, quarantine it. Not thread-safe: one case, one thread.
public final class Case {
  private final Aggregate aggregate;
  private final Context context;
  private final Instant now;
  private final Facts facts;
  private final Telemetry telemetry = new Telemetry();

  private final List<Firing> firings = new ArrayList<>(16);
  private final List<Reason> reasons = new ArrayList<>(8);
  private final Set<ReasonCode> given = EnumSet.noneOf(ReasonCode.class);
  private final Set<ActionKind> actions = EnumSet.noneOf(ActionKind.class);
  private final Matching matching;

  private boolean held;
  private boolean quarantined;
  private boolean mitigationForbidden;
  private Disposition disposition = Disposition.REVIEW;
  private double priority;

  private List<Comparison> compared = new ArrayList<>(4);
  private List<Effect> effects = new ArrayList<>(4);

  Case(Aggregate aggregate, Context context, Instant now) {
    this.aggregate = aggregate;
    this.context = context;
    this.now = now;
    this.facts = FactsReader.read(aggregate);
    this.matching = new Matching(facts);
  }

  // What rules read.

  public Aggregate aggregate() {
    return aggregate;
  }

  /// When the case is judged; the only time that rules know.
  public Instant now() {
    return now;
  }

  /// NaN where it is not known. For consequences only: a condition compares by [#isAtLeast] and its
  /// like, because Drools compares NaN one way while it interprets a rule and another way once it
  /// has compiled it.
  public double number(Field field) {
    return facts.number(field);
  }

  /// False where either is not known, as with all comparisons here.
  public boolean isAtLeast(Field field, Field limit) {
    return facts.number(field) >= facts.number(limit);
  }

  public boolean isAtMost(Field field, Field limit) {
    return facts.number(field) <= facts.number(limit);
  }

  public boolean isBelow(Field field, Field limit) {
    return facts.number(field) < facts.number(limit);
  }

  public boolean isAtLeast(Field field, double limit) {
    return facts.number(field) >= limit;
  }

  public boolean isAbove(Field field, double limit) {
    return facts.number(field) > limit;
  }

  public boolean isTrue(Field field) {
    return facts.isTrue(field);
  }

  /// Whether the word, or one of the words, of a field is among these.
  public boolean isOneOf(Field field, String... words) {
    Object value = facts.value(field);
    for (String word : words) {
      if (value instanceof List<?> several ? several.contains(word) : word.equals(value)) {
        return true;
      }
    }
    return false;
  }

  public boolean isKnown(Field field) {
    return facts.shown(field) != null;
  }

  /// A value as people read it: `2.6`, `canary`, or `not known`.
  public String text(Field field) {
    Object value = facts.shown(field);
    return value == null ? "not known" : Words.of(value);
  }

  public Telemetry telemetry() {
    return telemetry;
  }

  /// How long ago a mitigation of the same incident ran, in minutes; NaN if none did.
  public double minutesSinceMitigation() {
    Context.Incident incident = context.incident();
    Instant mitigatedAt = incident == null ? null : incident.mitigatedAt();
    return mitigatedAt == null
        ? Double.NaN
        : Duration.between(mitigatedAt, now).toMillis() / 60_000.0;
  }

  public boolean ranLessThan(Field minutesAgo) {
    return minutesSinceMitigation() < facts.number(minutesAgo);
  }

  public boolean breachedLessThan(Field windows) {
    return breachesInARow() < facts.number(windows);
  }

  public boolean trafficRoseBy(Field times) {
    return telemetry.trafficRise() >= facts.number(times);
  }

  /// How many windows in a row call for somebody, this one included.
  public int breachesInARow() {
    Context.Incident incident = context.incident();
    return 1 + (incident == null ? 0 : incident.breaches());
  }

  public Severity severity() {
    return facts.value(Vocabulary.SEVERITY) instanceof String name
        ? Severity.valueOf(name)
        : Severity.P3;
  }

  /// Whether this is P1 or P2.
  public boolean isGrave() {
    return severity().compareTo(Severity.P2) <= 0;
  }

  public Tier tier() {
    return !mitigationForbidden && facts.value(Vocabulary.TIER) instanceof String name
        ? Tier.valueOf(name)
        : Tier.NONE;
  }

  /// Who starts the mitigation, after everything that holds it back.
  public Mode mode() {
    if (!mitigates()) {
      return Mode.RECOMMENDATION;
    }
    Mode mode =
        facts.value(Vocabulary.MODE) instanceof String name ? Mode.valueOf(name) : Mode.APPROVAL;
    return mode == Mode.AUTOMATIC && held ? Mode.APPROVAL : mode;
  }

  /// Whether anything would change for customers.
  public boolean mitigates() {
    if (mitigationForbidden || quarantined) {
      return false;
    }
    if (tier() != Tier.NONE) {
      return true;
    }
    for (ActionKind action : actions) {
      if (action.mitigates()) {
        return true;
      }
    }
    return false;
  }

  public boolean asksFor(ActionKind action) {
    return actions.contains(action);
  }

  public boolean isHeld() {
    return held;
  }

  public boolean isQuarantined() {
    return quarantined;
  }

  public boolean hasReasons() {
    return !reasons.isEmpty();
  }

  public boolean hasUnmappedCategories() {
    return !unmappedCategories().isEmpty();
  }

  /// The categories that the vocabulary does not list.
  public List<String> unmappedCategories() {
    List<String> categories = aggregate.cluster().categories();
    for (int i = 0; i < categories.size(); i++) {
      if (!Vocabulary.isCategory(categories.get(i))) {
        return categories.stream().filter(name -> !Vocabulary.isCategory(name)).toList();
      }
    }
    return List.of();
  }

  // Where rules write. Everything is noted in the firing of the rule that does it.

  /// Establishes a signal.
  public void establish(Field signal) {
    facts.put(signal, Boolean.TRUE);
    set(signal.name(), true);
  }

  /// Notes a value and what was asked of it.
  public void compare(Field field, String needs) {
    compared.add(new Comparison(field.name(), facts.shown(field), needs));
  }

  /// The same for a number that is no declared field, for example of one metric.
  public void compare(String what, double value, String needs) {
    compared.add(new Comparison(what, Double.isFinite(value) ? (Object) value : null, needs));
  }

  /// Gives a reason, once a code.
  public void because(ReasonCode code, String detail) {
    if (given.add(code)) {
      reasons.add(new Reason(code, detail));
    }
    set("reason." + code.name(), true);
  }

  /// Lets nothing start by itself and sends the case to a person.
  public void hold() {
    held = true;
    set("held", true);
  }

  /// Takes every mitigation away.
  public void forbidMitigation() {
    mitigationForbidden = true;
    set("mitigation.forbidden", true);
  }

  /// Sets the case apart: no action at all until a person has looked.
  public void quarantine() {
    quarantined = true;
    set("quarantined", true);
  }

  public void dispose(Disposition chosen) {
    disposition = chosen;
    set("disposition", chosen.name());
  }

  /// Where the case stands in the queue; higher comes first.
  public void rank(double rank) {
    priority = Math.round(rank * 10) / 10.0;
    set("priority", priority);
  }

  /// What is set twice in one firing stands once, with the last value.
  private void set(String field, Object value) {
    effects.removeIf(effect -> effect.field().equals(field));
    effects.add(new Effect(field, value));
  }

  // What the evaluation uses.

  Matching matching() {
    return matching;
  }

  Facts facts() {
    return facts;
  }

  Set<ActionKind> actions() {
    return actions;
  }

  List<Firing> firings() {
    return firings;
  }

  List<Reason> reasons() {
    return reasons;
  }

  Disposition disposition() {
    return disposition;
  }

  double priority() {
    return priority;
  }

  /// Ends the firing of a rule: what was compared and set since the last one belongs to it.
  void fired(String rule) {
    firings.add(new Firing(rule, null, compared, effects));
    compared = new ArrayList<>(4);
    effects = new ArrayList<>(4);
  }
}
