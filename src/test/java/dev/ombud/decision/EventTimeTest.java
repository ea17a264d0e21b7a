package dev.ombud.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Context;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Disposition;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.TimeIds;
import dev.ombud.engine.LiveRuleset;
import dev.ombud.engine.RulesetCompiler;
import dev.ombud.engine.RulesetParts;
import dev.ombud.ruleset.RulesetPublisher;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.HandClock;
import dev.ombud.testing.Hour;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.SilentMeter;
import dev.ombud.testing.TestDatabase;
import dev.ombud.testing.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: incidents live in event time, whatever the order of arrival and whichever instance it is.
/// Method: windows of one canary, hour by hour, through the real pipeline into a real database; a
/// cluster a test. What is older than three days is historic.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventTimeTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private final Map<UUID, FollowUp.Decided> followed = new ConcurrentHashMap<>();
  private final HandClock clock = new HandClock(NOW);
  private LiveRuleset live;
  private DecisionPipeline pipeline;

  @BeforeAll
  void publish() {
    RulesetParts parts =
        Rulesets.withRules(
            "history.drl",
            """
            package dev.ombud.rules

            import dev.ombud.engine.Case
            import dev.ombud.domain.ReasonCode

            rule "history"
                when
                    $case : Case( aggregate().window().end()
                        .isBefore(now().minusSeconds(72 * 3600)) ) from entry-point "signals"
                then
                    $case.because(ReasonCode.EVIDENCE_HISTORIC, "older than 72 h");
            end
            """);
    live =
        new RulesetPublisher(POSTGRES.database(), new RulesetCompiler())
            .publish(
                new RulesetPublisher.Files.Good(parts, Rulesets.compile(parts)), Instant.now());
    pipeline = pipeline();
  }

  @AfterAll
  void stop() {
    pipeline.close();
    live.compiled().close();
  }

  private DecisionPipeline pipeline() {
    return new DecisionPipeline(
        POSTGRES.database(),
        () -> live,
        new TimeIds(clock),
        new SilentMeter(),
        (_, _, _) -> {},
        (_, decided) ->
            decided.forEach(each -> followed.put(each.decision().decisionId(), each)),
        Texts.vault(POSTGRES.database()),
        new DecisionPipeline.Config(2, 4_096, "test"));
  }

  private Decision post(Hour hour) {
    return post(pipeline, hour);
  }

  /// Decides a window, and judges it again from what is stored.
  private Decision post(DecisionPipeline instance, Hour hour) {
    Decision decision =
        instance.submit(Texts.submission(POSTGRES.database(), hour.json())).join().decision();
    StoredDecision stored = instance.find(decision.decisionId()).orElseThrow();
    assertThat(
            Judge.judge(
                live.compiled(),
                Aggregates.read(stored.aggregateJson()),
                stored.context(),
                decision.decidedAt()))
        .isEqualTo(decision.judgement());
    return decision;
  }

  private static Hour breach(String cluster, double ago) {
    return Hour.breach(NOW, cluster, ago);
  }

  private static Hour quiet(String cluster, double ago) {
    return Hour.quiet(NOW, cluster, ago);
  }

  private Context context(Decision decision) {
    return pipeline.find(decision.decisionId()).orElseThrow().context();
  }

  private boolean isEnding(Decision decision) {
    return Objects.requireNonNull(followed.get(decision.decisionId())).endsIncident();
  }

  private record Stored(UUID id, String state, int breaches, int clears, UUID lastDecision) {}

  private static List<Stored> incidents(String cluster) {
    return POSTGRES
        .database()
        .ask(handle ->
            handle
                .createQuery(
                    """
                    select id, state, breaches, clears, last_decision_id from incidents
                    where cluster = :cluster order by id
                    """)
                .bind("cluster", cluster)
                .map((row, _) ->
                    new Stored(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getObject(5, UUID.class)))
                .list());
  }

  private static Stored incident(String cluster) {
    List<Stored> all = incidents(cluster);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static Instant time(String column, String cluster) {
    return POSTGRES
        .database()
        .ask(handle ->
            handle
                .createQuery("select " + column + " from incidents where cluster = ?")
                .bind(0, cluster)
                .mapTo(Instant.class)
                .one());
  }

  @Test
  void breachesAndClearsAreWhatTheyLookLike() {
    assertThat(post(breach("looks", 2)).judgement().disposition())
        .isIn(Disposition.ACT, Disposition.REVIEW, Disposition.TICKET);
    assertThat(post(quiet("looks", 1)).judgement().disposition()).isEqualTo(Disposition.DIGEST);
    assertThat(incident("looks").clears()).isEqualTo(1);
  }

  @Test
  void inOrderABreachOpensAnIncidentAndClearsEndIt() {
    Decision opening = post(breach("in order", 5));
    Decision second = post(breach("in order", 4));
    post(quiet("in order", 3));
    Decision ending = post(quiet("in order", 2));
    assertThat(opening.incidentId()).isEqualTo(opening.decisionId());
    assertThat(Set.of(opening, second, ending)).extracting(Decision::incidentId).hasSize(3)
        .containsOnly(opening.decisionId());
    assertThat(context(opening)).isEqualTo(Context.NONE);
    assertThat(Objects.requireNonNull(context(ending).incident()).clears()).isEqualTo(1);
    assertThat(List.of(isEnding(opening), isEnding(second), isEnding(ending)))
        .containsExactly(false, false, true);
    Stored incident = incident("in order");
    assertThat(incident.state()).isEqualTo("CLOSED");
    assertThat(incident.lastDecision()).isEqualTo(ending.decisionId());
    assertThat(time("opened_at", "in order")).isEqualTo(NOW.minus(Duration.ofHours(5)));
    assertThat(time("closed_at", "in order")).isEqualTo(NOW.minus(Duration.ofHours(2)));
    assertThat(time("last_decided_at", "in order")).isEqualTo(NOW);

    Decision next = post(breach("in order", 1));
    assertThat(next.incidentId()).isEqualTo(next.decisionId());
    assertThat(post(quiet("in order", 0)).incidentId()).isEqualTo(next.decisionId());
  }

  @Test
  void clearsOutOfOrderEndNothing() {
    UUID incident = post(breach("late clears", 5)).incidentId();
    Decision newest = post(breach("late clears", 2));
    for (double ago : List.of(4.0, 3.0, 6.0, 7.0)) {
      Decision late = post(quiet("late clears", ago));
      assertThat(isEnding(late)).isFalse();
      assertThat(context(late).laterWindows()).isPositive();
    }
    Stored stored = incident("late clears");
    assertThat(stored.state()).isEqualTo("OPEN");
    assertThat(stored.breaches()).as("the clears came between").isEqualTo(1);
    assertThat(stored.lastDecision()).isEqualTo(newest.decisionId());
    Decision next = post(breach("late clears", 1));
    assertThat(next.incidentId()).isEqualTo(incident);
    assertThat(Objects.requireNonNull(context(next).incident()).breaches()).isEqualTo(1);
  }

  @Test
  void revisionsTakeThePlaceOfTheirWindows() {
    UUID incident = post(breach("revised", 5)).incidentId();
    post(breach("revised", 4));
    post(breach("revised", 3));
    assertThat(incident("revised").breaches()).isEqualTo(3);
    Decision revision = post(breach("revised", 4).revised());
    assertThat(revision.incidentId()).isEqualTo(incident);
    assertThat(context(revision).laterWindows()).isEqualTo(1);
    assertThat(Objects.requireNonNull(context(revision).incident()).breaches()).isEqualTo(1);
    assertThat(incident("revised").breaches()).isEqualTo(1);
    assertThat(isEnding(post(breach("revised", 5).revised()))).isFalse();
    assertThat(incident("revised").state()).isEqualTo("OPEN");
    assertThat(post(breach("revised", 2)).incidentId()).isEqualTo(incident);
    assertThat(post(breach("revised", 4).revised().revised()).incidentId()).isEqualTo(incident);
    assertThat(incident("revised").breaches()).isEqualTo(3);
  }

  @Test
  void aLateBreachAfterTheEndReopensNothing() {
    UUID incident = post(breach("after the end", 6)).incidentId();
    post(quiet("after the end", 4));
    assertThat(isEnding(post(quiet("after the end", 3)))).isTrue();
    assertThat(post(breach("after the end", 5)).incidentId()).isEqualTo(incident);
    assertThat(post(breach("after the end", 7)).incidentId()).isEqualTo(incident);
    assertThat(incident("after the end").state()).isEqualTo("CLOSED");
    assertThat(time("closed_at", "after the end")).isEqualTo(NOW.minus(Duration.ofHours(3)));
    post(quiet("after the end", 1));
    post(quiet("after the end", 0.5));
    assertThat(post(breach("after the end", 2)).incidentId())
        .as("settled by later windows, so it belongs to the nearest")
        .isEqualTo(incident);
    assertThat(incidents("after the end")).hasSize(1);
  }

  @Test
  void aLateBreachInQuietTimesOpensNothingThatLaterWindowsSettled() {
    post(quiet("quiet", 3));
    post(quiet("quiet", 2));
    Decision late = post(breach("quiet", 4));
    assertThat(context(late)).isEqualTo(new Context(null, 2));
    assertThat(late.incidentId()).isNull();
    assertThat(incidents("quiet")).isEmpty();
  }

  @Test
  void aLateBreachMakesAnIncidentOlder() {
    UUID incident = post(breach("older", 2)).incidentId();
    Decision late = post(breach("older", 4));
    assertThat(late.incidentId()).isEqualTo(incident);
    Stored stored = incident("older");
    assertThat(stored.breaches()).isEqualTo(2);
    assertThat(stored.lastDecision()).isEqualTo(incident);
    assertThat(time("opened_at", "older")).isEqualTo(NOW.minus(Duration.ofHours(4)));
  }

  @Test
  void aRevisionOfTheNewestWindowReopensWhatItEnded() throws Exception {
    UUID incident = Objects.requireNonNull(post(breach("reopened", 4)).incidentId());
    Instant mitigatedAt = NOW.minus(Duration.ofMinutes(30));
    POSTGRES
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "update incidents set mitigated_at = ? where id = ?",
                mitigatedAt.atOffset(java.time.ZoneOffset.UTC),
                incident));
    post(quiet("reopened", 3));
    post(quiet("reopened", 2));
    assertThat(incident("reopened").state()).isEqualTo("CLOSED");
    Decision revision = post(quiet("reopened", 2).revised());
    assertThat(revision.incidentId()).isEqualTo(incident);
    Context.Incident before = Objects.requireNonNull(context(revision).incident());
    assertThat(before.clears()).isEqualTo(1);
    assertThat(before.mitigatedAt()).as("it still cools down").isEqualTo(mitigatedAt);
    Stored stored = incident("reopened");
    assertThat(stored.state()).isEqualTo("OPEN");
    assertThat(stored.breaches()).isEqualTo(1);
    assertThat(isEnding(post(quiet("reopened", 2).revised().revised()))).isTrue();
    assertThat(incident("reopened").state()).isEqualTo("CLOSED");
  }

  @Test
  void aRevisionThatNamesAnotherClusterLeavesTheFirst() {
    UUID first = post(breach("moved from", 4)).incidentId();
    post(breach("moved from", 3));
    Hour moved = breach("moved from", 3);
    String id = "storefront/moved from/" + moved.id();
    Decision other =
        pipeline
            .submit(Texts.submission(POSTGRES.database(), moved.revised("moved to").json(id)))
            .join()
            .decision();
    assertThat(other.incidentId()).isEqualTo(other.decisionId());
    assertThat(incident("moved from").breaches()).isEqualTo(1);
    assertThat(incident("moved to").breaches()).isEqualTo(1);
    assertThat(post(breach("moved from", 2)).incidentId()).isEqualTo(first);
    assertThat(incident("moved from").breaches()).isEqualTo(2);
  }

  @Test
  void aWindowThatStillRunsIsOneOfNow() {
    post(breach("running", -0.5));
    clock.turn(Duration.ofMinutes(5));
    try {
      Decision next = post(quiet("running", -0.05));
      assertThat(context(next).laterWindows()).isZero();
      assertThat(incident("running").clears()).isEqualTo(1);
    } finally {
      clock.turn(Duration.ofMinutes(-5));
    }
  }

  @Test
  void historyHasIncidentsOfItsOwn() {
    UUID now = post(breach("history", 2)).incidentId();
    Decision first = post(breach("history", 100));
    Decision second = post(breach("history", 99));
    assertThat(first.judgement().isHistoric()).isTrue();
    assertThat(context(first)).isEqualTo(Context.NONE);
    Context.Incident past = Objects.requireNonNull(context(second).incident());
    assertThat(past.id()).isEqualTo(first.decisionId());
    assertThat(past.breaches()).isEqualTo(1);
    assertThat(first.incidentId()).isEqualTo(first.decisionId());
    assertThat(second.incidentId()).isEqualTo(first.decisionId());
    post(quiet("history", 98));
    Decision ended = post(quiet("history", 97));
    assertThat(ended.incidentId()).isEqualTo(first.decisionId());
    assertThat(isEnding(ended)).as("nobody was told of it").isFalse();
    assertThat(post(breach("history", 96)).incidentId()).isNotEqualTo(first.decisionId());
    Stored stored = incident("history");
    assertThat(stored.id()).isEqualTo(now);
    assertThat(stored.breaches()).isEqualTo(1);
    assertThat(stored.lastDecision()).isEqualTo(now);
    Decision next = post(breach("history", 1));
    assertThat(next.incidentId()).isEqualTo(now);
    assertThat(context(next).laterWindows()).isZero();
  }

  @Test
  void historyCoolsDownByItsOwnTime() {
    Decision acting = post(breach("cooling", 100));
    Decision next = post(breach("cooling", 99.5));
    Context.Incident past = Objects.requireNonNull(context(next).incident());
    if (acting.judgement().disposition() == Disposition.ACT) {
      assertThat(past.mitigatedAt()).isEqualTo(NOW.minus(Duration.ofHours(100)));
    } else {
      assertThat(past.mitigatedAt()).isNull();
    }
  }

  @Test
  void aRevisionThatHasBecomeHistoricMovesNothingLive() {
    UUID incident = post(breach("became history", 71)).incidentId();
    post(breach("became history", 70));
    clock.turn(Duration.ofHours(2));
    try {
      Decision revision = post(breach("became history", 71).revised());
      assertThat(revision.judgement().isHistoric()).isTrue();
      assertThat(revision.incidentId()).isNull();
    } finally {
      clock.turn(Duration.ofHours(-2));
    }
    assertThat(incident("became history").id()).isEqualTo(incident);
    assertThat(incident("became history").breaches()).isEqualTo(2);
  }

  @Test
  void historyAndPresentComeInOneBatch() {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Hour hour = breach("both", i % 2 == 0 ? 100 + i : 20 - i);
      answers.add(pipeline.submit(Texts.submission(POSTGRES.database(), hour.json())));
    }
    List<Decision> decided = answers.stream().map(each -> each.join().decision()).toList();
    assertThat(decided).isSortedAccordingTo(
        java.util.Comparator.comparing(each -> each.decisionId().toString()));
    assertThat(incident("both").breaches()).isEqualTo(6);
    assertThat(decided.stream().map(Decision::incidentId).distinct()).hasSize(2);
  }

  @Test
  void twoInstancesMakeOneRowOfWindows() {
    try (DecisionPipeline other = pipeline()) {
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 1; i <= Windows.KEPT; i++) {
        DecisionPipeline instance = i % 2 == 0 ? pipeline : other;
        String json = breach("two instances", 20 - i).json();
        answers.add(instance.submit(Texts.submission(POSTGRES.database(), json)));
      }
      Set<@Nullable UUID> of = new HashSet<>();
      answers.forEach(each -> of.add(each.join().decision().incidentId()));
      assertThat(of).hasSize(1).doesNotContainNull();
      assertThat(incident("two instances").breaches()).isEqualTo(Windows.KEPT);
      assertThat(isEnding(post(other, quiet("two instances", 3)))).isFalse();
      assertThat(isEnding(post(quiet("two instances", 2)))).isTrue();
      assertThat(post(other, breach("two instances", 4).revised()).incidentId()).isIn(of);
      assertThat(post(other, breach("two instances", 2.5)).incidentId()).isIn(of);
      assertThat(incidents("two instances")).hasSize(1);
      Decision next = post(other, breach("two instances", 1));
      assertThat(next.incidentId()).isEqualTo(next.decisionId());
      assertThat(post(breach("two instances", 0.5)).incidentId()).isEqualTo(next.decisionId());
    }
  }

  @Test
  void anIncidentFromBeforeThereWereWindowsGoesOn() {
    Aggregate aggregate = Aggregates.read(breach("before", 5).json());
    IncidentKey key = IncidentKey.of(aggregate);
    UUID id = UUID.randomUUID();
    POSTGRES
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                insert into incidents (opened_at, last_decided_at, id, last_decision_id, breaches,
                  clears, state, tier_reached, product, subject, environment, cohort, cluster,
                  touched_by)
                values (now(), now(), ?, ?, 3, 0, 'OPEN', 'TIER_2', ?, ?, ?, ?, ?, 'service')
                """,
                id,
                id,
                key.product(),
                key.subject(),
                key.environment(),
                key.cohort(),
                key.cluster()));
    Decision next = post(breach("before", 5));
    assertThat(next.incidentId()).isEqualTo(id);
    assertThat(Objects.requireNonNull(context(next).incident()).breaches()).isEqualTo(3);
    assertThat(incident("before").breaches()).isEqualTo(4);
    post(quiet("before", 4));
    post(quiet("before", 3));
    assertThat(incident("before").state()).isEqualTo("CLOSED");
  }

  /// The same windows in many orders, the newest last: the same counts as in order.
  @Test
  void theOrderOfArrivalChangesNoCount() {
    Random random = new Random(Long.getLong("ombud.seed", 14));
    for (int run = 0; run < 12; run++) {
      List<Boolean> breaches = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        breaches.add(random.nextBoolean());
      }
      breaches.add(true);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        order.add(i);
      }
      String inOrder = posted("in order " + run, breaches, order);
      Collections.shuffle(order, random);
      assertThat(posted("shuffled " + run, breaches, order))
          .as("%s in the order %s", breaches, order)
          .isEqualTo(inOrder);
    }
  }

  private String posted(String cluster, List<Boolean> breaches, List<Integer> order) {
    List<Integer> all = new ArrayList<>(order);
    all.add(9);
    for (int i : all) {
      Decision decision =
          post(breaches.get(i) ? breach(cluster, 20 - i) : quiet(cluster, 20 - i));
      if (context(decision).laterWindows() > 0) {
        assertThat(isEnding(decision)).isFalse();
      }
    }
    Optional<Stored> open =
        incidents(cluster).stream().filter(each -> each.state().equals("OPEN")).findFirst();
    return open.map(each -> each.breaches() + "/" + each.clears()).orElse("x");
  }
}
