package dev.ombud.record.log;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What the sealed log says, in its order: for whoever follows it. Each in the transaction of the
/// asker. Mapped by hand, since a row is one of three things. Stateless.
public final class LeafStore {
  private LeafStore() {}

  /// One record of the log.
  ///
  /// @param decisionId which it is, or which it is about; null where it is about none
  /// @param event what happened; null where it is a decision
  public record Leaf(UUID recordId, @Nullable UUID decisionId, @Nullable Happened event) {}

  /// @param subject for example `action:…`
  /// @param ticket that is resolved, where that is what happened
  /// @param target of the action that it happened to
  public record Happened(
      String kind,
      String subject,
      Optional<String> ticket,
      Optional<UUID> incident,
      Optional<String> target) {}

  /// How many leaves there are.
  public static long sealed(Handle handle) {
    return handle
        .createQuery("select coalesce(max(leaf_index) + 1, 0) from log_leaves")
        .mapTo(Long.class)
        .one();
  }

  /// What the log says from a leaf on: in the order of the commits, without a gap.
  public static List<Leaf> leaves(Handle handle, long from, int most) {
    return handle
        .createQuery(
            """
            select l.record_id, l.kind as record, e.kind, e.subject, e.decision_id,
              e.detail ->> 'ticket' as ticket, e.detail ->> 'target' as target,
              case e.kind when 'OUTCOME_REPORTED' then e.detail ->> 'incidentId' end as incident
            from log_leaves l left join audit_events e on e.id = l.record_id and l.kind = 'EVENT'
            where l.leaf_index >= :from and l.leaf_index < :to
            order by l.leaf_index
            """)
        .bind("from", from)
        .bind("to", from + most)
        .map((row, _) -> {
          UUID record = row.getObject("record_id", UUID.class);
          boolean isDecision = row.getString("record").equals(RecordKind.DECISION.name());
          if (isDecision || row.getString("kind") == null) {
            return new Leaf(record, isDecision ? record : null, null);
          }
          return new Leaf(
              record,
              row.getObject("decision_id", UUID.class),
              new Happened(
                  row.getString("kind"),
                  row.getString("subject"),
                  Optional.ofNullable(row.getString("ticket")),
                  Optional.ofNullable(row.getString("incident")).map(UUID::fromString),
                  Optional.ofNullable(row.getString("target"))));
        })
        .list();
  }

  /// What an event says of `kind` in its detail.
  public static Optional<String> kind(Handle handle, UUID event) {
    return handle
        .createQuery("select detail ->> 'kind' from audit_events where id = ?")
        .bind(0, event)
        .mapTo(String.class)
        .findOne();
  }
}
