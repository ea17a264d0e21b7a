package dev.ombud.act.words;

import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.BriefRequest;
import dev.ombud.act.brief.RequestStore;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Decision;
import dev.ombud.record.decision.FollowUp;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks for a brief of what people have to know, in the transaction of its decision: of the most
/// severe, and of what waits for a person. Drills and history get none, for a brief takes of what
/// may be spent on the model. Thread-safe.
public final class Briefed implements FollowUp {
  private final FollowUp first;
  private final TimeIds ids;
  private final Set<Severity> severities;

  /// @param first what a decision sets off besides
  /// @param severities of decisions that get a brief though nobody is asked
  public Briefed(FollowUp first, TimeIds ids, Set<Severity> severities) {
    this.first = first;
    this.ids = ids;
    this.severities = severities.isEmpty() ? Set.of() : EnumSet.copyOf(severities);
  }

  @Override
  public void store(Connection connection, List<Decided> decided) throws SQLException {
    first.store(connection, decided);
    List<BriefRequest> requests = new ArrayList<>();
    for (Decided each : decided) {
      kind(each.decision()).map(kind -> request(kind, each)).ifPresent(requests::add);
    }
    RequestStore.enqueue(connection, requests);
  }

  private Optional<BriefKind> kind(Decision decision) {
    if (decision.isDrill() || decision.judgement().isHistoric()) {
      return Optional.empty();
    }
    Disposition disposition = decision.judgement().disposition();
    if (disposition == Disposition.REVIEW || disposition == Disposition.QUARANTINE) {
      return Optional.of(BriefKind.REVIEW);
    }
    return severities.contains(decision.judgement().severity())
        ? Optional.of(BriefKind.DECISION)
        : Optional.empty();
  }

  private BriefRequest request(BriefKind kind, Decided decided) {
    Decision decision = decided.decision();
    return new BriefRequest(
        ids.next(),
        decision.decidedAt(),
        kind,
        Optional.of(decision.decisionId()),
        Optional.ofNullable(decision.incidentId()),
        decision.judgement().severity(),
        decided.aggregate().product(),
        Optional.empty(),
        0);
  }
}
