package dev.ombud.door.actapi;

import dev.ombud.act.response.Drills;
import dev.ombud.act.response.Drills.Report;
import dev.ombud.act.response.Drills.Step;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Rehearsals of the whole chain, in which nothing real is touched. Thread-safe.
public final class DrillRoutes {
  private static final Set<Role> STARTERS =
      EnumSet.of(Role.OWNER, Role.REVIEWER, Role.OPERATOR, Role.ADMIN);
  private static final Set<Role> READERS =
      EnumSet.of(Role.OWNER, Role.REVIEWER, Role.AUDITOR, Role.OPERATOR, Role.ADMIN);
  private static final int MAX_NAME_CHARS = 500;

  private final Drills drills;

  private DrillRoutes(Drills drills) {
    this.drills = drills;
  }

  public static List<Route> routes(Access access, Drills drills) {
    DrillRoutes here = new DrillRoutes(drills);
    Signed signed = new Signed(access);
    return List.of(
        signed.route("POST", "/v1/drills", STARTERS, here::start),
        signed.route("GET", "/v1/drills/{id}", READERS, here::find));
  }

  private Response start(Request request, Caller caller) throws InterruptedException {
    request.requireMediaType("application/json");
    JsonObject body = Json.readObject(request.body()).requireOnly("scenario", "aggregate");
    Optional<String> name = body.text("scenario", MAX_NAME_CHARS);
    Object given = body.value("aggregate");
    if (name.isPresent() == (given != null)) {
      throw ServiceException.invalid(
          "the body names a scenario or has an aggregate: send one of both");
    }
    Report report;
    if (name.isPresent()) {
      report = drills.scenario(name.get(), caller.name(), request.traceId());
    } else if (given instanceof Map<?, ?> object) {
      Map<String, Object> aggregate = new LinkedHashMap<>();
      object.forEach((member, value) -> aggregate.put(String.valueOf(member), value));
      report = drills.aggregate(aggregate, caller.name(), request.traceId());
    } else {
      throw ServiceException.invalid("`aggregate` is no object: write one in braces");
    }
    return Response.json(201, view(report))
        .with("Location", "/v1/drills/" + report.decision().decisionId());
  }

  private Response find(Request request, Caller caller) {
    UUID id = Parameters.id(request, "drill");
    Report report = drills.find(id).orElseThrow(() -> ServiceException.missing("drill", id));
    return Response.json(200, view(report));
  }

  private static byte[] view(Report report) {
    Decision decision = report.decision();
    Judgement judgement = decision.judgement();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("drillId", decision.decisionId().toString());
    view.put("decidedAt", decision.decidedAt().toString());
    view.put("severity", judgement.severity().name());
    view.put("disposition", judgement.disposition().name());
    view.put("tier", judgement.mitigation().tier().name());
    view.put("mode", judgement.mitigation().mode().name());
    view.put("phase", report.progress().phase().name());
    view.put("attention", report.progress().attention().name());
    view.put("over", report.isOver());
    view.put("reviews", report.reviews().stream().map(UUID::toString).toList());
    view.put("steps", report.steps().stream().map(step -> view(decision, step)).toList());
    return Json.write(view);
  }

  private static Map<String, Object> view(Decision decision, Step step) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("at", step.at().toString());
    view.put("afterMillis", Duration.between(decision.decidedAt(), step.at()).toMillis());
    view.put("step", step.what());
    view.put("subject", step.subject());
    return view;
  }
}
