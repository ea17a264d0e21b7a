package dev.ombud.record.search;

import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.search.Trail.Incident;
import dev.ombud.record.search.Trail.Step;
import dev.ombud.record.texts.MaskedText;
import dev.ombud.record.texts.TextStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Follows a piece of evidence through every aggregate, decision, incident and event that it led
/// to. Shows masked texts only. Thread-safe.
public final class Trails {
  /// Of one decision.
  private static final int MAX_EVENTS = 50;

  private final SearchStore search;
  private final Decisions decisions;
  private final TextStore texts;
  private final AuditLog events;
  private final TrailStore incidents;

  public Trails(Database database, Decisions decisions, TextStore texts, AuditLog events) {
    this.search = new SearchStore(database, SearchStore.WALK);
    this.decisions = decisions;
    this.texts = texts;
    this.events = events;
    this.incidents = new TrailStore(database);
  }

  /// @throws dev.ombud.ground.base.ServiceException NOT_FOUND where no decision on record used it;
  ///   DATABASE_UNAVAILABLE
  public Trail follow(TrailQuery query) {
    // One more than asked for tells whether there is a next page.
    List<Position> found =
        search.find(
            new DecisionQuery(query.filter(), DecisionOrder.OLDEST, query.limit(), query.after()),
            query.limit() + 1);
    if (found.isEmpty() && query.after().isEmpty()) {
      throw query.notFound();
    }
    Page<UUID> page =
        Page.of(found, query.limit(), last -> last.cursor(query.filter(), DecisionOrder.OLDEST))
            .map(Position::id);
    return new Trail(query.evidenceId(), steps(query.evidenceId(), page.items()), page.next());
  }

  private List<Step> steps(String evidenceId, List<UUID> ids) {
    Map<UUID, StoredDecision> stored = decisions.findAll(ids);
    Set<UUID> incidentIds =
        stored.values().stream()
            .map(each -> each.decision().incidentId())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    Map<UUID, Incident> opened = incidents.incidents(incidentIds);
    List<Step> steps = new ArrayList<>();
    for (UUID id : ids) {
      StoredDecision decision = stored.get(id);
      if (decision != null) {
        Page<EventRow> page = events.find(EventQuery.ofDecision(id, MAX_EVENTS));
        steps.add(
            new Step(
                decision,
                texts(id, evidenceId),
                Optional.ofNullable(decision.decision().incidentId()).map(opened::get),
                page.items(),
                page.next().isPresent()));
      }
    }
    return steps;
  }

  private List<MaskedText> texts(UUID decisionId, String evidenceId) {
    return texts.texts(decisionId).stream()
        .filter(text -> text.evidenceId().equals(Optional.of(evidenceId)))
        .toList();
  }
}
