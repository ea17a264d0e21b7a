package dev.ombud.door.actapi;

import dev.ombud.act.flag.FlagEvaluation;
import dev.ombud.act.flag.FlagEvaluation.Answer;
import dev.ombud.act.flag.FlagEvaluation.Person;
import dev.ombud.act.flag.FlagSet;
import dev.ombud.act.flag.RegisteredFlag;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.text.Excerpt;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Flags of the built-in platform for any OpenFeature SDK: the OpenFeature Remote Evaluation
/// Protocol (OFREP 0.3.0), without event streams. Answers from memory. Thread-safe.
///
/// OFREP has no word for the environment, so the context's own attribute `environment` names it;
/// where it names none, the usual one counts.
public final class OfrepRoutes {
  private static final Set<Role> CLIENTS = EnumSet.of(Role.CALLER, Role.FLAGS);
  private static final int MAX_BODY_BYTES = 64 << 10;
  private static final String ENVIRONMENT = "environment";

  private final Supplier<FlagSet> flags;
  private final String usual;

  private OfrepRoutes(Supplier<FlagSet> flags, String usual) {
    this.flags = flags;
    this.usual = usual;
  }

  /// @param usual the environment of those who name none
  /// @param origins of web pages whose scripts may ask
  public static List<Route> routes(
      Access access, Supplier<FlagSet> flags, String usual, Set<String> origins) {
    OfrepRoutes here = new OfrepRoutes(flags, usual);
    Origins pages = new Origins(origins);
    String all = "/ofrep/v1/evaluate/flags";
    String[] hints = {"flagConfigEtag", "flagConfigLastModified"};
    return List.of(
        asked(Route.of("POST", all + "/{key}", here::one), pages, access),
        asked(Route.of("POST", all, here::all, hints), pages, access),
        Route.of("OPTIONS", all + "/{key}", pages::preflight).taking(new Route.Body.None()),
        Route.of("OPTIONS", all, pages::preflight, hints).taking(new Route.Body.None()));
  }

  private static Route asked(Route route, Origins pages, Access access) {
    return route
        .taking(new Route.Body.Whole(MAX_BODY_BYTES))
        .guarded(Route.Turn.AHEAD, pages)
        .guarded(Route.Turn.GATE, access.keyGate(CLIENTS));
  }

  /// A context as it was sent, or why it is none.
  private sealed interface Sent {
    record Good(Person person, String environment) implements Sent {}

    record Bad(String code, String details) implements Sent {}
  }

  private Response one(Request request) throws InterruptedException {
    Caller caller = request.caller();
    String key = request.parameter("key");
    return switch (read(caller, request.body())) {
      case Sent.Bad(String code, String details) ->
          Response.json(400, Json.write(failure(key, code, details)));
      case Sent.Good(Person person, String environment) -> {
        Optional<RegisteredFlag> flag =
            flags.get().find(key).filter(each -> each.flag().isBuiltin());
        flag.ifPresent(each -> caller.requireReach(each.flag().product(), environment));
        Answer answer =
            flag.map(each -> FlagEvaluation.answer(each, environment, person))
                .orElseGet(Answer.Absent::new);
        yield switch (answer) {
          case Answer.Served(FlagEvaluation served) ->
              Response.json(200, Json.write(success(flag.orElseThrow(), served)));
          case Answer.KeyMissing() -> Response.json(400, Json.write(keyMissing(key)));
          case Answer.Absent() ->
              Response.json(
                  404,
                  Json.write(
                      failure(
                          key,
                          "FLAG_NOT_FOUND",
                          "there is no flag `%s` in `%s`: check the key, and declare it with PUT /v1/flags"
                              .formatted(Excerpt.of(key), Excerpt.of(environment)))));
        };
      }
    };
  }

  private Response all(Request request) throws InterruptedException {
    Caller caller = request.caller();
    byte[] body = request.body();
    return switch (read(caller, body)) {
      case Sent.Bad(String code, String details) ->
          Response.json(400, Json.write(failure("", code, details)));
      case Sent.Good(Person person, String environment) -> {
        FlagSet now = flags.get();
        String tag = "\"" + now.tag(environment, caller.reach(), body) + "\"";
        if (request.header("If-None-Match").filter(sent -> names(sent, tag)).isPresent()) {
          yield Response.of(304, "application/json", new byte[0]).with("ETag", tag);
        }
        List<Map<String, Object>> found =
            now.served(environment).stream()
                .filter(each -> caller.reach().covers(each.flag().product(), environment))
                .map(each -> evaluated(each, FlagEvaluation.answer(each, environment, person)))
                .toList();
        yield Response.json(200, Json.write(Map.of("flags", found))).with("ETag", tag);
      }
    };
  }

  /// One of all flags: what it is, or why nobody can tell.
  private static Map<String, Object> evaluated(RegisteredFlag flag, Answer answer) {
    return switch (answer) {
      case Answer.Served(FlagEvaluation served) -> success(flag, served);
      case Answer.KeyMissing() -> keyMissing(flag.flag().key());
      case Answer.Absent() ->
          throw new IllegalStateException("a flag is served where it is not declared");
    };
  }

  private static Map<String, Object> keyMissing(String key) {
    return failure(
        key,
        "TARGETING_KEY_MISSING",
        "flag `%s` goes by percentages, and the context has no `targetingKey`: send the identity that they go by"
            .formatted(key));
  }

  /// Whether `If-None-Match` has a tag, weak or strong (RFC 9110, section 13.1.2).
  private static boolean names(String header, String tag) {
    for (String each : header.split(",", -1)) {
      String one = each.strip();
      if (one.equals("*") || (one.startsWith("W/") ? one.substring(2) : one).equals(tag)) {
        return true;
      }
    }
    return false;
  }

  /// A token that is limited to an environment need not name it.
  ///
  /// @throws ServiceException FORBIDDEN where it names another one
  private Sent read(Caller caller, byte[] body) {
    Object sent;
    try {
      sent = Json.read(body);
    } catch (ServiceException e) {
      return new Sent.Bad("PARSE_ERROR", e.detail());
    }
    if (!(sent instanceof Map<?, ?> object) || !(object.get("context") instanceof Map<?, ?> map)) {
      return new Sent.Bad(
          "INVALID_CONTEXT", "the body has no object `context`: send {\"context\":{…}}");
    }
    Object key = map.get("targetingKey");
    if (key != null && !(key instanceof String)) {
      return new Sent.Bad(
          "INVALID_CONTEXT", "`targetingKey` of the context is no text: write it in quotes");
    }
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    map.forEach((name, value) -> attributes.put(String.valueOf(name), value));
    Optional<String> only = caller.reach().environment();
    String environment =
        attributes.get(ENVIRONMENT) instanceof String named ? named : only.orElse(usual);
    if (only.isPresent() && !only.get().equals(environment)) {
      throw caller.outside(
          "the context names another environment: name this one or none, or use another token");
    }
    return new Sent.Good(new Person(key == null ? "" : key.toString(), attributes), environment);
  }

  private static Map<String, Object> success(RegisteredFlag registered, FlagEvaluation evaluation) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("key", registered.flag().key());
    view.put("value", value(registered, evaluation));
    view.put("reason", evaluation.reason().name());
    view.put("variant", evaluation.variation());
    evaluation.switched().ifPresent(key -> view.put("metadata", Map.of("switch", key)));
    return view;
  }

  private static Object value(RegisteredFlag registered, FlagEvaluation evaluation) {
    Object value = registered.flag().variations().get(evaluation.variation());
    if (value == null) {
      throw new IllegalStateException("a flag serves a variation that it does not have");
    }
    return value;
  }

  private static Map<String, Object> failure(String key, String code, String details) {
    Map<String, Object> view = new LinkedHashMap<>();
    if (!key.isEmpty()) {
      view.put("key", key);
    }
    view.put("errorCode", code);
    view.put("errorDetails", details);
    return view;
  }
}
