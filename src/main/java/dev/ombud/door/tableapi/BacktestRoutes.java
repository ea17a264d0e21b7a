package dev.ombud.door.tableapi;

import dev.ombud.door.api.Informed;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.publish.backtest.Backtest;
import dev.ombud.publish.backtest.Backtests;
import dev.ombud.publish.backtest.Plan;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.Published;
import dev.ombud.publish.ruleset.Rulesets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Backtests of drafts over HTTP: one method an endpoint. Thread-safe.
public final class BacktestRoutes {
  private static final Set<Role> OWNERS = EnumSet.of(Role.OWNER, Role.ADMIN);
  private static final Set<Role> READERS = Role.PEOPLE;
  private static final Instant EVER = Instant.parse("5999-12-31T00:00:00Z");

  private final Drafts drafts;
  private final Rulesets rulesets;
  private final Backtests backtests;

  private BacktestRoutes(Drafts drafts, Rulesets rulesets, Backtests backtests) {
    this.drafts = drafts;
    this.rulesets = rulesets;
    this.backtests = backtests;
  }

  public static List<Route> routes(
      Access access, Drafts drafts, Rulesets rulesets, Backtests backtests) {
    BacktestRoutes here = new BacktestRoutes(drafts, rulesets, backtests);
    Signed signed = new Signed(access);
    String all = "/v1/drafts/{id}/backtests";
    String one = all + "/{backtest}";
    return List.of(
        signed.route("POST", all, OWNERS, here::start),
        signed.route("GET", all, READERS, here::list),
        signed.route("GET", one, READERS, here::get),
        signed.route("DELETE", one, OWNERS, here::cancel).taking(new Route.Body.None()));
  }

  private Response start(Request request, Caller caller) throws InterruptedException {
    JsonObject body = Parameters.objectOrNothing(request).requireOnly("from", "to", "sample");
    Draft draft = drafts.load(Parameters.id(request, "draft"));
    Published active = rulesets.active();
    Backtest backtest =
        backtests.start(
            new Plan(
                draft.id(),
                drafts.parts(draft.id()),
                active.version(),
                rulesets.parts(active.version()),
                body.instant("from").orElse(Instant.EPOCH),
                body.instant("to").orElse(EVER),
                body.share("sample").orElse(1.0),
                caller.name()));
    return Response.json(202, view(backtest, caller))
        .with("Location", "/v1/drafts/" + draft.id() + "/backtests/" + backtest.id());
  }

  private Response list(Request request, Caller caller) {
    Draft draft = drafts.load(Parameters.id(request, "draft"));
    List<Map<String, Object>> items =
        backtests.list(draft.id()).stream().map(BacktestRoutes::members).toList();
    return Response.json(200, Json.write(Map.of("items", items)));
  }

  private Response get(Request request, Caller caller) {
    return Response.json(200, view(load(request), caller));
  }

  private Response cancel(Request request, Caller caller) {
    return Response.json(202, view(backtests.cancel(load(request).id(), caller.name()), caller));
  }

  private Backtest load(Request request) {
    UUID draft = Parameters.id(request, "draft");
    String text = request.parameter("backtest");
    Optional<Backtest> found = TimeIds.read(text).flatMap(backtests::find);
    return found
        .filter(backtest -> backtest.draftId().equals(draft))
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.NOT_FOUND,
                "draft `" + draft + "` has no backtest `" + text + "`: check the id"));
  }

  private static byte[] view(Backtest backtest, Caller caller) {
    Map<String, Object> view = members(backtest);
    backtest.report().ifPresent(report -> view.put("report", Informed.report(report, caller)));
    return Json.write(view);
  }

  private static Map<String, Object> members(Backtest backtest) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", backtest.id().toString());
    view.put("draftId", backtest.draftId().toString());
    view.put("state", backtest.state().name());
    view.put("digest", backtest.draftDigest());
    view.put("against", backtest.againstVersion());
    view.put("from", backtest.from().toString());
    view.put("to", backtest.to().toString());
    view.put("sample", backtest.sample());
    view.put("judged", backtest.judged());
    backtest.total().ifPresent(total -> view.put("total", total));
    view.put("startedAt", backtest.startedAt().toString());
    view.put("startedBy", backtest.caller());
    backtest.endedAt().ifPresent(at -> view.put("endedAt", at.toString()));
    backtest.cancelledBy().ifPresent(who -> view.put("cancelledBy", who));
    backtest.failure().ifPresent(why -> view.put("failure", why));
    return view;
  }
}
