package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.contract.ScenarioReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.DecisionCase;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Reason;
import dev.ombud.ground.domain.Scenario;
import dev.ombud.publish.ruleset.ScenarioRun;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Rulesets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The shipped policy. Goal: every scenario holds, and judging is a pure function: cold or warm,
/// alone or beside others, the same arguments give the same judgement.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JudgeTest {
  private static final Instant NOW = Instant.parse("2026-03-02T18:00:05Z");
  private static final Instant END = Instant.parse("2026-03-02T18:00:00Z");
  private static final Path SHARED = Path.of("../shared/data/scenarios.ndjson");

  private CompiledRuleset ruleset = Rulesets.compile(Rulesets.shipped());

  @BeforeAll
  void compile() {
    ruleset = Rulesets.compile(Rulesets.shipped());
  }

  @AfterAll
  void close() {
    ruleset.close();
  }

  @TestFactory
  Stream<DynamicTest> decidesAsEveryScenarioExpects() throws IOException {
    List<Scenario> scenarios = new ArrayList<>();
    ScenarioReader.Reading own = ScenarioRun.read(Rulesets.shipped());
    assertThat(own.findings()).isEmpty();
    scenarios.addAll(own.scenarios());
    if (Files.exists(SHARED)) {
      ScenarioReader.Reading shared =
          new ScenarioReader().read(SHARED.toString(), Files.readAllBytes(SHARED));
      assertThat(shared.findings()).isEmpty();
      scenarios.addAll(shared.scenarios());
    }
    return scenarios.stream()
        .filter(DecisionCase.class::isInstance)
        .map(DecisionCase.class::cast)
        .map(scenario ->
            DynamicTest.dynamicTest(
                scenario.name(),
                () ->
                    assertThat(
                            scenario.misses(
                                Judge.judge(
                                    ruleset,
                                    scenario.aggregate(),
                                    Context.NONE.with(scenario.masking()),
                                    scenario.receivedAt())))
                        .as(scenario.because())
                        .isEmpty()));
  }

  @Test
  void givesTheSameJudgementColdAndWarm() {
    List<Aggregate> aggregates =
        Aggregates.real().stream().limit(200).map(Aggregates::read).toList();
    try (CompiledRuleset cold = Rulesets.compile(Rulesets.shipped())) {
      List<Judgement> first =
          aggregates.stream().map(each -> Judge.judge(cold, each, Context.NONE, NOW)).toList();
      for (int round = 0; round < 20; round++) {
        List<Judgement> again =
            aggregates.stream().map(each -> Judge.judge(cold, each, Context.NONE, NOW)).toList();
        assertThat(again).isEqualTo(first);
      }
    }
  }

  @Test
  void givesTheSameJudgementOnManyThreads() {
    List<Aggregate> aggregates =
        Aggregates.real().stream().limit(300).map(Aggregates::read).toList();
    List<Judgement> alone = aggregates.stream().map(each -> judge(each, Context.NONE)).toList();
    List<Judgement> together =
        aggregates.parallelStream().map(each -> judge(each, Context.NONE)).toList();
    assertThat(together).isEqualTo(alone);
  }

  @Test
  void concludesNothingFromWhatIsNotKnown() {
    Aggregate bare =
        Aggregates.read(
            """
            {"specVersion":"1.0","aggregateId":"bare","product":"shop","surface":"checkout",
             "window":{"start":"2026-03-01T18:00:00Z","end":"2026-03-02T18:00:00Z"},
             "cluster":{"id":"c","categories":["checkout_friction"],"confidence":0.9},
             "volume":{"count":40}}
            """);
    for (int round = 0; round < 100; round++) {
      Judgement judgement = judge(bare, Context.NONE);
      assertThat(codes(judgement)).containsExactly(ReasonCode.CORE_FUNNEL);
      assertThat(judgement.disposition()).isEqualTo(Disposition.DIGEST);
    }
  }

  @Test
  void holdsASecondMitigationBackWhileTheIncidentCoolsDown() {
    Judgement fresh = judge(surge(), Context.NONE);
    assertThat(fresh.mitigation().mode()).isEqualTo(Mode.AUTOMATIC);
    Judgement cooling = judge(surge(), mitigated(END.minusSeconds(59 * 60)));
    assertThat(cooling.mitigation().mode()).isEqualTo(Mode.APPROVAL);
    assertThat(codes(cooling)).contains(ReasonCode.COOLDOWN);
    Judgement later = judge(surge(), mitigated(END.minusSeconds(60 * 60)));
    assertThat(later.mitigation().mode()).isEqualTo(Mode.AUTOMATIC);
    assertThat(codes(later)).doesNotContain(ReasonCode.COOLDOWN);
  }

  @Test
  void pausesAnExperimentByItselfOnlyOnceThePainHasLasted() {
    byte[] paused =
        ScenarioRun.aggregate(Rulesets.shipped(), "an experiment is paused and its holdout kept")
            .orElseThrow();
    Aggregate canary =
        Aggregates.read(
            Aggregates.edit(new String(paused, StandardCharsets.UTF_8), "PROGRESSIVE", "CANARY"));
    Context lasting =
        new Context(new Context.Incident(TimeIds.first(NOW.toEpochMilli()), 1, 0, Tier.NONE, null));
    Instant end = canary.window().end();
    assertThat(Judge.judge(ruleset, canary, Context.NONE, end).mitigation().mode())
        .isEqualTo(Mode.APPROVAL);
    Judgement second = Judge.judge(ruleset, canary, lasting, end);
    assertThat(second.mitigation().mode()).isEqualTo(Mode.AUTOMATIC);
    assertThat(second.actions().getFirst().kind()).isEqualTo(ActionKind.PAUSE_EXPERIMENT);
  }

  @Test
  void proposesAtMostWhatLaterWindowsHaveSettledAndTellsNobodyElse() {
    Judgement late = judge(surge(), new Context(null, 1));
    assertThat(codes(late)).contains(ReasonCode.EVIDENCE_OUT_OF_ORDER);
    assertThat(late.disposition()).isEqualTo(Disposition.REVIEW);
    assertThat(late.actions())
        .extracting(Judgement.Action::state)
        .containsOnly(ActionState.AWAITING_APPROVAL);
  }

  @Test
  void saysHowFarTheNearestRowsWere() {
    Judgement judgement =
        judge(Aggregates.surgeWith("\"confidence\": 0.92", "\"confidence\": 0.8"), Context.NONE);
    assertThat(judgement.nearMisses())
        .anySatisfy(miss -> {
          assertThat(miss.row()).isEqualTo("AUT-010");
          assertThat(miss.failed().field()).isEqualTo("cluster.confidence");
          assertThat(miss.failed().value()).isEqualTo(0.8);
          assertThat(miss.failed().needs()).isEqualTo(">= 0.85");
          assertThat(miss.distance()).isEqualTo(0.05);
        });
  }

  @Test
  void sendsACaseToAPersonWhereATableSaysNothing() {
    try (CompiledRuleset gap =
        Rulesets.compile(
            Rulesets.withTable(
                "severity",
                """
                table severity
                hit policy UNIQUE
                id | in product: Product | out severity: Severity | note
                SEV-001 | "netflix-android" | P4 | leaves a gap
                """))) {
      Judgement judgement = Judge.judge(gap, surge(), Context.NONE, NOW);
      assertThat(codes(judgement)).contains(ReasonCode.NO_ROW);
      assertThat(judgement.disposition()).isEqualTo(Disposition.REVIEW);
      assertThat(judgement.mitigation().mode()).isNotEqualTo(Mode.AUTOMATIC);
    }
  }

  @Test
  void sendsACaseToAPersonWhereRowsContradictEachOther() {
    try (CompiledRuleset overlap =
        Rulesets.compile(
            Rulesets.withTable(
                "severity",
                """
                table severity
                hit policy UNIQUE
                id | in product: Product | out severity: Severity | note
                SEV-001 | - | P4 | overlaps
                SEV-002 | - | P1 | overlaps
                """))) {
      Judgement judgement = Judge.judge(overlap, surge(), Context.NONE, NOW);
      assertThat(codes(judgement)).contains(ReasonCode.TABLE_CONFLICT);
      assertThat(judgement.disposition()).isEqualTo(Disposition.REVIEW);
    }
  }

  private static Aggregate surge() {
    return Aggregates.read(Aggregates.surge());
  }

  private static Context mitigated(Instant at) {
    UUID id = TimeIds.first(NOW.toEpochMilli());
    return new Context(new Context.Incident(id, 3, 0, Tier.TIER_1, at));
  }

  private Judgement judge(Aggregate aggregate, Context context) {
    return Judge.judge(ruleset, aggregate, context, NOW);
  }

  private static List<ReasonCode> codes(Judgement judgement) {
    return judgement.reasons().stream().map(Reason::code).toList();
  }
}
