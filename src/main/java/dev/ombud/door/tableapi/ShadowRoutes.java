package dev.ombud.door.tableapi;

import dev.ombud.door.api.Informed;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.json.Json;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.Shadows;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Drafts that judge live traffic silently, over HTTP. Thread-safe.
public final class ShadowRoutes {
  private static final Set<Role> OWNERS = EnumSet.of(Role.OWNER, Role.ADMIN);
  private static final Set<Role> READERS = Role.PEOPLE;

  private final Drafts drafts;
  private final Shadows shadows;

  private ShadowRoutes(Drafts drafts, Shadows shadows) {
    this.drafts = drafts;
    this.shadows = shadows;
  }

  public static List<Route> routes(Access access, Drafts drafts, Shadows shadows) {
    ShadowRoutes here = new ShadowRoutes(drafts, shadows);
    Signed signed = new Signed(access);
    String path = "/v1/drafts/{id}/shadow";
    return List.of(
        signed.route("POST", path, OWNERS, here::start).taking(new Route.Body.None()),
        signed.route("GET", path, READERS, here::get),
        signed.route("DELETE", path, OWNERS, here::stop).taking(new Route.Body.None()));
  }

  private Response start(Request request, Caller caller) {
    Draft draft = drafts.load(Parameters.id(request, "draft"));
    shadows.start(draft, caller.name());
    drafts.note(draft.id(), Draft.Event.Kind.SHADOW_STARTED, caller.name());
    return view(202, draft, caller);
  }

  private Response get(Request request, Caller caller) {
    return view(200, drafts.load(Parameters.id(request, "draft")), caller);
  }

  private Response stop(Request request, Caller caller) {
    Draft draft = drafts.load(Parameters.id(request, "draft"));
    shadows.stop(draft);
    drafts.note(draft.id(), Draft.Event.Kind.SHADOW_STOPPED, caller.name());
    return view(200, draft, caller);
  }

  private Response view(int status, Draft draft, Caller caller) {
    Shadows.Standing standing = shadows.standing(draft);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("running", standing.isRunning());
    view.put("startedAt", standing.startedAt().toString());
    view.put("startedBy", standing.startedBy());
    view.put("digest", standing.digest());
    view.put("judged", standing.judged());
    view.put("changed", standing.changed());
    view.put("skipped", standing.skipped());
    view.put("failed", standing.failed());
    view.put("instances", standing.instances().stream().map(each -> view(each, caller)).toList());
    return Response.json(status, Json.write(view));
  }

  private static Map<String, Object> view(Shadows.Gathered gathered, Caller caller) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("instance", gathered.instance().toString());
    view.put("at", gathered.at().toString());
    view.put("report", Informed.report(gathered.report(), caller));
    return view;
  }
}
