package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.domain.Judgement.NearMiss;
import dev.ombud.ground.domain.Judgement.Owner;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.TableVocabulary;
import dev.ombud.ground.field.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One aggregate on its way through tables and rules. Belongs to one thread; close it.
public final class CaseEvaluation implements AutoCloseable {
  /// Owns what the routing table leaves open.
  private static final Owner NOBODY = new Owner("product", 1440);

  private final CompiledRuleset ruleset;
  private final WarmSession session;
  private final Case subject;
  private final List<NearMiss> nearMisses = new ArrayList<>();
  private final List<Owner> owners = new ArrayList<>(2);
  private final List<String> channels = new ArrayList<>(2);
  private final @Nullable List<TableTrace> traces;
  private final @Nullable Counterpart counterpart;
  private boolean parted;
  private boolean sound;

  /// @param traces where to note what every table made of the case; null where nobody asks
  /// @param counterpart another ruleset that is asked beside; null where there is none
  CaseEvaluation(
      CompiledRuleset ruleset,
      WarmSession session,
      Case subject,
      @Nullable List<TableTrace> traces,
      @Nullable Counterpart counterpart) {
    this.ruleset = ruleset;
    this.session = session;
    this.subject = subject;
    this.traces = traces;
    this.counterpart = counterpart;
  }

  /// Reads the metrics under the limits that the evidence table has set.
  public void readTelemetry() {
    Facts facts = subject.facts();
    traceMetrics(facts);
    Telemetry telemetry = subject.telemetry();
    telemetry.read(subject.aggregate().telemetry(), subject.timing(), ruleset.metrics(), facts);
    facts.put(Vocabulary.TELEMETRY, telemetry.verdict());
    facts.put(Vocabulary.CONFIRMING, (double) telemetry.confirmations());
    subject.firings().addAll(telemetry.firings());
    if (ruleset.lexicon().isDeclared()) {
      StrayWords.note(subject, ruleset.metrics());
    }
  }

  private void traceMetrics(Facts facts) {
    if (traces != null && ruleset.has(Stages.METRICS)) {
      for (String name : new TreeSet<>(subject.aggregate().telemetry().keySet())) {
        facts.put(TableVocabulary.METRIC, name);
        traces.add(TableTrace.of(ruleset.table(Stages.METRICS).table(), Optional.of(name), facts));
      }
    }
  }

  /// @throws ServiceException WINDOW_NOT_BEGUN where the window lies ahead by more than the
  ///   evidence table lets clocks differ
  public void requireBegun() {
    double skew = subject.facts().number(Vocabulary.LIMIT_SKEW_MINUTES);
    if (subject.timing().hasNotBegun(skew)) {
      throw new ServiceException(
          ErrorCode.WINDOW_NOT_BEGUN,
          "the window begins at %s, and it was received at %s: send it once it has begun"
              .formatted(subject.aggregate().window().start(), subject.now()));
    }
  }

  /// How many signals agree.
  public void countSignals() {
    Facts facts = subject.facts();
    double surge = facts.isTrue(Vocabulary.SURGE) ? 1 : 0;
    boolean isMany = facts.isTrue(Vocabulary.SPIKE) || facts.isTrue(Vocabulary.BURST);
    facts.put(
        Vocabulary.CORROBORATING, surge + (isMany ? 1 : 0) + subject.telemetry().confirmations());
  }

  /// Fires the rules of one stage of `rules/`.
  public void apply(String stage) {
    session.apply(stage, subject);
  }

  /// Lets one table conclude: its conclusions become facts, each row that counts a firing.
  public void decide(String tableName) {
    TableIndex index = ruleset.table(tableName);
    HitPolicies.Choice choice = match(index, Optional.empty());
    int before = subject.firings().size();
    for (RowFact.Body row : choice.rows()) {
      conclude(index.table(), row);
    }
    if (ruleset.lexicon().isDeclared()) {
      RowReasons.give(subject, tableName, choice.rows(), before);
    }
    if (!collects(index.table())) {
      nearMisses.addAll(
          NearMisses.find(
              index, subject.facts(), choice.rows().isEmpty() ? null : choice.rows().getFirst()));
    }
  }

  /// Finds an owner for each category, as each may belong to another team.
  public void route(String tableName) {
    TableIndex index = ruleset.table(tableName);
    List<String> categories = subject.aggregate().cluster().categories();
    for (String category : categories) {
      subject.facts().put(Vocabulary.CATEGORY, List.of(category));
      clearRoute();
      for (RowFact.Body row : match(index, Optional.of(category)).rows()) {
        conclude(index.table(), row);
      }
      addOwner();
    }
    subject.facts().put(Vocabulary.CATEGORY, categories);
    if (owners.isEmpty()) {
      owners.add(NOBODY);
    }
    if (owners.size() > 1) {
      subject.because(
          ReasonCode.CROSS_FUNCTIONAL,
          "owned by " + String.join(" and ", owners.stream().map(Owner::team).toList()));
      subject.fired("several teams own the cluster");
    }
  }

  /// Adds up the points of every row that matches, which needs no engine: no row keeps another from
  /// counting.
  public void prioritise(String tableName) {
    if (!ruleset.has(tableName)) {
      return; // the rules of a ruleset of before have ranked it
    }
    TableIndex index = ruleset.table(tableName);
    if (traces != null) {
      traces.add(TableTrace.of(index.table(), Optional.empty(), subject.facts()));
    }
    double points = 0;
    for (RowFact.Body row : index.matching(subject.facts())) {
      conclude(index.table(), row);
      points += subject.facts().number(TableVocabulary.POINTS);
    }
    subject.facts().put(TableVocabulary.POINTS, points);
    subject.rank(points);
    subject.fired("place in the queue");
  }

  private void clearRoute() {
    Facts facts = subject.facts();
    facts.put(Vocabulary.TEAM, (String) null);
    facts.put(Vocabulary.NOTIFIED, (String) null);
    facts.put(Vocabulary.SLA, Double.NaN);
  }

  private void addOwner() {
    Facts facts = subject.facts();
    if (facts.value(Vocabulary.TEAM) instanceof String team
        && owners.stream().noneMatch(owner -> owner.team().equals(team))) {
      double sla = facts.number(Vocabulary.SLA);
      owners.add(new Owner(team, Double.isNaN(sla) ? NOBODY.slaMinutes() : (int) sla));
    }
    if (facts.value(Vocabulary.NOTIFIED) instanceof String channel && !channels.contains(channel)) {
      channels.add(channel);
    }
  }

  private HitPolicies.Choice match(TableIndex index, Optional<String> category) {
    if (traces != null) {
      traces.add(TableTrace.of(index.table(), category, subject.facts()));
    }
    List<RowFact.Body> matched = session.match(index, subject.matching());
    HitPolicies.Choice choice = HitPolicies.choose(index.table(), matched);
    if (counterpart != null && !parted) {
      parted = !counterpart.chooses(index.table().name(), choice, subject.facts());
    }
    if (choice.rows().isEmpty() && !collects(index.table())) {
      undecided(index.table(), matched, choice.conflict());
    }
    return choice;
  }

  private static boolean collects(DecisionTable table) {
    return table.hitPolicy().isCollecting();
  }

  /// A table that says nothing, or two things at once, sends the case to a person.
  private void undecided(DecisionTable table, List<RowFact.Body> matched, boolean conflict) {
    if (conflict) {
      List<String> rows = matched.stream().map(row -> row.row().id()).toList();
      subject.because(
          ReasonCode.TABLE_CONFLICT,
          "table `" + table.name() + "`: rows " + String.join(", ", rows) + " all match");
    } else {
      subject.because(ReasonCode.NO_ROW, "no row of table `" + table.name() + "` matches");
    }
    subject.hold();
    subject.fired("table " + table.name() + " is undecided");
  }

  private void conclude(DecisionTable table, RowFact.Body body) {
    // Before its conclusions become facts: what a row compared is what was there when it matched.
    Firing firing = TableAnswer.firing(table, body, subject.facts());
    for (int column = 0; column < table.outputs().size(); column++) {
      Object conclusion = body.row().conclusions().get(column);
      if (conclusion != null) {
        set(table.outputs().get(column).field(), conclusion);
      }
    }
    subject.firings().add(firing);
  }

  private void set(Field field, Object conclusion) {
    if (field.equals(Vocabulary.ACTION)) {
      subject.actions().add(ActionKind.valueOf(conclusion.toString()));
      return;
    }
    if (field.equals(Vocabulary.PERCENT) && subject.percent() <= (Double) conclusion) {
      return; // of several rows the one that leaves less
    }
    subject.facts().conclude(field, conclusion);
  }

  /// What all of it comes to.
  public Judgement judgement() {
    sound = true;
    Owner owner = owners.size() == 1 ? owners.getFirst() : soonest();
    return new Judgement(
        subject.severity(),
        subject.disposition(),
        ActionPlan.mitigation(subject),
        new ActionPlan(subject, owner, owners, channels).actions(),
        owner,
        subject.priority(),
        subject.reasons(),
        subject.firings(),
        nearMisses);
  }

  /// Whether the counterpart comes to the same outcome; false where that cannot be told.
  public boolean isShared() {
    return counterpart != null && counterpart.tells() && !parted;
  }

  private Owner soonest() {
    return owners.stream().min(Comparator.comparingInt(Owner::slaMinutes)).orElse(NOBODY);
  }

  /// Gives the session back, or throws it away if the evaluation did not come to its end.
  @Override
  public void close() {
    if (sound) {
      ruleset.giveBack(session);
    } else {
      session.close();
    }
  }
}
