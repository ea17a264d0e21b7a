package dev.ombud.door.actapi;

import dev.ombud.act.effect.Effects;
import dev.ombud.act.effect.SeenEffect;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.Decisions;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whether the mitigations of a decision helped. Thread-safe.
public final class EffectRoutes {
  private static final Set<Role> READERS =
      EnumSet.of(Role.OWNER, Role.REVIEWER, Role.AUDITOR, Role.OPERATOR);

  private final Decisions decisions;
  private final Effects effects;

  private EffectRoutes(Decisions decisions, Effects effects) {
    this.decisions = decisions;
    this.effects = effects;
  }

  public static List<Route> routes(Access access, Decisions decisions, Effects effects) {
    EffectRoutes here = new EffectRoutes(decisions, effects);
    return List.of(
        new Signed(access).route("GET", "/v1/decisions/{id}/effects", READERS, here::list));
  }

  private Response list(Request request, Caller caller) {
    UUID decision = Parameters.id(request, "decision");
    if (decisions.find(decision).isEmpty()) {
      throw ServiceException.missing("decision", decision);
    }
    List<Map<String, @Nullable Object>> items =
        effects.of(decision).stream().map(EffectRoutes::view).toList();
    return Response.json(200, Json.write(Map.of("items", items)));
  }

  private static Map<String, @Nullable Object> view(SeenEffect effect) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("actionId", effect.actionId().toString());
    view.put("executedAt", effect.executedAt().toString());
    view.put("lookUntil", effect.lookUntil().toString());
    view.put("concludedAt", effect.concludedAt().map(Object::toString).orElse(null));
    view.put("outcome", effect.outcome().map(Enum::name).orElse(null));
    view.put("reason", effect.reason().orElse(null));
    view.put("measured", effect.measured().map(EffectRoutes::measured).orElse(null));
    return view;
  }

  private static Map<?, ?> measured(String json) {
    return Json.readMembers(json.getBytes(StandardCharsets.UTF_8));
  }
}
