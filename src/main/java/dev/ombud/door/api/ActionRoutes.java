package dev.ombud.door.api;

import dev.ombud.act.action.ActionQuery;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.Step;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.Actions;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Actions over HTTP: what is to be done, how far it has come, step by step; dead letters to be
/// retried or dropped. Thread-safe.
public final class ActionRoutes {
  private static final Set<Role> READERS =
      EnumSet.of(Role.OWNER, Role.REVIEWER, Role.AUDITOR, Role.OPERATOR);
  private static final Set<Role> REVIEWERS = EnumSet.of(Role.REVIEWER);
  private static final Pattern NAME = Pattern.compile("([^.]{36})\\.([1-9][0-9]{0,3})");
  private static final int MAX_TARGET_CHARS = 300;

  private final Actions actions;

  private ActionRoutes(Actions actions) {
    this.actions = actions;
  }

  public static List<Route> routes(Access access, Actions actions) {
    ActionRoutes here = new ActionRoutes(actions);
    Signed signed = new Signed(access);
    return List.of(
        signed.route(
            "GET",
            "/v1/actions",
            READERS,
            here::list,
            "state",
            "kind",
            "target",
            "decision",
            "incident",
            DrillFilter.PARAMETER,
            "limit",
            "cursor"),
        signed.route("GET", "/v1/actions/{id}", READERS, here::find),
        signed.route("POST", "/v1/actions/{id}/retry", REVIEWERS, here::retry),
        signed.route("POST", "/v1/actions/{id}/drop", REVIEWERS, here::drop));
  }

  private Response list(Request request, Caller caller) {
    return Listing.page(
        actions
            .page(
                new ActionQuery(
                    Listing.word(request, "state", LiveState.values()),
                    Listing.word(request, "kind", ActionKind.values()),
                    Listing.text(request, "target", MAX_TARGET_CHARS),
                    Listing.id(request, "decision"),
                    Listing.id(request, "incident"),
                    DrillFilter.read(request.query(DrillFilter.PARAMETER)),
                    Listing.limit(request, ActionQuery.MAX_LIMIT),
                    Listing.id(request, "cursor")))
            .map(ActionRoutes::view));
  }

  private Response find(Request request, Caller caller) {
    UUID id = id(request);
    Actions.Told told = actions.find(id).orElseThrow(() -> ServiceException.missing("action", id));
    Map<String, @Nullable Object> view = view(told.action());
    view.put("beforeState", told.action().beforeState().orElse(null));
    view.put("steps", told.steps().stream().map(ActionRoutes::view).toList());
    return Response.json(200, Json.write(view));
  }

  private Response retry(Request request, Caller caller) throws InterruptedException {
    UUID id = id(request);
    return changed(id, actions.retry(id, caller.name(), Parameters.reason(request)));
  }

  private Response drop(Request request, Caller caller) throws InterruptedException {
    UUID id = id(request);
    return changed(id, actions.drop(id, caller.name(), Parameters.reason(request)));
  }

  /// Named by its id, or as its decision names it: `<decisionId>.<ordinal>`.
  private UUID id(Request request) {
    String text = request.parameter("id");
    Matcher parts = NAME.matcher(text);
    return TimeIds.read(text)
        .or(() ->
            parts.matches()
                ? TimeIds.read(parts.group(1))
                    .flatMap(decision -> actions.idOf(decision, Integer.parseInt(parts.group(2))))
                : Optional.empty())
        .orElseThrow(() -> ServiceException.missing("action", text));
  }

  private static Response changed(UUID id, Optional<StoredAction> action) {
    return Response.json(
        200, Json.write(view(action.orElseThrow(() -> ServiceException.missing("action", id)))));
  }

  private static Map<String, @Nullable Object> view(StoredAction action) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", action.id().toString());
    view.put("actionId", action.decisionId() + "." + action.ordinal());
    view.put("decisionId", action.decisionId().toString());
    view.put("ordinal", (long) action.ordinal());
    view.put("parent", action.parent().isPresent() ? (long) action.parent().getAsInt() : null);
    view.put("kind", action.kind().name());
    view.put("state", action.state().name());
    view.put("why", action.why().orElse(null));
    view.put("target", action.target());
    view.put("product", action.product());
    view.put("environment", action.environment());
    if (action.environment().equals(IncidentKey.DRILL)) {
      view.put("drill", true);
    }
    view.put("incidentId", action.incidentId().map(UUID::toString).orElse(null));
    view.put("automatic", action.automatic());
    view.put("attempts", (long) action.attempts());
    view.put("createdAt", action.createdAt().toString());
    view.put("changedAt", action.changedAt().toString());
    view.put("dueAt", due(action));
    view.put("receipt", action.receipt().map(ActionRoutes::view).orElse(null));
    return view;
  }

  /// One that nobody will take up by itself is not due.
  private static @Nullable String due(StoredAction action) {
    return switch (action.state()) {
      case QUEUED, WAITING -> action.dueAt().map(Instant::toString).orElse(null);
      case AWAITING_APPROVAL,
          RECOMMENDED,
          DIGEST,
          RUNNING,
          DONE,
          REFUSED,
          HELD,
          DEAD,
          DROPPED,
          EXPIRED,
          SUPPRESSED ->
          null;
    };
  }

  private static Map<String, Object> view(Receipt receipt) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("reference", receipt.reference());
    view.put("address", receipt.address());
    view.put("state", receipt.state());
    return view;
  }

  private static Map<String, Object> view(Step step) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("at", step.at().toString());
    view.put("attempt", (long) step.attempt());
    view.put("kind", step.kind().name());
    view.put("detail", Json.readMembers(step.detail().getBytes(StandardCharsets.UTF_8)));
    return view;
  }
}
