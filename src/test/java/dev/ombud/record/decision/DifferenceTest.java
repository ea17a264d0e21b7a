package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.Difference.Aspect;
import dev.ombud.record.decision.Difference.Change;
import dev.ombud.record.decision.Difference.RowChange;
import dev.ombud.record.decision.Difference.Way;
import dev.ombud.record.history.DifferenceTally;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Property;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.TableEdit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What differs between two judgements, and what many differences come to. Goal: the first cause
/// and only it is named. Method: the shipped ruleset with one table exchanged, on the checkout
/// surge.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("property")
final class DifferenceTest {
  private static final Instant NOW = Instant.parse("2026-03-02T18:00:05Z");
  private static final Aggregate SURGE = Aggregates.surgeWith();

  private CompiledRuleset shipped = Rulesets.compile(Rulesets.shipped());

  @BeforeAll
  void compile() {
    shipped = Rulesets.compile(Rulesets.shipped());
  }

  @AfterAll
  void close() {
    shipped.close();
  }

  private Judgement now() {
    return Judge.judge(shipped, SURGE, Context.NONE, NOW);
  }

  private Difference with(String table, String text) {
    try (CompiledRuleset other = Rulesets.compile(Rulesets.withTable(table, text))) {
      return Difference.between(SURGE, now(), Judge.judge(other, SURGE, Context.NONE, NOW));
    }
  }

  @Test
  void findsNothingBetweenEqualJudgements() {
    Difference difference = Difference.between(SURGE, now(), now());
    assertThat(difference.isChanged()).isFalse();
    assertThat(difference.rows()).isEmpty();
    assertThat(difference.automaticAdded()).isEmpty();
    assertThat(difference.automaticTaken()).isEmpty();
  }

  @Test
  void namesTheRowsOfTheFirstTableThatParts() {
    String before = winner("severity");
    Difference difference =
        with(
            "severity",
            """
            table severity
            hit policy PRIORITY
            id | in cluster.confidence: c | out severity: Severity | note
            ALL-001 | - | P4 | all
            """);
    assertThat(difference.changes())
        .contains(new Change(Aspect.SEVERITY, now().severity().name(), "P4"));
    assertThat(difference.responsible())
        .containsExactlyInAnyOrder(
            new RowChange("severity", before, Way.GOES_OUT),
            new RowChange("severity", "ALL-001", Way.COMES_IN));
    assertThat(difference.rows()).hasSizeGreaterThan(2);
    assertThat(difference.worst()).isEqualTo(now().severity());
  }

  @Test
  void namesATableThatBecomesUndecidedByItsOwnStage() {
    String before = winner("severity");
    Difference difference =
        with(
            "severity",
            """
            table severity
            hit policy PRIORITY
            id | in cluster.confidence: c | out severity: Severity | note
            NEV-001 | < 0.01 | P4 | never
            """);
    assertThat(difference.responsible())
        .containsExactlyInAnyOrder(
            new RowChange("severity", before, Way.GOES_OUT),
            new RowChange("", "table severity is undecided", Way.COMES_IN));
  }

  @Test
  void namesARowThatAppliesOnBothSidesAndConcludesOtherwise() {
    String row = winner("routing");
    Judgement after;
    try (CompiledRuleset other =
        Rulesets.compile(TableEdit.conclude("routing", row, "owner.slaMinutes", 7.0))) {
      after = Judge.judge(other, SURGE, Context.NONE, NOW);
    }
    Difference difference = Difference.between(SURGE, now(), after);
    assertThat(difference.changes())
        .containsExactly(new Change(Aspect.SLA, Integer.toString(now().owner().slaMinutes()), "7"));
    assertThat(difference.responsible())
        .containsExactly(new RowChange("routing", row, Way.CONCLUDES_OTHERWISE));
  }

  @Test
  void countsWhatNoLongerStartsByItself() {
    assertThat(now().disposition()).isEqualTo(Disposition.ACT);
    Difference difference =
        with(
            "automation",
            """
            table automation
            hit policy FIRST
            id | in cluster.confidence: c | out mitigation.mode: Mode | out telling: Told | note
            ASK-001 | - | APPROVAL | AT_ONCE | a person
            """);
    assertThat(difference.actedBefore()).isTrue();
    assertThat(difference.actedAfter()).isFalse();
    assertThat(difference.automaticTaken())
        .isEqualTo(
            Set.copyOf(
                now().actions().stream()
                    .map(Judgement.Action::kind)
                    .filter(ActionKind::mitigates)
                    .toList()))
        .isNotEmpty();
    assertThat(difference.automaticAdded()).isEmpty();
    assertThat(difference.changes())
        .contains(
            new Change(Aspect.MODE, "AUTOMATIC", "APPROVAL"),
            new Change(Aspect.DISPOSITION, "ACT", "REVIEW"));
  }

  @Test
  void namesTargetsApartFromKinds() {
    Judgement before = now();
    List<Judgement.Action> actions = new ArrayList<>(before.actions());
    Judgement.Action first = actions.getFirst();
    actions.set(
        0, new Judgement.Action(1, first.kind(), "elsewhere", first.state(), first.parent()));
    Judgement.Action dropped = actions.removeLast();
    Difference difference = Difference.between(SURGE, before, withActions(before, actions));
    assertThat(difference.changes())
        .contains(
            new Change(Aspect.ACTIONS, dropped.kind().name(), ""),
            new Change(
                Aspect.TARGETS, first.kind() + " " + first.target(), first.kind() + " elsewhere"));
  }

  private static Judgement withActions(Judgement judgement, List<Judgement.Action> actions) {
    return new Judgement(
        judgement.severity(),
        judgement.disposition(),
        judgement.mitigation(),
        actions,
        judgement.owner(),
        judgement.priority(),
        judgement.reasons(),
        judgement.firings(),
        judgement.nearMisses());
  }

  private String winner(String table) {
    return now().firings().stream()
        .filter(firing -> firing.cells() != null && firing.cells().table().equals(table))
        .findFirst()
        .orElseThrow()
        .rule();
  }

  /// One difference of which chance chooses the parts.
  private static Difference random(Random random) {
    List<Change> changes = new ArrayList<>();
    if (random.nextInt(3) > 0) {
      changes.add(new Change(Aspect.SEVERITY, "P" + (1 + random.nextInt(4)), "P4"));
    }
    boolean named = random.nextBoolean();
    return new Difference(
        random.nextBoolean() ? Severity.P1 : Severity.P3,
        changes,
        List.of(),
        List.of(new RowChange("severity", "ROW-" + random.nextInt(9), Way.COMES_IN)),
        random.nextBoolean() ? Set.of(ActionKind.DISABLE_FLAG) : Set.of(),
        Set.of(),
        java.util.Optional.of(
            new Aggregate.Money(random.nextInt(100) / 10.0, named ? "EUR" : "USD")),
        random.nextBoolean(),
        random.nextBoolean());
  }

  @Test
  void comesToTheSameInWhateverPartsAndOrder() {
    Property.forAll(
        (random, size) -> {
          List<Difference> differences = new ArrayList<>();
          for (int i = 0; i < size * 3; i++) {
            differences.add(random(random));
          }
          return differences;
        },
        differences -> {
          DifferenceTally whole = new DifferenceTally();
          DifferenceTally left = new DifferenceTally();
          DifferenceTally right = new DifferenceTally();
          for (int i = 0; i < differences.size(); i++) {
            whole.add(new UUID(i, 0), differences.get(i));
          }
          for (int i = differences.size() - 1; i >= 0; i--) {
            (i % 3 == 0 ? left : right).add(new UUID(i, 0), differences.get(i));
          }
          left.merge(right);
          assertThat(text(left)).isEqualTo(text(whole));
        });
  }

  private static String text(DifferenceTally tally) {
    return new String(Json.write(tally.report()), StandardCharsets.UTF_8);
  }

  @Test
  void addsRevenueUpBySides() {
    DifferenceTally tally = new DifferenceTally();
    boolean[] sides = {false, true};
    int amount = 1;
    for (boolean before : sides) {
      for (boolean after : sides) {
        tally.add(new UUID(0, amount), acting(before, after, amount));
        amount *= 10;
      }
    }
    assertThat(text(tally))
        .contains(
            "\"revenueAtRisk\":[{\"currency\":\"EUR\",\"actedUponBefore\":100,"
                + "\"actedUponAfter\":10,\"actedUponBoth\":1000,\"actedUponNeither\":1}]");
  }

  private static Difference acting(boolean before, boolean after, double amount) {
    return new Difference(
        Severity.P1,
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        Set.of(),
        java.util.Optional.of(new Aggregate.Money(amount, "EUR")),
        before,
        after);
  }

  @Test
  void showsTheMostSevereOfEachKindOfChangeFirst() {
    DifferenceTally tally = new DifferenceTally();
    for (int i = 0; i < 500; i++) {
      tally.add(new UUID(i, 1), changed(Severity.P3, Aspect.SEVERITY));
    }
    tally.add(new UUID(7, 2), changed(Severity.P1, Aspect.MODE));
    tally.add(new UUID(8, 2), changed(Severity.P4, Aspect.TEAM));
    List<?> examples = (List<?>) tally.report().get("examples");
    assertThat(examples).hasSize(20);
    assertThat(examples.get(0).toString()).contains("severity=P1");
    assertThat(examples.get(1).toString()).contains("severity=P3", new UUID(499, 1).toString());
    assertThat(examples.get(2).toString()).contains("severity=P4");
  }

  private static Difference changed(Severity severity, Aspect aspect) {
    return new Difference(
        severity,
        List.of(new Change(aspect, "a", "b")),
        List.of(),
        List.of(),
        Set.of(),
        Set.of(),
        java.util.Optional.empty(),
        false,
        false);
  }

  @Test
  void tellsSoManyValuesApartAndCountsTheRest() {
    DifferenceTally tally = new DifferenceTally();
    for (int i = 0; i < 10_000; i++) {
      tally.add(
          new UUID(i, 0),
          new Difference(
              Severity.P1,
              List.of(new Change(Aspect.TARGETS, "a", "b" + i)),
              List.of(),
              List.of(new RowChange("severity", "ROW-" + i, Way.COMES_IN)),
              Set.of(),
              Set.of(),
              java.util.Optional.empty(),
              false,
              false));
    }
    assertThat(tally.changed()).isEqualTo(10_000);
    assertThat(tally.count(new Change(Aspect.TARGETS, "a", "b0"))).isEqualTo(1);
    assertThat(tally.report().get("leftOut").toString())
        .isEqualTo("{changes=9800, rows=7000, revenueAtRisk=0}");
  }
}
