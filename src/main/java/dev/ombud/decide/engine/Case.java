package dev.ombud.decide.engine;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Telling;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Effect;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.domain.Judgement.Reason;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.ground.field.WordList;
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
  private final Timing timing;
  private final Lexicon lexicon;
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
  private boolean suppressed;
  private Disposition disposition = Disposition.REVIEW;
  private double priority;

  private List<Comparison> compared = new ArrayList<>(4);
  private List<Effect> effects = new ArrayList<>(4);

  Case(Aggregate aggregate, Context context, Instant receivedAt, Lexicon lexicon) {
    this.aggregate = aggregate;
    this.context = context;
    this.timing = Timing.of(aggregate.window(), receivedAt);
    this.lexicon = lexicon;
    this.facts = FactsReader.read(aggregate, lexicon, timing);
    facts.put(Vocabulary.BREACHES, (double) breachesInARow());
    facts.put(Vocabulary.LATER_WINDOWS, (double) context.laterWindows());
    facts.put(Vocabulary.MASKING, context.masking().name());
    this.matching = new Matching(facts);
  }

  // What rules read.

  public Aggregate aggregate() {
    return aggregate;
  }

  /// When the case was received, which is when it is judged.
  public Instant now() {
    return timing.receivedAt();
  }

  Timing timing() {
    return timing;
  }

  Lexicon lexicon() {
    return lexicon;
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

  /// False where it is not known, as it is where it is true.
  public boolean isFalse(Field field) {
    return Boolean.FALSE.equals(facts.value(field));
  }

  /// Whether the evidence ended longer than so many hours before it was received.
  public boolean isOlderThan(Field hours) {
    return facts.number(Vocabulary.AGE) > 60 * facts.number(hours);
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

  /// How long before the evidence ended a mitigation of the same incident ran, in minutes; below 0
  /// where it ran after, NaN if none did.
  public double minutesSinceMitigation() {
    Context.Incident incident = context.incident();
    Instant mitigatedAt = incident == null ? null : incident.mitigatedAt();
    return mitigatedAt == null
        ? Double.NaN
        : Duration.between(mitigatedAt, timing.evidenceAt()).toMillis() / 60_000.0;
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

  public boolean hasTimeContradictions() {
    return timing.isContradictedBy(aggregate, facts.number(Vocabulary.LIMIT_SKEW_MINUTES));
  }

  /// What the aggregate says about times that cannot be, a clause each.
  public List<String> timeContradictions() {
    return timing.contradictions(aggregate, facts.number(Vocabulary.LIMIT_SKEW_MINUTES));
  }

  /// Whether the release came after the complaints, so that it cannot be their cause.
  public boolean isReleaseTooLate() {
    return timing.isAfter(aggregate.release(), facts.number(Vocabulary.LIMIT_SKEW_MINUTES));
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

  boolean isSuppressed() {
    return suppressed;
  }

  /// When others than the reviewer are told.
  Telling telling() {
    return facts.value(Vocabulary.TELLING) instanceof String name
        ? Telling.valueOf(name)
        : Telling.AT_ONCE;
  }

  /// What is left of an exposure that an action reduces; NaN where no row says so.
  double percent() {
    return facts.number(Vocabulary.PERCENT);
  }

  /// Whether anything explains the outcome; that something could not be used does not.
  public boolean hasReasons() {
    for (Reason reason : reasons) {
      if (!reason.code().isWarning()) {
        return true;
      }
    }
    return false;
  }

  /// Whether several teams own a part.
  public boolean hasSeveralOwners() {
    return given.contains(ReasonCode.CROSS_FUNCTIONAL);
  }

  public boolean hasUnmappedCategories() {
    return !unmappedCategories().isEmpty();
  }

  /// The categories that the vocabulary does not list.
  public List<String> unmappedCategories() {
    return lexicon.strays(WordList.CATEGORY, aggregate.cluster().categories());
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

  /// Keeps all of it in the house: on record, and never done.
  public void suppress() {
    suppressed = true;
    set("suppressed", true);
  }

  /// Gives a reason for what a row has concluded, which has a firing of its own.
  void explain(ReasonCode code, String detail) {
    if (given.add(code)) {
      reasons.add(new Reason(code, detail));
    }
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
