package dev.ombud.gate.evaluation;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.json.Json;
import dev.ombud.record.log.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Lets a release through that a gate keeps back: by name, with a reason, for a while, and only
/// against what the approver saw. Each is an event of the log when it is placed and when it is
/// ended early. Thread-safe.
public final class GateOverrides {
  /// Whoever needs longer looks again.
  public static final Duration MAX_TIME = Duration.ofHours(24);

  private final GateOverrideStore store;
  private final GateStore evaluations;
  private final TimeIds ids;

  public GateOverrides(Database database, TimeIds ids) {
    this.store = new GateOverrideStore(database);
    this.evaluations = new GateStore(database);
    this.ids = ids;
  }

  /// Lets through what an evaluation keeps back, from now on.
  ///
  /// @throws ServiceException NOT_FOUND where there is no such evaluation of the gate; WRONG_STATE
  ///   where it keeps nothing back; FORBIDDEN for whoever asked for it; INVALID_REQUEST for an end
  ///   that is past or too far off
  public GateOverride place(
      String gate, UUID evaluationId, Instant until, String actor, String reason) {
    GateEvaluation seen =
        evaluations
            .find(evaluationId)
            .filter(each -> each.gate().equals(gate))
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND,
                    "gate `%s` has no evaluation `%s`: check the id"
                        .formatted(gate, evaluationId)));
    List<String> covers = holding(seen);
    if (seen.isSafe() || covers.isEmpty()) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE, "the evaluation keeps nothing back: promote without an override");
    }
    if (seen.caller().equals(actor)) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "`%s` asked for this evaluation: let somebody else approve".formatted(actor));
    }
    UUID id = ids.next();
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(id));
    if (!until.isAfter(now) || until.isAfter(now.plus(MAX_TIME))) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "`until` is past or more than %d hours away: name a time after %s and up to %s"
              .formatted(MAX_TIME.toHours(), now, now.plus(MAX_TIME)));
    }
    GateOverride placed =
        new GateOverride(
            id,
            seen.id(),
            gate,
            seen.product(),
            seen.release(),
            actor,
            reason,
            covers,
            now,
            until,
            Optional.empty());
    store.insert(placed, event(AuditEvent.Kind.GATE_OVERRIDDEN, placed, actor, reason));
    return placed;
  }

  private static List<String> holding(GateEvaluation seen) {
    List<String> codes = new ArrayList<>();
    if (seen.parts().get("reasons") instanceof List<?> reasons) {
      for (Object reason : reasons) {
        Map<?, ?> members = Json.members(reason);
        if (!GateVerdict.valueOf(String.valueOf(members.get("verdict"))).isSafe()) {
          codes.add(String.valueOf(members.get("code")));
        }
      }
    }
    return codes.stream().distinct().toList();
  }

  /// Ends one early; nothing where there is none. One that is over already stays as it is.
  public Optional<GateOverride> end(UUID id, String actor, String reason) {
    return store.end(
        id,
        new AuditEvent(
            ids.next(),
            AuditEvent.Kind.GATE_OVERRIDE_ENDED,
            actor,
            "gate-override:" + id,
            null,
            reason,
            Map.of()));
  }

  /// How many hold now, at all gates.
  public int inForceCount() {
    return store.countInForce(Instant.ofEpochMilli(TimeIds.millisOf(ids.next())));
  }

  /// Newest first, those that are over too.
  public Page<GateOverride> list(
      String gate,
      Optional<String> product,
      Optional<String> release,
      Optional<UUID> before,
      int limit) {
    return Page.of(
        store.list(new GateStore.Wanted(gate, product, release, before), limit + 1),
        limit,
        GateOverride::id);
  }

  private AuditEvent event(AuditEvent.Kind kind, GateOverride placed, String actor, String reason) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("gate", placed.gate());
    detail.put("product", placed.product());
    detail.put("release", placed.release());
    detail.put("evaluation", placed.evaluationId().toString());
    detail.put("covers", placed.covers());
    detail.put("until", placed.until().toString());
    return new AuditEvent(
        ids.next(), kind, actor, "gate-override:" + placed.id(), null, reason, detail);
  }
}
