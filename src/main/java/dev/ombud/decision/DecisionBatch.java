package dev.ombud.decision;

import dev.ombud.decision.DecisionStore.DecidedKey;
import dev.ombud.decision.DecisionStore.Recorded;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Context;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Decision.AggregateKey;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.TimeIds;
import dev.ombud.engine.LiveRuleset;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Decides some aggregates in one transaction. Thread-safe as far as its stores are: one a lane.
final class DecisionBatch {
  private final DecisionStore decisions;
  private final IncidentStore incidents;
  private final FollowUp followUp;
  private final TimeIds ids;

  DecisionBatch(DecisionStore decisions, IncidentStore incidents, FollowUp followUp, TimeIds ids) {
    this.decisions = decisions;
    this.incidents = incidents;
    this.followUp = followUp;
    this.ids = ids;
  }

  /// What became of each aggregate; holds once the transaction has committed.
  ///
  /// Whoever is in none of the maps stands twice in the batch and must be asked again. The maps
  /// know a submission by its identity.
  ///
  /// @param records all that was decided now, in order
  /// @param recorded the same, by submission
  /// @param known those that had been decided before, by submission
  /// @param outdated those of which a later revision had been decided
  record Result(
      List<Recorded> records,
      Map<Submission, Recorded> recorded,
      Map<Submission, DecidedKey> known,
      Map<Submission, AggregateKey> outdated) {}

  /// Another instance was first with a key or an incident: roll back and begin anew.
  static final class OvertakenException extends SQLException {
    private static final long serialVersionUID = 1L;

    OvertakenException() {
      super("another instance decided the same aggregate or opened the same incident");
    }
  }

  /// @throws OvertakenException where the transaction must be rolled back and begun anew
  Result decide(Connection connection, List<Submission> batch, LiveRuleset live)
      throws SQLException {
    Result result =
        new Result(
            new ArrayList<>(),
            new IdentityHashMap<>(),
            new IdentityHashMap<>(),
            new IdentityHashMap<>());
    List<Submission> fresh = sort(connection, batch, result);
    if (fresh.isEmpty()) {
      return result;
    }
    Set<IncidentKey> keys = new LinkedHashSet<>();
    fresh.forEach(submission -> keys.add(IncidentKey.of(submission.aggregate())));
    Incidents open = new Incidents(incidents.lock(connection, keys));
    for (Submission submission : fresh) {
      Recorded recorded = judge(submission, live, open);
      result.records().add(recorded);
      result.recorded().put(submission, recorded);
    }
    List<Recorded> records = result.records();
    if (!decisions.takeKeys(connection, records) || !incidents.save(connection, open.changes())) {
      throw new OvertakenException();
    }
    decisions.append(connection, records);
    followUp.store(connection, records.stream().map(Recorded::decided).toList());
    return result;
  }

  private List<Submission> sort(Connection connection, List<Submission> batch, Result result)
      throws SQLException {
    Map<AggregateKey, Submission> first = new LinkedHashMap<>();
    for (Submission submission : batch) {
      first.putIfAbsent(withoutRevision(submission), submission);
    }
    Map<AggregateKey, DecidedKey> decided = decisions.findKeys(connection, first.keySet());
    Map<AggregateKey, Integer> latest = new HashMap<>();
    decided.keySet().forEach(key -> latest.merge(withoutRevision(key), key.revision(), Math::max));
    List<Submission> fresh = new ArrayList<>(first.size());
    for (Submission submission : first.values()) {
      AggregateKey key = AggregateKey.of(submission.aggregate());
      DecidedKey known = decided.get(key);
      if (known != null) {
        result.known().put(submission, known);
      } else if (key.revision() < latest.getOrDefault(withoutRevision(key), -1)) {
        result.outdated().put(submission, key);
      } else {
        fresh.add(submission);
      }
    }
    return fresh;
  }

  private static AggregateKey withoutRevision(Submission submission) {
    return withoutRevision(AggregateKey.of(submission.aggregate()));
  }

  private static AggregateKey withoutRevision(AggregateKey key) {
    return new AggregateKey(key.product(), key.aggregateId(), 0);
  }

  private Recorded judge(Submission submission, LiveRuleset live, Incidents open) {
    Aggregate aggregate = submission.aggregate();
    UUID id = ids.next();
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(id));
    IncidentKey key = IncidentKey.of(aggregate);
    Context context = open.context(key);
    Judgement judgement = Judge.judge(live.compiled(), aggregate, context, now);
    UUID incidentId = open.apply(key, aggregate, judgement, id, now);
    Decision decision =
        new Decision(
            id,
            now,
            AggregateKey.of(aggregate),
            judgement,
            live.ref(),
            incidentId,
            submission.caller(),
            submission.traceId(),
            key.isDrill());
    boolean ends = incidentId != null && open.hasEnded(incidentId);
    return new Recorded(submission, context, decision, ends);
  }
}
