package dev.ombud.response;

import dev.ombud.action.LaterStore;
import dev.ombud.action.NewAction;
import dev.ombud.audit.RecordKind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// How far the log was followed, what it says next, and what is queued of it: all of it in one
/// transaction, to which this belongs.
record FeedStore(Handle handle) {
  /// Which ordinals of each decision are next for what is told of it.
  Map<UUID, Integer> nextOrdinals(Collection<UUID> decisions) {
    return LaterStore.nextOrdinals(handle, decisions, LogFeed.FIRST_ORDINAL);
  }

  /// @param wake told after the commit
  void enqueue(List<NewAction> actions, Instant now, Runnable wake) {
    LaterStore.enqueue(handle, actions, now);
    handle.afterCommit(wake);
  }

  /// One record of the log.
  ///
  /// @param decisionId which it is, or which it is about; null where it is about none
  /// @param event what happened; nothing where it is a decision
  record Leaf(
      UUID recordId, RecordKind kind, @Nullable UUID decisionId, Optional<Happened> event) {}

  /// @param subject for example `action:…`
  /// @param ticket that is resolved, where that is what happened
  /// @param target of the action that it happened to
  record Happened(
      String kind,
      String subject,
      Optional<String> ticket,
      Optional<UUID> incident,
      Optional<String> target) {}

  /// An action that opens a ticket.
  record Opening(int ordinal, String target) {}

  /// An action that something happened to.
  record Acted(UUID decisionId, int ordinal) {}

  /// The next leaf to read, until the end of the transaction for nobody else; nothing where another
  /// instance is at it.
  OptionalLong lock() {
    return handle
        .createQuery("select next_leaf from feed_progress for update skip locked")
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  void move(long next) {
    handle.execute("update feed_progress set next_leaf = ? where next_leaf <> ?", next, next);
  }

  /// How many leaves there are.
  long sealed() {
    return handle
        .createQuery("select coalesce(max(leaf_index) + 1, 0) from log_leaves")
        .mapTo(Long.class)
        .one();
  }

  /// What the log says from a leaf on, in its order: that of the commits, without a gap.
  List<Leaf> leaves(long from, int most) {
    return handle
        .createQuery(
            """
            select l.record_id, l.kind, e.kind as event_kind, e.subject as event_subject,
              case l.kind when 'DECISION' then l.record_id else e.decision_id end as decision_id,
              e.detail ->> 'ticket' as event_ticket, e.detail ->> 'target' as event_target,
              case e.kind when 'OUTCOME_REPORTED' then cast(e.detail ->> 'incidentId' as uuid) end
                as event_incident
            from log_leaves l left join audit_events e on e.id = l.record_id and l.kind = 'EVENT'
            where l.leaf_index >= :from and l.leaf_index < :to
            order by l.leaf_index
            """)
        .bind("from", from)
        .bind("to", from + most)
        .mapTo(Leaf.class)
        .list();
  }

  /// Whether a report says that a ticket is resolved.
  boolean isResolved(UUID event) {
    return handle
        .createQuery(
            "select detail ->> 'kind' = 'TICKET_RESOLVED' from audit_events where id = :id")
        .bind("id", event)
        .mapTo(Boolean.class)
        .one();
  }

  Optional<Acted> action(UUID id) {
    return handle
        .createQuery("select decision_id, ordinal from actions where id = :id")
        .bind("id", id)
        .mapTo(Acted.class)
        .findOne();
  }

  /// The actions of a decision that open the tickets of the whole incident.
  List<Opening> openings(UUID decisionId) {
    return handle
        .createQuery(
            """
            select ordinal, target from actions
            where decision_id = :decision and kind = 'OPEN_TICKET' and parent is null
            order by ordinal
            """)
        .bind("decision", decisionId)
        .mapTo(Opening.class)
        .list();
  }

  /// The action that opened a ticket, the newest of them.
  Optional<Acted> opened(String ticket) {
    return handle
        .createQuery(
            """
            select decision_id, ordinal from actions
            where kind = 'OPEN_TICKET' and receipt_reference = :ticket
            order by id desc limit 1
            """)
        .bind("ticket", ticket)
        .mapTo(Acted.class)
        .findOne();
  }

  /// The gravest decision of an incident that asked for anything; the newest of several.
  Optional<UUID> gravest(UUID incident) {
    return handle
        .createQuery(
            """
            select d.id from decisions d
            where d.id in (select a.decision_id from actions a where a.incident_id = :incident)
            order by d.severity, d.id desc limit 1
            """)
        .bind("incident", incident)
        .mapTo(UUID.class)
        .findOne();
  }

  Optional<UUID> lastDecision(UUID incident) {
    return handle
        .createQuery("select last_decision_id from incidents where id = :id")
        .bind("id", incident)
        .mapTo(UUID.class)
        .findOne();
  }

  /// The action that told people of something.
  Optional<Acted> told(UUID decisionId, String target) {
    return handle
        .createQuery(
            """
            select decision_id, ordinal from actions
            where decision_id = :decision and ordinal >= :first and target = :target limit 1
            """)
        .bind("decision", decisionId)
        .bind("first", LogFeed.FIRST_ORDINAL)
        .bind("target", target)
        .mapTo(Acted.class)
        .findOne();
  }
}
