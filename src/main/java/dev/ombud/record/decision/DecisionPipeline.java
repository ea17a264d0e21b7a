package dev.ombud.record.decision;

import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.Pool;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.texts.TextStore;
import dev.ombud.record.texts.TextVault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Takes aggregates in, forms micro-batches, and answers once a batch is committed.
///
/// Each aggregate goes to the lane of its incident, so that one incident is judged in order and no
/// two lanes wait for the same row. A lane takes whatever waits and never waits for more: a lone
/// request goes at once, and batches form by themselves under load. Thread-safe.
public final class DecisionPipeline implements Decisions, AutoCloseable {
  private final Supplier<LiveRuleset> ruleset;
  private final RecordStore finder;
  private final TimeIds ids;
  private final List<Lane> lanes;
  private final RecordCheck check;

  /// @param lanes how many batches may be under way at once
  /// @param capacity how many aggregates may wait in all lanes together
  /// @param engineVersion what judged, for the record
  public record Config(int lanes, int capacity, String engineVersion) {}

  public DecisionPipeline(
      Database database,
      Supplier<LiveRuleset> ruleset,
      TimeIds ids,
      DecisionMeter meter,
      DecisionWatcher watcher,
      FollowUp followUp,
      TextVault vault,
      Config config) {
    this.ruleset = ruleset;
    Database deciding = database.of(Pool.DECISIONS);
    this.finder = new RecordStore(database);
    this.ids = ids;
    this.check = new RecordCheck(finder, meter);
    DecisionWriter writer = new DecisionWriter();
    IncidentStore incidents = new IncidentStore();
    List<Lane> started = new ArrayList<>();
    for (int number = 0; number < config.lanes(); number++) {
      TextStore texts = new TextStore(deciding, vault);
      DecisionStore store = new DecisionStore(writer, config.engineVersion(), texts);
      DecisionBatch batch = new DecisionBatch(store, incidents, followUp, ids);
      started.add(
          new Lane(
              "lane-" + number,
              Math.ceilDiv(config.capacity(), config.lanes()),
              deciding,
              batch,
              finder,
              texts,
              ruleset,
              meter,
              check,
              watcher));
    }
    this.lanes = List.copyOf(started);
    meter.watchQueue(() -> lanes.stream().mapToInt(Lane::waiting).sum());
  }

  @Override
  public CompletableFuture<DecisionAnswer> submit(Submission submission) {
    requireBegun(submission.aggregate());
    return lane(submission)
        .offer(submission)
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.OVERLOADED, "the queue of decisions is full: try again in a second"));
  }

  @Override
  public CompletableFuture<DecisionAnswer> submitWaiting(Submission submission)
      throws InterruptedException {
    requireBegun(submission.aggregate());
    return lane(submission).put(submission);
  }

  private Instant now() {
    return Instant.ofEpochMilli(TimeIds.millisOf(ids.next()));
  }

  private void requireBegun(Aggregate aggregate) {
    Judge.requireBegun(ruleset.get().compiled(), aggregate, now());
  }

  private Lane lane(Submission submission) {
    int hash = IncidentKey.of(submission.aggregate()).hashCode();
    return lanes.get(Math.floorMod(hash ^ hash >>> 16, lanes.size()));
  }

  @Override
  public Evaluation evaluate(Aggregate aggregate, MaskingConfidence masking) {
    LiveRuleset live = ruleset.get();
    Instant now = now();
    Judge.requireBegun(live.compiled(), aggregate, now);
    Judgement judgement = Judge.judge(live.compiled(), aggregate, Context.NONE.with(masking), now);
    return new Evaluation(judgement, live.ref(), now);
  }

  @Override
  public Optional<StoredDecision> find(UUID id) {
    return finder.find(id);
  }

  @Override
  public Map<UUID, StoredDecision> findAll(Collection<UUID> ids) {
    return finder.findAll(ids);
  }

  /// Looks whether what callers were told of is on record. To be called now and then.
  public void checkRecord() {
    check.run();
  }

  /// Takes nothing more in, and ends when everything that was taken in is answered.
  @Override
  public void close() {
    lanes.forEach(Lane::stop);
    lanes.forEach(lane -> lane.await(Duration.ofSeconds(25)));
  }
}
