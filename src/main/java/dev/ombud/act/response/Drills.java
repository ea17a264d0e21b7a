package dev.ombud.act.response;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.Reviews;
import dev.ombud.act.words.Orders;
import dev.ombud.act.words.Sandbox;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Progress;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.DecisionAnswer;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.Intake;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rehearsals: an aggregate goes the whole way, through the real pipeline, the outbox and the human
/// queue, in an environment of its own whose actions the [Sandbox] carries out. Nothing real is
/// touched. Thread-safe.
public final class Drills {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 50;
  private static final Set<LiveState> UNDER_WAY =
      EnumSet.of(LiveState.QUEUED, LiveState.RUNNING, LiveState.WAITING);

  /// The members of an aggregate that are moments.
  private static final Set<String> MOMENTS =
      Set.of("start", "end", "deployedAt", "firstSeenAt", "observedAt", "ingestedAt", "at");

  private final Decisions decisions;
  private final Intake intake;
  private final Function<String, Optional<byte[]>> scenarios;
  private final ActionStore actions;
  private final Reviews reviews;
  private final ProgressStore progress;
  private final Orders orders;
  private final InstantSource clock;

  /// @param scenarios the aggregates of the ruleset that decides, by the names of the scenarios
  public Drills(
      Decisions decisions,
      Intake intake,
      Function<String, Optional<byte[]>> scenarios,
      ActionStore actions,
      Reviews reviews,
      ProgressStore progress,
      Orders orders,
      InstantSource clock) {
    this.decisions = decisions;
    this.intake = intake;
    this.scenarios = scenarios;
    this.actions = actions;
    this.reviews = reviews;
    this.progress = progress;
    this.orders = orders;
    this.clock = clock;
  }

  /// How far a drill has come.
  ///
  /// @param isOver whether nothing goes on by itself
  /// @param reviews what people are asked, or were
  /// @param steps in the order of their times
  public record Report(
      Decision decision, Progress progress, boolean isOver, List<UUID> reviews, List<Step> steps) {
    public Report {
      reviews = List.copyOf(reviews);
      steps = List.copyOf(steps);
    }
  }

  /// @param what `DECIDED`, `REVIEW_PROPOSED`, `REVIEW_APPROVED`, or what was done about an action
  /// @param subject what it was done to, for example `DISABLE_FLAG flag:new-checkout`
  public record Step(Instant at, String what, String subject) {}

  /// Sends a scenario through, as if its window had just ended and its incident were new.
  ///
  /// @throws ServiceException NOT_FOUND
  public Report scenario(String name, String caller, String traceId) throws InterruptedException {
    byte[] stored =
        scenarios
            .apply(name)
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND,
                    "the active ruleset has no scenario `%s`: check its name".formatted(name)));
    Map<String, @Nullable Object> aggregate = members(Json.read(stored));
    Instant end = Instant.parse(String.valueOf(members(aggregate.get("window")).get("end")));
    Duration by = Duration.between(end, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    Map<String, @Nullable Object> moved = moved(aggregate, by);
    Map<String, @Nullable Object> cluster = members(moved.get("cluster"));
    cluster.put("id", cluster.get("id") + "-drill-" + UUID.randomUUID());
    moved.put("cluster", cluster);
    return aggregate(moved, caller, traceId);
  }

  /// Sends an aggregate through, in the environment of drills and under an id of its own.
  ///
  /// @param given as JSON has it
  /// @throws ServiceException as for any aggregate
  public Report aggregate(Map<String, ?> given, String caller, String traceId)
      throws InterruptedException {
    if (!Json.isWritable(given)) {
      throw new ServiceException(ErrorCode.INVALID_AGGREGATE, Json.unwritable("the aggregate"));
    }
    Map<String, @Nullable Object> aggregate = members(given);
    Map<String, @Nullable Object> exposure =
        aggregate.get("exposure") == null
            ? new LinkedHashMap<>()
            : members(aggregate.get("exposure"));
    exposure.put("environment", Sandbox.ENVIRONMENT);
    aggregate.put("exposure", exposure);
    aggregate.put("aggregateId", "drill-" + UUID.randomUUID());
    DecisionAnswer answer =
        await(decisions.submit(intake.rehearse(Json.write(aggregate), caller, traceId)));
    return untilOver(answer.decision());
  }

  private static DecisionAnswer await(CompletableFuture<DecisionAnswer> answer)
      throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the pipeline failed", e.getCause());
    }
  }

  /// How a drill stands; nothing where there is none of that id.
  public Optional<Report> find(UUID id) {
    return decisions
        .find(id)
        .filter(stored -> IncidentKey.of(orders.aggregate(stored)).isDrill())
        .map(stored -> report(stored.decision()));
  }

  private Report untilOver(Decision decision) throws InterruptedException {
    Instant end = clock.instant().plus(PATIENCE);
    Report report = report(decision);
    while (!report.isOver() && clock.instant().isBefore(end)) {
      Thread.sleep(LOOK_MILLIS);
      report = report(decision);
    }
    return report;
  }

  private Report report(Decision decision) {
    UUID id = decision.decisionId();
    List<StoredAction> asked = actions.ofDecision(id);
    List<Review> people = reviews.of(id);
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            decision.decidedAt(),
            "DECIDED",
            decision.judgement().severity() + " " + decision.judgement().disposition()));
    for (Review review : people) {
      String subject = "review:" + review.id();
      steps.add(new Step(review.proposal().at(), "REVIEW_PROPOSED", subject));
      review
          .closed()
          .ifPresent(
              closed -> steps.add(new Step(closed.at(), "REVIEW_" + review.state(), subject)));
    }
    for (StoredAction action : asked) {
      String subject = action.kind() + " " + action.target();
      actions
          .steps(action.id())
          .forEach(step -> steps.add(new Step(step.at(), step.kind().name(), subject)));
      if (!UNDER_WAY.contains(action.state())) {
        steps.add(new Step(action.changedAt(), action.state().name(), subject));
      }
    }
    steps.sort(Comparator.comparing(Step::at));
    return new Report(
        decision,
        progress.of(id),
        asked.stream().noneMatch(action -> UNDER_WAY.contains(action.state())),
        people.stream().map(Review::id).toList(),
        steps);
  }

  private static Map<String, @Nullable Object> members(@Nullable Object value) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (!(value instanceof Map<?, ?> object)) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST, "the aggregate is no object: write one in braces");
    }
    object.forEach((name, member) -> members.put(String.valueOf(name), member));
    return members;
  }

  private static Map<String, @Nullable Object> moved(
      Map<String, @Nullable Object> object, Duration by) {
    Map<String, @Nullable Object> moved = new LinkedHashMap<>();
    object.forEach((name, value) ->
        moved.put(
            name,
            MOMENTS.contains(name) && value instanceof String moment
                ? Instant.parse(moment).plus(by).toString()
                : moved(value, by)));
    return moved;
  }

  private static @Nullable Object moved(@Nullable Object value, Duration by) {
    return switch (value) {
      case Map<?, ?> object -> moved(members(object), by);
      case List<?> items -> {
        List<@Nullable Object> moved = new ArrayList<>();
        items.forEach(item -> moved.add(moved(item, by)));
        yield moved;
      }
      case null -> null;
      default -> value;
    };
  }
}
