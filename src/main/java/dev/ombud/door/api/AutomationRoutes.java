package dev.ombud.door.api;

import dev.ombud.act.action.Freeze;
import dev.ombud.act.outbox.Automation;
import dev.ombud.act.outbox.AutomationState;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What holds automation, over HTTP: the stop switch, freezes, the budget. Thread-safe.
public final class AutomationRoutes {
  private static final Set<Role> READERS =
      EnumSet.of(Role.OWNER, Role.REVIEWER, Role.AUDITOR, Role.OPERATOR);
  private static final Set<Role> SWITCHERS = EnumSet.of(Role.REVIEWER, Role.OPERATOR);
  private static final int MAX_PRODUCT_CHARS = 200;

  private final Automation automation;

  private AutomationRoutes(Automation automation) {
    this.automation = automation;
  }

  public static List<Route> routes(Access access, Automation automation) {
    AutomationRoutes here = new AutomationRoutes(automation);
    Signed signed = new Signed(access);
    return List.of(
        signed.route("GET", "/v1/automation", READERS, here::state),
        signed.route("POST", "/v1/automation/stop", SWITCHERS, here::stop),
        signed.route("POST", "/v1/automation/resume", SWITCHERS, here::resume),
        signed.route("POST", "/v1/automation/freezes", SWITCHERS, here::freeze),
        signed
            .route("DELETE", "/v1/automation/freezes/{id}", SWITCHERS, here::thaw)
            .taking(new Route.Body.None()));
  }

  private Response state(Request request, Caller caller) {
    return answer(automation.state());
  }

  private Response stop(Request request, Caller caller) throws InterruptedException {
    return answer(automation.stop(caller.name(), Parameters.reason(request)));
  }

  private Response resume(Request request, Caller caller) throws InterruptedException {
    return answer(automation.resume(caller.name(), Parameters.reason(request)));
  }

  private Response freeze(Request request, Caller caller) throws InterruptedException {
    JsonObject body = Parameters.object(request, "product", "from", "to", "reason");
    Instant from = body.instant("from").orElseThrow(() -> missing("from"));
    Instant to = body.instant("to").orElseThrow(() -> missing("to"));
    Freeze freeze =
        automation.freeze(
            body.text("product", MAX_PRODUCT_CHARS),
            from,
            to,
            caller.name(),
            Parameters.reason(body));
    return Response.json(201, Json.write(view(freeze)));
  }

  private Response thaw(Request request, Caller caller) {
    UUID id = Parameters.id(request, "freeze");
    Freeze freeze =
        automation
            .thaw(id, caller.name(), "")
            .orElseThrow(() -> ServiceException.missing("freeze", id));
    return Response.json(200, Json.write(view(freeze)));
  }

  private static Response answer(AutomationState state) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("stopped", state.stopped());
    view.put("lastSwitch", state.last().map(AutomationRoutes::view).orElse(null));
    view.put("freezes", state.freezes().stream().map(AutomationRoutes::view).toList());
    view.put("budget", Map.of("perHour", (long) state.budget(), "used", (long) state.used()));
    return Response.json(200, Json.write(view));
  }

  private static Map<String, Object> view(AutomationState.Switch last) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("stopped", last.stopped());
    view.put("at", last.at().toString());
    view.put("by", last.actor());
    view.put("reason", last.reason());
    return view;
  }

  private static Map<String, @Nullable Object> view(Freeze freeze) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", freeze.id().toString());
    view.put("product", freeze.product().orElse(null));
    view.put("from", freeze.from().toString());
    view.put("to", freeze.to().toString());
    view.put("reason", freeze.reason());
    view.put("placedBy", freeze.placedBy());
    return view;
  }

  private static ServiceException missing(String name) {
    return ServiceException.invalid(
        "`" + name + "` is missing: send a time such as 2026-01-31T00:00:00Z");
  }
}
