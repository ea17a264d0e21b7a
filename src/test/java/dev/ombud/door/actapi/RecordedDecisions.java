package dev.ombud.door.actapi;

import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.DecisionAnswer;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.Evaluation;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.decision.Submission;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Decisions in memory, which a test can hold up or make fail.
public final class RecordedDecisions implements Decisions {
  private static final Judgement JUDGEMENT =
      new Judgement(
          Severity.P2,
          Disposition.TICKET,
          new Judgement.Mitigation(Tier.NONE, Scope.GLOBAL, Mode.RECOMMENDATION),
          List.of(),
          new Judgement.Owner("payments", 60),
          1,
          List.of(),
          List.of(),
          List.of());
  private static final Decision.RulesetRef RULESET = new Decision.RulesetRef(1, "sha256:0");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  public final Map<String, Decision> decided = new ConcurrentHashMap<>();

  /// What becomes of each promise before the caller gets it.
  public volatile UnaryOperator<CompletableFuture<DecisionAnswer>> pipeline =
      UnaryOperator.identity();

  @Override
  public CompletableFuture<DecisionAnswer> submit(Submission submission) {
    Decision fresh =
        new Decision(
            UUID.randomUUID(),
            NOW,
            Decision.AggregateKey.of(submission.aggregate()),
            JUDGEMENT,
            RULESET,
            null,
            submission.caller(),
            submission.traceId());
    Decision before = decided.putIfAbsent(submission.aggregate().aggregateId(), fresh);
    return pipeline.apply(
        CompletableFuture.completedFuture(
            before == null ? new DecisionAnswer(fresh, false) : new DecisionAnswer(before, true)));
  }

  @Override
  public CompletableFuture<DecisionAnswer> submitWaiting(Submission submission) {
    return submit(submission);
  }

  @Override
  public Evaluation evaluate(Aggregate aggregate, MaskingConfidence masking) {
    return new Evaluation(JUDGEMENT, RULESET, NOW);
  }

  @Override
  public Optional<StoredDecision> find(UUID id) {
    return decided.values().stream()
        .filter(decision -> decision.decisionId().equals(id))
        .findFirst()
        .map(decision ->
            new StoredDecision(
                decision, "{}", "digest".getBytes(StandardCharsets.UTF_8), Context.NONE, "1"));
  }

  @Override
  public Map<UUID, StoredDecision> findAll(Collection<UUID> ids) {
    return ids.stream()
        .map(this::find)
        .flatMap(Optional::stream)
        .collect(Collectors.toMap(stored -> stored.decision().decisionId(), stored -> stored));
  }
}
