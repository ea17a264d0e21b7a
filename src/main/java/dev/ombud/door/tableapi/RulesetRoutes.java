package dev.ombud.door.tableapi;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.HitsWorkbook;
import dev.ombud.decide.sheet.HitsWorkbook.Hits;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.publish.ruleset.Published;
import dev.ombud.publish.ruleset.Rulesets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The published versions over HTTP: one method an endpoint. Thread-safe.
public final class RulesetRoutes {
  private static final Set<Role> RESTORERS = EnumSet.of(Role.OWNER, Role.ADMIN, Role.OPERATOR);

  private final Rulesets rulesets;

  private RulesetRoutes(Rulesets rulesets) {
    this.rulesets = rulesets;
  }

  public static List<Route> routes(Access access, Rulesets rulesets) {
    RulesetRoutes here = new RulesetRoutes(rulesets);
    Signed signed = new Signed(access);
    Set<Role> all = Signed.EVERYBODY;
    String ruleset = "/v1/rulesets/{version}";
    return List.of(
        signed.route("GET", "/v1/rulesets", all, here::list),
        signed.route("GET", ruleset, all, here::get),
        signed.route("GET", ruleset + "/tables/{name}", all, here::getTable, "annotate"),
        signed.route("GET", ruleset + "/vocabulary", all, here::getVocabulary),
        signed.route("GET", ruleset + "/rules/{file}", all, here::getRules),
        signed.route("GET", ruleset + "/scenarios", all, here::getScenarios),
        signed.route("POST", ruleset + "/activation", RESTORERS, here::activate));
  }

  private Response list(Request request, Caller caller) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("items", rulesets.list().stream().map(RulesetRoutes::view).toList());
    view.put("activations", rulesets.activations().stream().map(RulesetRoutes::view).toList());
    return Response.json(200, Json.write(view));
  }

  private Response get(Request request, Caller caller) {
    Published published = load(request);
    Map<String, Object> view = view(published);
    view.put(
        "parts",
        rulesets.listParts(published.version()).stream().map(RulesetRoutes::view).toList());
    if (published.isActive()) {
      view.put("instances", rulesets.instances().stream().map(RulesetRoutes::view).toList());
    }
    return Response.json(200, Json.write(view));
  }

  private Response getTable(Request request, Caller caller) {
    String name = request.parameter("name");
    Published published = load(request);
    RulesetParts parts = rulesets.parts(published.version());
    String annotate = request.query("annotate").orElse("");
    if (annotate.isEmpty()) {
      return TableFormat.wanted(request).response(name, parts);
    }
    if (!annotate.equals("hits")) {
      throw ServiceException.badParameter(
          "`annotate` is `" + annotate + "`: write hits, or leave it out");
    }
    Map<String, Hits> hits = new HashMap<>();
    rulesets
        .hits(published, name)
        .forEach((row, hit) -> hits.put(row, new Hits(hit.hits(), hit.last(), hit.nearMisses())));
    return TableFormat.file(
        200,
        name + "-hits",
        HeavyWork.run(
            "the writing of the workbook",
            () ->
                HitsWorkbook.annotate(
                    TableFormat.table(name, parts), published.publishedAt(), hits)));
  }

  private Response getVocabulary(Request request, Caller caller) {
    return Response.json(200, Json.write(VocabularyView.of(parts(request))));
  }

  private Response getRules(Request request, Caller caller) {
    String path = RulesetCompiler.RULES + request.parameter("file");
    return Response.of(200, "text/plain; charset=utf-8", DraftRoutes.part(parts(request), path));
  }

  private Response getScenarios(Request request, Caller caller) {
    return ScenarioFormat.wanted(request).response(parts(request));
  }

  private Response activate(Request request, Caller caller) throws InterruptedException {
    String reason = Parameters.reason(request);
    Published active = rulesets.activate(load(request).version(), caller.name(), reason);
    return Response.json(200, Json.write(view(active)));
  }

  private RulesetParts parts(Request request) {
    return rulesets.parts(load(request).version());
  }

  /// By its version, or `active`.
  private Published load(Request request) {
    String text = request.parameter("version");
    if (text.equals("active")) {
      return rulesets.active();
    }
    try {
      return rulesets.load(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new ServiceException(
          ErrorCode.NOT_FOUND,
          "there is no ruleset `" + text + "`: write a version such as 3, or active");
    }
  }

  private static Map<String, Object> view(Published published) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("version", published.version());
    view.put("digest", published.digestText());
    view.put("state", published.isActive() ? "ACTIVE" : "RETIRED");
    view.put("publishedAt", published.publishedAt().toString());
    view.put("publishedBy", published.publishedBy());
    published.activatedAt().ifPresent(at -> view.put("activatedAt", at.toString()));
    published.activatedBy().ifPresent(who -> view.put("activatedBy", who));
    return view;
  }

  private static Map<String, Object> view(Published.Activation activation) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("at", activation.at().toString());
    view.put("version", activation.version());
    activation.previous().ifPresent(previous -> view.put("previous", previous));
    view.put("who", activation.actor());
    view.put("why", activation.reason());
    return view;
  }

  private static Map<String, Object> view(Published.Part part) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("path", part.path());
    view.put("digest", part.digestText());
    view.put("bytes", part.bytes());
    return view;
  }

  private static Map<String, Object> view(Rulesets.Instance instance) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", instance.id().toString());
    view.put("startedAt", instance.startedAt().toString());
    view.put("version", instance.version());
    view.put("digest", instance.digest());
    if (!instance.warning().isEmpty()) {
      view.put("warning", instance.warning());
    }
    return view;
  }
}
