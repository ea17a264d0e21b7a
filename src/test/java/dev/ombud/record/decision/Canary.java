package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.publish.ruleset.RulesetPublisher;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.HandClock;
import dev.ombud.testing.Hour;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.SilentMeter;
import dev.ombud.testing.TestDatabase;
import dev.ombud.testing.Texts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// One canary, hour by hour, through the real pipeline into a real database; a cluster a test. What
/// is older than three days is historic. Whatever is decided is judged again from what is stored.
final class Canary implements AutoCloseable {
  final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  final HandClock clock = new HandClock(now);
  final DecisionPipeline pipeline;
  private final TestDatabase postgres;
  private final LiveRuleset live;
  private final Map<UUID, FollowUp.Decided> followed = new ConcurrentHashMap<>();

  Canary(TestDatabase postgres) {
    this.postgres = postgres;
    RulesetParts parts = Rulesets.shipped();
    live =
        new RulesetPublisher(postgres.database(), new RulesetCompiler())
            .publish(
                new RulesetPublisher.Files.Good(parts, Rulesets.compile(parts)), Instant.now());
    pipeline = instance();
  }

  @Override
  public void close() {
    pipeline.close();
    live.compiled().close();
  }

  /// Another instance on the same database.
  DecisionPipeline instance() {
    return new DecisionPipeline(
        postgres.database(),
        () -> live,
        new TimeIds(clock),
        new SilentMeter(),
        (_, _, _) -> {},
        (_, decided) -> decided.forEach(each -> followed.put(each.decision().decisionId(), each)),
        Texts.vault(postgres.database()),
        new DecisionPipeline.Config(2, 4_096, "test"));
  }

  Decision post(Hour hour) {
    return post(pipeline, hour);
  }

  Decision post(DecisionPipeline instance, Hour hour) {
    return decided(send(instance, hour.json()));
  }

  CompletableFuture<DecisionAnswer> send(DecisionPipeline instance, String json) {
    return instance.submit(Texts.submission(postgres.database(), json));
  }

  Decision decided(CompletableFuture<DecisionAnswer> answer) {
    Decision decision = answer.join().decision();
    StoredDecision stored = pipeline.find(decision.decisionId()).orElseThrow();
    assertThat(
            Judge.judge(
                live.compiled(),
                Aggregates.read(stored.aggregateJson()),
                stored.context(),
                decision.decidedAt()))
        .isEqualTo(decision.judgement());
    return decision;
  }

  Hour breach(String cluster, double ago) {
    return Hour.breach(now, cluster, ago);
  }

  Hour quiet(String cluster, double ago) {
    return Hour.quiet(now, cluster, ago);
  }

  Context context(Decision decision) {
    return pipeline.find(decision.decisionId()).orElseThrow().context();
  }

  Context.Incident before(Decision decision) {
    return Objects.requireNonNull(context(decision).incident());
  }

  boolean isEnding(Decision decision) {
    return Objects.requireNonNull(followed.get(decision.decisionId())).endsIncident();
  }

  /// An incident as it is stored.
  record Stored(UUID id, String state, int breaches, int clears, UUID lastDecision) {}

  List<Stored> incidents(String cluster) {
    return postgres
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

  /// The only one.
  Stored incident(String cluster) {
    List<Stored> all = incidents(cluster);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  Instant time(String column, String cluster) {
    return postgres
        .database()
        .ask(handle ->
            handle
                .createQuery("select " + column + " from incidents where cluster = ?")
                .bind(0, cluster)
                .mapTo(Instant.class)
                .one());
  }
}
