package dev.ombud.record.decision;

import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.DecisionStore.DecidedKey;
import dev.ombud.record.decision.DecisionStore.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    List<Fresh> fresh = sort(connection, batch, result);
    if (fresh.isEmpty()) {
      return result;
    }
    judge(connection, fresh, live, result);
    List<Recorded> records = result.records();
    if (!decisions.takeKeys(connection, records)) {
      throw new OvertakenException();
    }
    decisions.append(connection, records);
    followUp.store(connection, records.stream().map(Recorded::decided).toList());
    return result;
  }

  /// Something to decide.
  ///
  /// @param key of its incident
  /// @param windowsId the windows among which its own stands, unless its evidence is historic
  /// @param earlier what was decided on its last revision, or null
  private record Fresh(
      Submission submission, IncidentKey key, UUID windowsId, @Nullable DecidedKey earlier) {
    static Fresh of(Submission submission, @Nullable DecidedKey earlier) {
      IncidentKey key = IncidentKey.of(submission.aggregate());
      return new Fresh(submission, key, IncidentStore.id(key, false), earlier);
    }

    UUID windowsId(boolean isHistoric) {
      return isHistoric ? IncidentStore.id(key, true) : windowsId;
    }
  }

  private List<Fresh> sort(Connection connection, List<Submission> batch, Result result)
      throws SQLException {
    Map<AggregateKey, Submission> first = new LinkedHashMap<>();
    for (Submission submission : batch) {
      first.putIfAbsent(withoutRevision(submission), submission);
    }
    Map<AggregateKey, DecidedKey> decided = decisions.findKeys(connection, first.keySet());
    Map<AggregateKey, DecidedKey> latest = new HashMap<>();
    decided.forEach((key, each) ->
        latest.merge(
            withoutRevision(key),
            each,
            (one, other) -> one.key().revision() > other.key().revision() ? one : other));
    List<Fresh> fresh = new ArrayList<>(first.size());
    for (Submission submission : first.values()) {
      AggregateKey key = AggregateKey.of(submission.aggregate());
      DecidedKey known = decided.get(key);
      DecidedKey earlier = latest.get(withoutRevision(key));
      if (known != null) {
        result.known().put(submission, known);
      } else if (earlier != null && key.revision() < earlier.key().revision()) {
        result.outdated().put(submission, key);
      } else {
        fresh.add(Fresh.of(submission, earlier));
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

  /// Judges all of them, those on historic evidence last.
  ///
  /// Whether evidence is historic is known only by the table, so all are judged in the context of
  /// what is live. What turns out to be historic touches nothing of that and is judged again, in
  /// the context of the history that was loaded before it.
  private void judge(Connection connection, List<Fresh> fresh, LiveRuleset live, Result result)
      throws SQLException {
    Map<UUID, IncidentKey> keys = new LinkedHashMap<>();
    Set<UUID> moved = new HashSet<>();
    for (Fresh each : fresh) {
      keys.put(each.windowsId(), each.key());
      if (each.earlier() != null && each.earlier().windowsId() != null) {
        moved.add(each.earlier().windowsId());
      }
    }
    moved.removeAll(keys.keySet());
    Incidents open = new Incidents(incidents.lock(connection, keys, moved));
    @Nullable Recorded[] recorded = new Recorded[fresh.size()];
    Map<Integer, UUID> historic = new LinkedHashMap<>();
    for (int i = 0; i < recorded.length; i++) {
      UUID id = ids.next();
      recorded[i] = judge(fresh.get(i), live, open, id, false);
      if (recorded[i] == null) {
        historic.put(i, id);
      }
    }
    if (!incidents.save(connection, open)) {
      throw new OvertakenException();
    }
    if (!historic.isEmpty()) {
      List<UUID> asked = historic.keySet().stream().map(i -> fresh.get(i).windowsId(true)).toList();
      Incidents past = new Incidents(incidents.lockHistoric(connection, asked));
      for (Map.Entry<Integer, UUID> each : historic.entrySet()) {
        int i = each.getKey();
        recorded[i] = judge(fresh.get(i), live, past, each.getValue(), true);
      }
      if (!incidents.saveWindows(connection, past.touched())) {
        throw new OvertakenException();
      }
    }
    for (Recorded each : recorded) {
      Recorded done = Objects.requireNonNull(each);
      result.records().add(done);
      result.recorded().put(done.submission(), done);
    }
  }

  /// @param isPast whether its evidence is known to be historic
  /// @return nothing where that turns out
  private static @Nullable Recorded judge(
      Fresh fresh, LiveRuleset live, Incidents all, UUID id, boolean isPast)
      throws OvertakenException {
    Submission submission = fresh.submission();
    Aggregate aggregate = submission.aggregate();
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(id));
    UUID windows = fresh.windowsId(isPast);
    DecidedKey earlier = fresh.earlier();
    Incidents.Place place = all.place(windows, fresh.key(), Window.of(aggregate, now), isPast);
    Context context = place.context().with(submission.masking());
    Judgement judgement = Judge.judge(live.compiled(), aggregate, context, now);
    if (judgement.isHistoric() && !isPast) {
      return null;
    }
    Incidents.Applied applied =
        all.apply(place, aggregate, judgement, new Incidents.Decided(id, now));
    if (earlier != null && earlier.windowsId() != null && !earlier.windowsId().equals(windows)) {
      all.leave(earlier.windowsId(), aggregate.aggregateId());
    }
    Decision decision =
        new Decision(
            id,
            now,
            AggregateKey.of(aggregate),
            judgement,
            live.ref(),
            applied.incident(),
            submission.caller(),
            submission.traceId(),
            fresh.key().isDrill());
    return new Recorded(
        submission,
        context,
        decision,
        windows,
        earlier == null ? null : earlier.decisionId(),
        applied.isEnding() && !isPast);
  }
}
