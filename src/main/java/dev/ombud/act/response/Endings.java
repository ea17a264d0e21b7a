package dev.ombud.act.response;

import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.News;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.outbox.LaterStore;
import dev.ombud.act.outbox.ToldStore;
import dev.ombud.act.outbox.ToldStore.Told;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewState;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.record.decision.FollowUp.Decided;
import dev.ombud.record.history.IncidentStateStore;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has those told who were told before: that an incident is over, that it goes on although they
/// heard that it is over, and that a person decided against what was proposed. What is said is an
/// action like any other, stored in the transaction of what it tells about. Where something was
/// switched for an incident that is over, it is looked at whether to propose taking it back.
/// Thread-safe.
public final class Endings {
  /// The first ordinal of what is told to those who were told; [LogFeed] has the ones before.
  static final int FIRST_ORDINAL = 4_000;

  /// So many tickets, alerts and messages of one incident are answered, the newest of them.
  static final int MAX_TOLD = 50;

  private static final Logger log = LoggerFactory.getLogger(Endings.class);

  private final TimeIds ids;

  public Endings(TimeIds ids) {
    this.ids = ids;
  }

  /// The subject of the event that says that an incident is over.
  static String subject(UUID incidentId) {
    return "incident:" + incidentId;
  }

  /// What decisions end, and what they show to go on, in their own transaction.
  ///
  /// @param decided in the order in which they were decided
  void store(Connection connection, List<Decided> decided) throws SQLException {
    Map<UUID, Decided> ended = new LinkedHashMap<>();
    Map<UUID, Decided> going = new LinkedHashMap<>();
    for (Decided each : decided) {
      UUID incident = each.decision().incidentId();
      if (incident == null || each.decision().judgement().isHistoric()) {
        continue;
      }
      if (each.endsIncident()) {
        ended.put(incident, each);
      } else if (!incident.equals(each.decision().decisionId())) {
        going.put(incident, each);
      }
    }
    List<NewAction> actions = new ArrayList<>();
    if (!ended.isEmpty()) {
      // What a later one of these decisions opened again is not over.
      ended.keySet().retainAll(IncidentStateStore.closed(connection, ended.keySet()));
      end(connection, ended, actions);
    }
    if (!going.isEmpty()) {
      goOn(connection, going, actions);
    }
    ActionStore.enqueue(connection, actions);
  }

  private void end(Connection connection, Map<UUID, Decided> ended, List<NewAction> actions)
      throws SQLException {
    if (ended.isEmpty()) {
      return;
    }
    Map<UUID, String> why = new HashMap<>();
    ended.forEach((incident, each) ->
        why.put(
            incident,
            "the incident is over, as decision `%s` says: there is nothing left to tell or do"
                .formatted(each.decision().decisionId())));
    ToldStore.over(connection, why, ended.values().iterator().next().decision().decidedAt());
    Map<UUID, List<Told>> told =
        byIncident(ToldStore.ofIncidents(connection, ended.keySet(), MAX_TOLD + 1));
    Set<UUID> switched = ToldStore.switched(connection, ended.keySet());
    for (Map.Entry<UUID, Decided> entry : ended.entrySet()) {
      UUID incident = entry.getKey();
      Decided each = entry.getValue();
      List<Told> all = told.getOrDefault(incident, List.of());
      if (all.size() > MAX_TOLD) {
        log.warn(
            "more than {} tickets, alerts and messages told of incident {}: the newest of them hear"
                + " that it is over",
            MAX_TOLD,
            incident);
      }
      List<Told> some = all.subList(0, Math.min(all.size(), MAX_TOLD));
      List<String> targets = new ArrayList<>();
      some.forEach(one -> targets.add(target(News.What.ENDED, one)));
      if (switched.contains(incident)) {
        targets.add(ToldStore.LIFT + incident);
      }
      for (int i = 0; i < targets.size(); i++) {
        actions.add(action(each, FIRST_ORDINAL + i, targets.get(i)));
      }
      AuditLog.append(connection, event(incident, each, some.size(), all.size() > MAX_TOLD));
    }
  }

  private AuditEvent event(UUID incident, Decided ended, int told, boolean isMore) {
    Decision decision = ended.decision();
    return new AuditEvent(
        ids.next(),
        AuditEvent.Kind.INCIDENT_ENDED,
        "service",
        subject(incident),
        decision.decisionId(),
        "%d windows in a row were clear".formatted(clears(decision)),
        Map.of("product", ended.aggregate().product(), "told", told, "moreWereTold", isMore));
  }

  /// How many clear windows in a row end an incident.
  static int clears(Decision decision) {
    return (int) decision.judgement().number(Vocabulary.LIMIT_CLEAR_WINDOWS).orElse(2);
  }

  private void goOn(Connection connection, Map<UUID, Decided> going, List<NewAction> actions)
      throws SQLException {
    List<Told> misled = ToldStore.misled(connection, going.keySet(), MAX_TOLD);
    if (misled.isEmpty()) {
      return;
    }
    Map<UUID, String> why = new HashMap<>();
    misled.forEach(told -> why.put(told.incidentId().orElseThrow(), "the incident goes on"));
    Decided first = going.values().iterator().next();
    ToldStore.notOver(connection, why, first.decision().decidedAt());
    // Whom no word of the end will reach need not hear that it does not hold.
    Map<UUID, List<Told>> heard = byIncident(ToldStore.misled(connection, why.keySet(), MAX_TOLD));
    going.forEach((incident, each) -> {
      int next = FIRST_ORDINAL;
      for (Told told : heard.getOrDefault(incident, List.of())) {
        actions.add(action(each, next++, target(News.What.REOPENED, told)));
      }
    });
  }

  private static Map<UUID, List<Told>> byIncident(Collection<Told> told) {
    Map<UUID, List<Told>> sorted = new HashMap<>();
    told.forEach(each ->
        sorted.computeIfAbsent(each.incidentId().orElseThrow(), _ -> new ArrayList<>()).add(each));
    return sorted;
  }

  private static String target(News.What what, Told told) {
    return new News.About(what, told.target(), told.id(), Optional.empty()).target();
  }

  private NewAction action(Decided decided, int ordinal, String target) {
    Decision decision = decided.decision();
    return action(
        decision.decisionId(),
        ordinal,
        target,
        decided.aggregate().product(),
        IncidentKey.of(decided.aggregate()).environment(),
        Optional.ofNullable(decision.incidentId()),
        decision.decidedAt());
  }

  private NewAction action(
      UUID decisionId,
      int ordinal,
      String target,
      String product,
      String environment,
      Optional<UUID> incidentId,
      Instant at) {
    return new NewAction(
        ids.next(),
        decisionId,
        ordinal,
        null,
        ActionKind.NOTIFY,
        target,
        product,
        environment,
        incidentId.orElse(null),
        ActionState.QUEUED,
        at);
  }

  /// A person's answer, in its own transaction. Where it lets nothing through, or leaves something
  /// out, those hear of it who were told of the decision; and what nobody was told yet is dropped
  /// where nothing is let through.
  void answered(Connection connection, Review review, Instant now) throws SQLException {
    if (!isAgainst(review)) {
      return;
    }
    UUID decisionId = review.proposal().decisionId();
    Optional<UUID> incidentId = Optional.ofNullable(review.proposal().incidentId());
    if (refusesAll(review)) {
      String by = review.closed().map(Review.Closed::by).orElse("service");
      ToldStore.refused(connection, decisionId, "`%s` rejected it".formatted(by), now);
    }
    List<NewAction> actions = new ArrayList<>();
    int next = ToldStore.nextOrdinal(connection, decisionId, FIRST_ORDINAL);
    for (Told told : ToldStore.ofDecision(connection, decisionId, incidentId, MAX_TOLD)) {
      News.About about =
          new News.About(News.What.ANSWERED, told.target(), told.id(), Optional.of(review.id()));
      actions.add(
          action(
              decisionId,
              next + actions.size(),
              about.target(),
              review.proposal().product(),
              review.proposal().key().environment(),
              incidentId,
              now));
    }
    ActionStore.enqueue(connection, actions);
  }

  /// Whether somebody said no. Who leaves a switch where it is decides against nothing that others
  /// were told of.
  private static boolean isAgainst(Review review) {
    boolean isLift =
        !review.proposal().actions().isEmpty()
            && review.proposal().actions().stream()
                .allMatch(action -> action.kind() == ActionKind.RESTORE);
    if (isLift) {
      return false;
    }
    return switch (review.state()) {
      case REJECTED -> true;
      case AMENDED -> !leftOut(review).isEmpty();
      case OPEN, APPROVED, SUPERSEDED, EXPIRED -> false;
    };
  }

  /// Whether a person wants nothing of what the decision itself came to, so that nobody need look
  /// at it any more. A further step that is proposed afterwards is another matter.
  static boolean refusesAll(Review review) {
    return review.state() == ReviewState.REJECTED
        && review.proposal().ordinals().stream()
            .allMatch(ordinal -> ordinal < NextTier.FIRST_ORDINAL);
  }

  /// The ordinals of what a person did not let through.
  static List<Integer> leftOut(Review review) {
    List<Integer> left = new ArrayList<>(review.proposal().ordinals());
    review.closed().ifPresent(closed -> left.removeAll(closed.ordinals()));
    return left;
  }

  /// What a person has done after all about an incident that is over by then: those who hear of it
  /// only now hear that it is over, and what is switched only now is looked at.
  public void retried(Connection connection, StoredAction action) throws SQLException {
    Optional<UUID> incident = action.incidentId();
    boolean isSwitch = ToldStore.isSwitch(action.kind());
    if (incident.isEmpty()
        || action.ordinal() >= LaterStore.FIRST_NOTICE
        || !(isSwitch || tells(action.kind()))) {
      return;
    }
    Optional<UUID> endedBy = IncidentStateStore.endedBy(connection, incident.get());
    if (endedBy.isEmpty()) {
      return;
    }
    String target =
        isSwitch
            ? ToldStore.LIFT + incident.get()
            : new News.About(News.What.ENDED, action.target(), action.id(), Optional.empty())
                .target();
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(ids.next()));
    NewAction news =
        action(
            endedBy.get(),
            ToldStore.nextOrdinal(connection, endedBy.get(), FIRST_ORDINAL),
            target,
            action.product(),
            action.environment(),
            incident,
            now);
    ActionStore.enqueue(connection, List.of(news));
  }

  private static boolean tells(ActionKind kind) {
    return kind == ActionKind.OPEN_TICKET
        || kind == ActionKind.PAGE_OWNER
        || kind == ActionKind.NOTIFY;
  }
}
