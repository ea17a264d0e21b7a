package dev.ombud.door.actapi;

import dev.ombud.door.api.Listing;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Handler;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.gate.evaluation.GateEvaluation;
import dev.ombud.gate.evaluation.GateOverride;
import dev.ombud.gate.evaluation.GateOverrides;
import dev.ombud.gate.evaluation.Gates;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.contract.GateRequestReader.Received;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.domain.Shares;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Release gates over HTTP: pipelines ask, people override, auditors replay. Thread-safe.
public final class GateRoutes {
  private static final Set<Role> CALLERS = EnumSet.of(Role.CALLER);
  private static final Set<Role> APPROVERS = EnumSet.of(Role.REVIEWER);
  private static final Set<Role> AUDITORS = EnumSet.of(Role.OWNER, Role.AUDITOR, Role.ADMIN);
  private static final int MAX_BODY_BYTES = 256 << 10;
  private static final int MAX_LIST = 200;
  private static final int MAX_WAIT_SECONDS = 300;

  /// Pipelines that may wait at once; each costs little, but a server takes only so many requests.
  private static final int MAX_WAITING = 200;

  /// Of these for one caller.
  private static final int MAX_WAITING_OF_ONE = 100;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final String JSON = "application/json";
  private static final String PLAIN = "text/plain";
  private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";
  private static final byte[] NOTHING = {};

  private final Gates gates;
  private final GateOverrides overrides;
  private final Shares waiting =
      new Shares(
          MAX_WAITING,
          MAX_WAITING_OF_ONE,
          "questions with `wait`",
          "ask without it, and again after a while");

  private GateRoutes(Gates gates, GateOverrides overrides) {
    this.gates = gates;
    this.overrides = overrides;
  }

  /// @param asked who calls the gates for those who ask one, not for those who look up answers
  public static List<Route> routes(
      Access access, Gates gates, GateOverrides overrides, UnaryOperator<Handler> asked) {
    GateRoutes here = new GateRoutes(gates, overrides);
    Signed signed = new Signed(access);
    String one = "/v1/gates/evaluations/{id}";
    String gate = "/v1/gates/{gate}";
    String[] page = {"product", "release", "limit", "cursor"};
    // In this order: a gate may be named `evaluations` or `overrides`, which no id is.
    return List.of(
        signed
            .within("POST", gate + "/evaluations", CALLERS, here::evaluate, "codes", "wait")
            .through(asked),
        signed.within("GET", gate + "/evaluations", Signed.EVERYBODY, here::list, page),
        signed.within("POST", gate + "/flagger", CALLERS, here::flagger).through(asked),
        signed.route("POST", gate + "/overrides", APPROVERS, here::placeOverride),
        signed.within("GET", gate + "/overrides", Signed.EVERYBODY, here::listOverrides, page),
        signed.within("GET", one, Signed.EVERYBODY, here::find),
        signed.route("POST", one + "/replay", AUDITORS, here::replay).taking(new Route.Body.None()),
        signed.route("POST", "/v1/gates/overrides/{id}/end", APPROVERS, here::endOverride));
  }

  private Response evaluate(Request request, Caller caller) throws InterruptedException {
    caller.requireAllEnvironments();
    String form = request.acceptable(JSON, PLAIN);
    boolean isByCode = Listing.flag(request, "codes").orElse(false);
    Duration wait = wait(request);
    request.requireMediaType(JSON);
    Received received = gates.read(gate(request), request.body(MAX_BODY_BYTES));
    caller.requireReach(received.request().product());
    awaitVerdict(received, wait, request);
    request.requireGoodToken();
    GateEvaluation evaluation = gates.evaluate(received, caller.name(), request.traceId());
    int status = isByCode ? status(evaluation) : 200;
    Response response =
        status == 204
            ? Response.of(204, PLAIN, NOTHING)
            : written(status, form, evaluation, caller);
    return response
        .with("Location", "/v1/gates/evaluations/" + evaluation.id())
        .with("Gate-Verdict", evaluation.verdict().name())
        .with("Vary", "Accept");
  }

  private static int status(GateEvaluation evaluation) {
    return evaluation.isSafe() ? 204 : 409;
  }

  private static Response written(
      int status, String form, GateEvaluation evaluation, Caller caller) {
    return form.equals(PLAIN)
        ? Response.of(
            status,
            PLAIN + "; charset=utf-8",
            GateView.plain(evaluation).getBytes(StandardCharsets.UTF_8))
        : Response.json(
            status, Json.write(GateView.of(evaluation, Withholding.isFor(caller.roles()))));
  }

  /// Lets time pass while there is too little to say anything. Nothing of it is stored, and no
  /// connection and no thread of the machine is held meanwhile.
  private void awaitVerdict(Received received, Duration wait, Request request)
      throws InterruptedException {
    if (wait.isZero()) {
      return;
    }
    waiting.enter(request.caller().name());
    try {
      long deadline = System.nanoTime() + wait.toNanos();
      while (System.nanoTime() < deadline && !gates.isSettled(received.request())) {
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        request.pause(left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS);
        request.requireGoodToken();
      }
    } finally {
      waiting.leave(request.caller().name());
    }
  }

  private Response flagger(Request request, Caller caller) throws InterruptedException {
    caller.requireAllEnvironments();
    request.requireMediaType(JSON);
    String gate = gate(request);
    FlaggerHook hook = FlaggerHook.read(Json.readObject(request.body(MAX_BODY_BYTES)));
    caller.requireReach(hook.product());
    Received hooked = gates.read(gate, hook.question());
    Received received =
        hooked.request().bringsEvidence()
            ? hooked
            : gates.remembered(gate, hook.product(), hook.release()).orElse(hooked);
    GateEvaluation evaluation = gates.evaluate(received, caller.name(), request.traceId());
    return written(evaluation.isSafe() ? 200 : 409, PLAIN, evaluation, caller)
        .with("Gate-Verdict", evaluation.verdict().name());
  }

  private Response find(Request request, Caller caller) {
    String form = request.acceptable(JSON, PLAIN);
    caller.requireAllEnvironments();
    UUID id = Parameters.id(request, "evaluation");
    GateEvaluation found =
        gates.find(id).orElseThrow(() -> ServiceException.missing("evaluation", id));
    caller.requireReach(found.product());
    return written(200, form, found, caller).with("Vary", "Accept");
  }

  private Response replay(Request request, Caller caller) {
    UUID id = Parameters.id(request, "evaluation");
    Gates.Replayed replayed =
        gates.replay(id).orElseThrow(() -> ServiceException.missing("evaluation", id));
    return Response.json(200, Json.write(GateView.of(replayed, Withholding.isFor(caller.roles()))));
  }

  private Response list(Request request, Caller caller) {
    return Listing.page(
        gates
            .list(
                gate(request),
                product(request, caller),
                Listing.text(request, "release"),
                Listing.id(request, "cursor"),
                Listing.limit(request, MAX_LIST))
            .map(GateView::brief));
  }

  private Response placeOverride(Request request, Caller caller) throws InterruptedException {
    String gate = gate(request);
    JsonObject body = Parameters.object(request, "evaluationId", "until", "reason");
    UUID evaluation =
        body.text("evaluationId", 36)
            .flatMap(TimeIds::read)
            .orElseThrow(() ->
                ServiceException.invalid(
                    "`evaluationId` is missing or no id: name the evaluation that you saw"));
    Instant until =
        body.instant("until")
            .orElseThrow(
                () -> ServiceException.invalid("`until` is missing: say when the override ends"));
    GateOverride placed =
        overrides.place(gate, evaluation, until, caller.name(), Parameters.reason(body));
    return Response.json(201, Json.write(GateView.of(placed)));
  }

  private Response endOverride(Request request, Caller caller) throws InterruptedException {
    UUID id = Parameters.id(request, "override");
    GateOverride ended =
        overrides
            .end(id, caller.name(), Parameters.reason(request))
            .orElseThrow(() -> ServiceException.missing("override", id));
    return Response.json(200, Json.write(GateView.of(ended)));
  }

  private Response listOverrides(Request request, Caller caller) {
    return Listing.page(
        overrides
            .list(
                gate(request),
                product(request, caller),
                Listing.text(request, "release"),
                Listing.id(request, "cursor"),
                Listing.limit(request, MAX_LIST))
            .map(GateView::of));
  }

  /// What a list is about: of a limited token its product, where it names none.
  private static Optional<String> product(Request request, Caller caller) {
    caller.requireAllEnvironments();
    Optional<String> named = Listing.text(request, "product");
    named.ifPresent(caller::requireReach);
    return named.or(caller.reach()::product);
  }

  private static String gate(Request request) {
    String gate = request.parameter("gate");
    if (!gate.matches(NAME)) {
      throw new ServiceException(
          ErrorCode.NOT_FOUND,
          "`" + gate + "` is no name of a gate: write lower-case letters, digits and . _ -");
    }
    return gate;
  }

  private static Duration wait(Request request) {
    Optional<String> text = request.query("wait");
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    if (!text.get().matches("\\d{1,3}") || Integer.parseInt(text.get()) > MAX_WAIT_SECONDS) {
      throw ServiceException.badParameter(
          "`wait` is `%s`: write seconds, 0 to %d".formatted(text.get(), MAX_WAIT_SECONDS));
    }
    return Duration.ofSeconds(Integer.parseInt(text.get()));
  }
}
