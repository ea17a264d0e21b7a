package dev.ombud.door.web;

import dev.ombud.door.web.Route.Turn;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/// The router: what every request passes, in this order. Belongs to the event loop.
///
/// 1. `begin`: trace and the headers of every answer. (Nothing in Vert.x Web sets these.) Then the
///    [Head]: can anybody read it?
/// 2. The route, of the router of the API or of the console: what comes ahead there. `arrive`:
///    takes a place in the [Bulkheads]. Then the route's gates: who is it, and may they.
/// 3. The body: [Bodies].
/// 4. The route's checks, which need the body.
/// 5. `dispatch`: the [dev.ombud.door.web.Handler], on a thread of its own, but for a [Work#PULSE].
///
/// What goes wrong on the way comes to `fail`, which makes a problem of it, or a page.
final class Door {
  private static final Set<ErrorCode> CROWDED =
      EnumSet.of(ErrorCode.OVERLOADED, ErrorCode.RATE_LIMITED, ErrorCode.STOPPING);

  /// A literal path wins over one with parameters, and what is asked most is found first.
  private static final Comparator<Route> ORDER =
      Comparator.comparing((Route route) -> route.path().contains("{")).thenComparing(Route::work);

  private final Context context;
  private final ServerConfig config;
  private final Function<HttpConnection, Runnable> activity;
  private final BooleanSupplier stopping;
  private final Bulkheads bulkheads;
  private final Executor threads;
  private final Server.Pages pages;
  private final Bodies bodies;

  /// @param activity notes a request on a connection, and says what to do when it is over
  /// @param uploads a folder for files on their way to a handler
  Door(
      Context context,
      ServerConfig config,
      Function<HttpConnection, Runnable> activity,
      BooleanSupplier stopping,
      Executor threads,
      Server.Pages pages,
      Path uploads) {
    this.context = context;
    this.config = config;
    this.activity = activity;
    this.stopping = stopping;
    this.bulkheads = new Bulkheads(config.limits().running());
    this.threads = threads;
    this.pages = pages;
    this.bodies = new Bodies(context.owner(), config.limits().body(), uploads);
  }

  private Vertx vertx() {
    return context.owner();
  }

  /// @throws IllegalStateException for two routes with the same method and path
  Router router(List<Route> api, List<Route> console) {
    Router router = listening(Router.router(vertx()));
    router.route().handler(this::begin).failureHandler(this::fail);
    for (List<Route> area : List.of(api, console)) {
      Router inner = listening(Router.router(vertx()));
      area.stream().sorted(ORDER).forEach(route -> add(inner, route));
      router.route("/*").subRouter(inner);
    }
    addOtherMethods(router, Stream.concat(api.stream(), console.stream()).toList());
    router.route().handler(Door::findNothing);
    return router;
  }

  private Router listening(Router router) {
    return router.errorHandler(400, this::fail).errorHandler(500, this::fail);
  }

  private static io.vertx.ext.web.Route at(Router router, String path) {
    // A colon would begin a parameter.
    return path.contains(":")
        ? router.routeWithRegex(path.replace("/", "\\/"))
        : router.route(path.replaceAll("\\{(\\w+)}", ":$1"));
  }

  private void add(Router router, Route route) {
    io.vertx.ext.web.Route found =
        at(router, route.path()).method(HttpMethod.valueOf(route.method()));
    if (route.method().equals("GET")) {
      found.method(HttpMethod.HEAD);
    }
    route.guards(Turn.AHEAD).forEach(found::handler);
    found.handler(routing -> arrive(routing, route));
    route.guards(Turn.GATE).forEach(found::handler);
    if (route.body() instanceof Route.Body.Whole whole) {
      bodies.addTo(found, whole);
    }
    route.guards(Turn.CHECK).forEach(found::handler);
    found.handler(routing -> dispatch(routing, route));
  }

  /// Vert.x Web wants some of its handlers first in a route: but whoever does not pass a gate costs
  /// no session.
  @SuppressWarnings("UnnecessaryMethodReference") // hides what kind of handler it is
  static Handler<RoutingContext> late(Handler<RoutingContext> handler) {
    return handler::handle;
  }

  /// Says which methods apply where another was used: `Router` knows that only within one router.
  private static void addOtherMethods(Router router, List<Route> routes) {
    Map<String, Set<String>> methods = new TreeMap<>();
    for (Route route : routes) {
      Set<String> known = methods.computeIfAbsent(route.path(), _ -> new TreeSet<>());
      if (!known.add(route.method())) {
        throw new IllegalStateException(
            "two routes for `" + route.method() + " " + route.path() + "`");
      }
      if (route.method().equals("GET")) {
        known.add("HEAD");
      }
    }
    routes.forEach(route -> route.guards(Turn.AHEAD).forEach(at(router, route.path())::handler));
    methods.entrySet().stream()
        .sorted(Comparator.comparing(each -> each.getKey().contains("{")))
        .forEach(each -> at(router, each.getKey()).handler(routing -> refuse(routing, each)));
  }

  private static void refuse(RoutingContext routing, Map.Entry<String, Set<String>> known) {
    String list = String.join(", ", known.getValue());
    routing.response().putHeader("Allow", list);
    throw new ServiceException(
        ErrorCode.METHOD_NOT_ALLOWED,
        "method `" + routing.request().method() + "` does not apply here: use " + list);
  }

  private static void findNothing(RoutingContext routing) {
    throw nothing(routing);
  }

  static ServiceException nothing(RoutingContext routing) {
    return new ServiceException(
        ErrorCode.NOT_FOUND,
        "there is nothing at `" + routing.request().path() + "`: see /docs for what there is");
  }

  private void begin(RoutingContext routing) {
    exchange(routing);
    Head.require(routing);
    routing.next();
  }

  private Exchange exchange(RoutingContext routing) {
    HttpServerRequest http = routing.request();
    http.pause();
    Exchange exchange = Exchange.begin(routing, context, stopping, config, bulkheads);
    exchange.whenOver(activity.apply(http.connection()));
    config.putSafety(routing.response().headers(), exchange.traceId());
    return exchange;
  }

  private void arrive(RoutingContext routing, Route route) {
    if (!route.isVital()) {
      Inbound.refuseWhenStopping(stopping);
    }
    String path = routing.normalizedPath();
    if (path.length() > 1 && path.endsWith("/")) {
      turnAway(routing, route, path.substring(0, path.length() - 1));
      return;
    }
    Exchange.of(routing).enter(route);
    routing.next();
  }

  /// `Router` takes an address with a slash behind it for the same. Who wrote one into a browser
  /// meant the page that is there.
  private static void turnAway(RoutingContext routing, Route route, String path) {
    HttpServerRequest http = routing.request();
    if (!route.method().equals("GET") || !Request.likesPages(routing)) {
      findNothing(routing);
    }
    String query = http.query() == null ? "" : "?" + http.query();
    Exchange.of(routing)
        .sendAtOnce(Response.of(308, "text/plain", new byte[0]).with("Location", path + query));
  }

  /// Tells all whose bodies are still coming that the server stops.
  void stopWaiting() {
    bodies.stopWaiting();
  }

  private void dispatch(RoutingContext routing, Route route) {
    Exchange exchange = Exchange.of(routing);
    if (route.body() instanceof Route.Body.Lines) {
      exchange.inbound();
    }
    Request asked = Request.of(exchange, route, config, stopping);
    exchange.run();
    route.work().on(threads).execute(() -> answer(exchange, () -> respond(exchange, route, asked)));
  }

  @FunctionalInterface
  private interface Answer {
    Response make() throws InterruptedException;
  }

  private static void answer(Exchange exchange, Answer answer) {
    try {
      exchange.answer(answer.make());
    } catch (ClientGoneException e) {
      exchange.abort();
    } catch (InterruptedException e) {
      exchange.abort();
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      Problem.log(e, exchange.traceId());
      exchange.abort();
    } finally {
      exchange.finish();
    }
  }

  private Response respond(Exchange exchange, Route route, Request request)
      throws InterruptedException {
    try {
      return route.handler().handle(request);
    } catch (ClientGoneException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return refusal(exchange, request, e);
    }
  }

  /// On the event loop. A page looks who it is for, on a thread of its own, wherever there is room.
  /// Strangers give their places back first: who does not read a refusal keeps nobody else out.
  private void fail(RoutingContext routing) {
    if (routing.response().ended() || routing.response().closed()) {
      return;
    }
    // What `Router` refuses before it asks any handler has not begun.
    Exchange exchange = Exchange.find(routing).orElseGet(() -> exchange(routing));
    Throwable cause = cause(routing, exchange);
    routing.response().putHeader("Cache-Control", "no-store");
    ServiceException known = Problem.known(cause, exchange.traceId());
    boolean isCrowded = CROWDED.contains(known.code());
    if (!isForPeople(exchange)) {
      if (isCrowded || exchange.caller() == null) {
        exchange.enter(Work.REFUSED);
      }
      exchange.sendAtOnce(Problem.response(known, exchange.traceId()));
      return;
    }
    if (isCrowded || !hasPlace(exchange)) {
      exchange.enter(Work.REFUSED);
      exchange.sendAtOnce(Problem.withAdvice(pages.show(known, exchange.traceId()), known.code()));
      return;
    }
    Request request = Request.refused(exchange, config, stopping);
    exchange.run();
    threads.execute(() -> answer(exchange, () -> refusal(exchange, request, known)));
  }

  private boolean hasPlace(Exchange exchange) {
    try {
      if (exchange.route() == null) {
        exchange.enter(Work.OPEN);
      }
      return true;
    } catch (ServiceException e) {
      return false;
    }
  }

  /// What Vert.x Web refuses itself says so by a status only.
  private static Throwable cause(RoutingContext routing, Exchange exchange) {
    Throwable failure = routing.failure();
    if (failure instanceof ServiceException) {
      return failure;
    }
    Route route = exchange.route();
    int status = routing.statusCode();
    if (status == 413 && route != null && route.body() instanceof Route.Body.Whole whole) {
      return Request.tooLarge(whole.most());
    }
    if (status == 404) {
      return nothing(routing);
    }
    return failure != null && status == 500
        ? failure
        : new ServiceException(
            ErrorCode.MALFORMED_REQUEST,
            "`%s` has a bad escape, or its body is not what its headers say: send it as RFC 9110 and RFC 3986 have it"
                .formatted(routing.request().path()));
  }

  /// Whether a browser shows the answer to somebody: it went to a page, or likes one better.
  private static boolean isForPeople(Exchange exchange) {
    Route route = exchange.route();
    return (route != null && route.isPage()) || Request.likesPages(exchange.routing());
  }

  private Response refusal(Exchange exchange, Request request, Throwable failure) {
    if (!isForPeople(exchange)) {
      return Problem.response(failure, exchange.traceId());
    }
    ServiceException known = Problem.known(failure, exchange.traceId());
    return Problem.withAdvice(pages.show(known, request), known.code());
  }
}
