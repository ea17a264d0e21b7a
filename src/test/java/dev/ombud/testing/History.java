package dev.ombud.testing;

import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.publish.ruleset.RulesetPublisher;
import dev.ombud.record.decision.DecisionAnswer;
import dev.ombud.record.decision.DecisionPipeline;
import dev.ombud.record.decision.DecisionWatcher;
import dev.ombud.record.decision.FollowUp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Decisions on record, made by the real pipeline under the shipped ruleset.
public final class History {
  private static final DecisionPipeline.Config CONFIG =
      new DecisionPipeline.Config(2, 4_096, "test");

  private History() {}

  /// What the pipeline told its watcher.
  public record Decided(Aggregate aggregate, Context context, Decision decision) {}

  /// Publishes the shipped ruleset, decides aggregates, and returns all in the order of their
  /// identities.
  public static List<Decided> decide(Database database, List<String> aggregates) {
    return decide(database, aggregates, (_, _, _) -> {});
  }

  /// @param watcher is told of each decision too
  public static List<Decided> decide(
      Database database, List<String> aggregates, DecisionWatcher watcher) {
    return decide(database, aggregates, watcher, Clock.systemUTC());
  }

  /// @param clock says when each decision is made
  public static List<Decided> decide(
      Database database, List<String> aggregates, DecisionWatcher watcher, Clock clock) {
    LiveRuleset live =
        new RulesetPublisher(database, new RulesetCompiler())
            .publish(
                new RulesetPublisher.Files.Good(
                    Rulesets.shipped(), Rulesets.compile(Rulesets.shipped())),
                Instant.now());
    ConcurrentLinkedQueue<Decided> decided = new ConcurrentLinkedQueue<>();
    try (DecisionPipeline pipeline =
        new DecisionPipeline(
            database,
            () -> live,
            new TimeIds(clock),
            new SilentMeter(),
            (aggregate, context, decision) -> {
              decided.add(new Decided(aggregate, context, decision));
              watcher.decided(aggregate, context, decision);
            },
            FollowUp.NONE,
            Texts.vault(database),
            CONFIG)) {
      List<CompletableFuture<DecisionAnswer>> answers = new ArrayList<>();
      for (String json : aggregates) {
        answers.add(pipeline.submitWaiting(Texts.submission(database, json)));
      }
      answers.forEach(CompletableFuture::join);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while deciding", e);
    } finally {
      live.compiled().close();
    }
    return decided.stream()
        .sorted(Comparator.comparing(each -> each.decision().decisionId().toString()))
        .toList();
  }
}
