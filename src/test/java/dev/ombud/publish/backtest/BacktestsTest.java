package dev.ombud.publish.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.publish.backtest.Backtest.State;
import dev.ombud.record.decision.Judge;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Condition;
import dev.ombud.testing.History;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.SharedData;
import dev.ombud.testing.TableEdit;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Backtests of real decisions on a real database. Goal: what a backtest counts is exactly what
/// judging by hand comes to, and every end that one can take is on record. Method: the real
/// aggregates are decided once by the real pipeline.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BacktestsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");
  private static final RulesetParts SHIPPED = Rulesets.shipped();

  /// Takes 50 ms for a judgement.
  private static final RulesetParts SLOW =
      Rulesets.withRules(
          "slow.drl",
          """
          package dev.ombud.rules
          import dev.ombud.decide.engine.Case
          rule "slow"
              when
                  $case : Case() from entry-point "signals"
              then
                  java.util.concurrent.locks.LockSupport.parkNanos(50_000_000L);
          end
          """);

  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final LinkedBlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
  private List<History.Decided> decided = List.of();
  private long version;

  @BeforeAll
  void decide() {
    List<String> aggregates = new ArrayList<>(SharedData.aggregates());
    // A drill is no history.
    aggregates.add(
        Aggregates.edit(
            Aggregates.surge(), "\"environment\": \"production\"", "\"environment\": \"drill\""));
    decided =
        History.decide(POSTGRES.database(), aggregates).stream()
            .filter(each -> !each.decision().isDrill())
            .toList();
    assertThat(decided).hasSize(aggregates.size() - 1);
    version = decided.getFirst().decision().ruleset().version();
  }

  private Backtests backtests() {
    return new Backtests(POSTGRES.database(), new RulesetCompiler(), ids, finished::add);
  }

  private Plan plan(RulesetParts candidate, Instant from, Instant to, double sample) {
    return new Plan(UUID.randomUUID(), candidate, version, SHIPPED, from, to, sample, "owner");
  }

  private static Plan of(Plan plan, String caller) {
    return new Plan(
        plan.draftId(),
        plan.candidate(),
        plan.againstVersion(),
        plan.against(),
        plan.from(),
        plan.to(),
        plan.sample(),
        caller);
  }

  private Plan plan(RulesetParts candidate) {
    return plan(candidate, LONG_AGO, FAR_AHEAD, 1);
  }

  private static Backtest await(Backtests backtests, UUID id) {
    Condition.await(
        LIMIT,
        "the backtest has ended",
        () -> backtests.find(id).orElseThrow().state() != State.RUNNING);
    return backtests.find(id).orElseThrow();
  }

  private Backtest run(Plan plan) {
    try (Backtests backtests = backtests()) {
      return await(backtests, backtests.start(plan).id());
    }
  }

  private static String report(Backtest backtest) {
    assertThat(backtest.failure()).isEmpty();
    assertThat(backtest.state()).isEqualTo(State.DONE);
    return backtest.report().orElseThrow();
  }

  @Test
  void findsNoDifferenceBetweenEqualRulesetsAndIsFaithful() throws InterruptedException {
    Plan plan = plan(SHIPPED);
    Backtest backtest = run(plan);
    assertThat(report(backtest))
        .contains("\"judged\":" + decided.size() + ",")
        .contains("\"changed\":0,\"changes\":[],\"rows\":[]")
        .contains("\"diverged\":0,\"unreadable\":0");
    assertThat(backtest.judged()).isEqualTo(decided.size());
    assertThat(backtest.total()).hasValue(decided.size());
    assertThat(backtest.endedAt()).isPresent();
    Finished told = finished.poll(10, TimeUnit.SECONDS);
    while (told != null && !told.draftId().equals(plan.draftId())) {
      told = finished.poll(10, TimeUnit.SECONDS);
    }
    assertThat(told).isNotNull();
    assertThat(told.digest()).isEqualTo(SHIPPED.digest());
    assertThat(told.judged()).isEqualTo(decided.size());
    assertThat(told.changed()).isZero();
    assertThat(told.automaticAdded()).isZero();
  }

  @Test
  void countsExactlyWhatAChangedRowBringsAbout() {
    String row = mostFrequentRow();
    RulesetParts draft = TableEdit.conclude("severity", row, "severity", "P1");
    long changed = 0;
    long severities = 0;
    try (CompiledRuleset after = Rulesets.compile(draft)) {
      for (History.Decided each : decided) {
        Aggregate aggregate = each.aggregate();
        Instant now = each.decision().decidedAt();
        var judgement = Judge.judge(after, aggregate, each.context(), now);
        var before = each.decision().judgement();
        changed += outcome(judgement).equals(outcome(before)) ? 0 : 1;
        severities +=
            before.severity() == Severity.P4 && judgement.severity() == Severity.P1 ? 1 : 0;
      }
    }
    assertThat(severities).isPositive();
    String report = report(run(plan(draft)));
    assertThat(report)
        .contains("\"changed\":" + changed + ",")
        .contains(
            "{\"field\":\"severity\",\"from\":\"P4\",\"to\":\"P1\",\"count\":" + severities + "}")
        .contains("\"diverged\":0");
  }

  private static List<Object> outcome(dev.ombud.ground.domain.Judgement judgement) {
    Set<String> actions = new HashSet<>();
    judgement.actions().forEach(action -> actions.add(action.kind() + action.target()));
    return List.of(
        judgement.severity(),
        judgement.disposition(),
        judgement.mitigation(),
        judgement.owner(),
        actions);
  }

  /// Of those that conclude P4.
  private String mostFrequentRow() {
    java.util.Map<String, Long> rows = new java.util.TreeMap<>();
    for (History.Decided each : decided) {
      if (each.decision().judgement().severity() == Severity.P4) {
        each.decision().judgement().firings().stream()
            .filter(firing -> firing.cells() != null && firing.cells().table().equals("severity"))
            .forEach(firing -> rows.merge(firing.rule(), 1L, Long::sum));
      }
    }
    return rows.entrySet().stream()
        .max(java.util.Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  @Test
  void reportsDecisionsThatWereDecidedOtherwiseUnderTheSameVersion() {
    RulesetParts other = TableEdit.conclude("severity", mostFrequentRow(), "severity", "P1");
    Plan wrong =
        new Plan(UUID.randomUUID(), SHIPPED, version, other, LONG_AGO, FAR_AHEAD, 1, "owner");
    assertThat(report(run(wrong))).doesNotContain("\"diverged\":0");
  }

  @Test
  void replaysAHalfOpenRange() {
    Instant from = decided.get(decided.size() / 3).decision().decidedAt();
    Instant to = decided.get(decided.size() / 2).decision().decidedAt();
    long within =
        decided.stream()
            .map(each -> each.decision().decidedAt())
            .filter(at -> !at.isBefore(from) && at.isBefore(to))
            .count();
    assertThat(run(plan(SHIPPED, from, to.plusMillis(1), 1)).judged())
        .isEqualTo(
            decided.stream()
                .map(each -> each.decision().decidedAt())
                .filter(at -> !at.isBefore(from) && !at.isAfter(to))
                .count());
    if (from.isBefore(to)) {
      assertThat(run(plan(SHIPPED, from, to, 1)).judged()).isEqualTo(within);
      assertThat(run(plan(SHIPPED, from.plusNanos(1), to.plusNanos(1), 1)).judged())
          .isEqualTo(run(plan(SHIPPED, from.plusMillis(1), to.plusMillis(1), 1)).judged());
    }
  }

  @Test
  void comesToItsEndOnAnEmptyHistory() {
    Backtest backtest = run(plan(SHIPPED, LONG_AGO, LONG_AGO.plusSeconds(60), 1));
    assertThat(report(backtest)).contains("\"judged\":0,\"changed\":0");
    assertThat(backtest.total()).hasValue(0);
  }

  @Test
  void judgesTheSameShareEveryTime() {
    Backtest first = run(plan(SHIPPED, LONG_AGO, FAR_AHEAD, 0.25));
    Backtest second = run(plan(SHIPPED, LONG_AGO, FAR_AHEAD, 0.25));
    assertThat(first.judged()).isEqualTo(second.judged());
    assertThat(first.total()).hasValue(first.judged());
    if (decided.size() > 1000) {
      assertThat(first.judged()).isBetween(decided.size() / 5L, decided.size() * 3L / 10);
    }
  }

  @Test
  void endsWhenCancelledFromAnotherInstance() {
    try (Backtests here = backtests();
        Backtests there = backtests()) {
      UUID id = here.start(plan(SLOW)).id();
      there.cancel(id, "another");
      Backtest ended = await(here, id);
      assertThat(ended.state()).isEqualTo(State.CANCELLED);
      assertThat(ended.cancelledBy()).contains("another");
      assertThat(ended.report()).isEmpty();
      assertThatThrownBy(() -> there.cancel(id, "another"))
          .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.WRONG_STATE));
      assertThatThrownBy(() -> there.cancel(UUID.randomUUID(), "another"))
          .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.NOT_FOUND));
    }
  }

  private static ErrorCode code(Throwable failure) {
    return ((ServiceException) failure).code();
  }

  @Test
  void readsAsFailedOnceItsInstanceIsGone() throws SQLException {
    try (Backtests backtests = backtests()) {
      UUID id = run(plan(SHIPPED)).id();
      execute(
          "update backtests set state = 'RUNNING', report = null, ended_at = null,"
              + " heartbeat_at = clock_timestamp() - interval '29 s' where id = '"
              + id
              + "'");
      assertThat(backtests.find(id).orElseThrow().state()).isEqualTo(State.RUNNING);
      execute(
          "update backtests set heartbeat_at = clock_timestamp() - interval '31 s' where id = '"
              + id
              + "'");
      Backtest gone = backtests.find(id).orElseThrow();
      assertThat(gone.state()).isEqualTo(State.FAILED);
      assertThat(gone.failure()).contains("the instance that ran it is gone: start it again");
      assertThat(gone.endedAt()).isPresent();
      assertThatThrownBy(() -> backtests.cancel(id, "owner"))
          .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.WRONG_STATE));
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void stopsWithTheServiceAndSaysSo() {
    Backtests backtests = backtests();
    UUID running = backtests.start(plan(SLOW)).id();
    UUID waiting = backtests.start(plan(SHIPPED)).id();
    backtests.close();
    try (Backtests later = backtests()) {
      for (UUID id : List.of(running, waiting)) {
        assertThat(later.find(id).orElseThrow().failure())
            .contains("the service was stopped: start it again");
      }
    }
    assertThatThrownBy(() -> backtests.start(plan(SHIPPED)))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.STOPPING));
  }

  @Test
  void letsFewWaitAndRefusesMore() {
    try (Backtests backtests = backtests()) {
      List<UUID> started = new ArrayList<>();
      Plan slow = plan(SLOW);
      for (int i = 0; i < 3; i++) {
        started.add(backtests.start(slow).id());
      }
      assertThatThrownBy(() -> backtests.start(slow))
          .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.RATE_LIMITED));
      for (int i = 0; i < 2; i++) {
        started.add(backtests.start(of(slow, "another owner")).id());
      }
      assertThatThrownBy(() -> backtests.start(of(slow, "a third owner")))
          .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.OVERLOADED));
      assertThat(backtests.list(slow.draftId()).stream().map(Backtest::id))
          .containsExactlyElementsOf(started.reversed());
      started.forEach(id -> backtests.cancel(id, "owner"));
      started.forEach(id -> assertThat(await(backtests, id).state()).isEqualTo(State.CANCELLED));
    }
  }

  @Test
  void showsProgressThatOnlyRises() {
    try (Backtests backtests = backtests()) {
      UUID id = backtests.start(plan(SLOW)).id();
      List<Long> seen = new ArrayList<>();
      Condition.await(
          LIMIT,
          "progress was seen twice",
          () -> {
            long judged = backtests.find(id).orElseThrow().judged();
            if (seen.isEmpty() || seen.getLast() != judged) {
              seen.add(judged);
            }
            return seen.size() >= 2;
          });
      assertThat(seen).isSorted();
      assertThat(backtests.find(id).orElseThrow().total()).hasValue(decided.size());
    }
  }

  @Test
  void namesTheDecisionThatADraftCannotJudge() {
    RulesetParts broken =
        Rulesets.withRules(
            "broken.drl",
            """
            package dev.ombud.rules
            import dev.ombud.decide.engine.Case
            rule "broken"
                when
                    $case : Case() from entry-point "signals"
                then
                    throw new IllegalStateException("no");
            end
            """);
    Backtest backtest = run(plan(broken));
    assertThat(backtest.state()).isEqualTo(State.FAILED);
    assertThat(backtest.failure().orElseThrow()).startsWith("the draft cannot judge decision `");
  }

  @Test
  void refusesWhatIsNoRangeAndNoShare() {
    try (Backtests backtests = backtests()) {
      for (Plan bad :
          List.of(
              plan(SHIPPED, FAR_AHEAD, LONG_AGO, 1),
              plan(SHIPPED, LONG_AGO, LONG_AGO, 1),
              plan(SHIPPED, LONG_AGO, Instant.MAX, 1),
              plan(SHIPPED, LONG_AGO, FAR_AHEAD, 0),
              plan(SHIPPED, LONG_AGO, FAR_AHEAD, 1.01),
              plan(SHIPPED, LONG_AGO, FAR_AHEAD, Double.NaN))) {
        assertThatThrownBy(() -> backtests.start(bad))
            .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.INVALID_REQUEST));
      }
    }
  }
}
