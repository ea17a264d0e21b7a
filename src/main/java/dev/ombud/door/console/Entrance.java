package dev.ombud.door.console;

import dev.ombud.door.identity.Provider;
import dev.ombud.door.identity.RefusalLog;
import dev.ombud.door.identity.SessionStore;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Browsers;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Handler;
import dev.ombud.door.web.LineWriter;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.door.web.Server;
import dev.ombud.door.web.Work;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the routes of the console, none of which runs without the proof of who asks. Thread-safe.
public final class Entrance implements Server.Pages {
  private static final Logger log = LoggerFactory.getLogger(Entrance.class);
  private static final byte[] NOTHING = {};

  /// How soon a stream notices that its session has ended. A proxy in between may end one that is
  /// silent for a minute.
  private static final Duration BEAT = Duration.ofSeconds(5);

  /// Then the browser asks again.
  private static final Duration STREAM = Duration.ofMinutes(5);

  private static final String UNSTORABLE = "`%s` has the invisible character U+0000: delete it";

  private static final int MAX_FORM_BYTES = 2 << 20;
  private static final int MAX_SIGN_IN_BYTES = 64 << 10;

  private final Browsers browsers;
  private final Browsers.Keeper sessions;
  private final Clock clock;
  private final Cookies cookies;
  private final Assets assets = new Assets();
  private final Templates templates = new Templates();
  private final RefusalPages refusals = new RefusalPages(this);

  /// @param isSecure whether browsers reach us by TLS
  public Entrance(Access access, SessionStore sessions, Clock clock, boolean isSecure) {
    this.sessions = new SignedIn(access, sessions, clock);
    this.browsers = new Browsers(access, this.sessions, isSecure, sessions.life().most());
    this.clock = clock;
    this.cookies = new Cookies(isSecure);
  }

  /// A page: reads and shows.
  @FunctionalInterface
  public interface Page {
    Response show(Visit visit) throws InterruptedException;
  }

  /// A form: does something, then sends the browser to a page.
  @FunctionalInterface
  public interface Form {
    Response take(Visit visit, Fields fields) throws InterruptedException;
  }

  /// A form with a file.
  @FunctionalInterface
  public interface Upload {
    /// @param file that somebody chose, if they did
    Response take(Visit visit, Fields fields, Optional<dev.ombud.door.web.Upload> file)
        throws InterruptedException;
  }

  /// @param roles any of them is enough
  /// @param parameters the query parameters that it knows
  public Route page(String path, Set<Role> roles, Page page, String... parameters) {
    return asked(path, roles, page, Optional.empty(), parameters);
  }

  /// A page with a form that asks by its address, such as filters.
  ///
  /// @param roles any of them is enough
  /// @param again shows the form alone, where what was asked is refused
  /// @param parameters the query parameters that it knows
  public Route search(String path, Set<Role> roles, Page page, Page again, String... parameters) {
    return asked(path, roles, page, Optional.of(again), parameters);
  }

  private Route asked(
      String path, Set<Role> roles, Page page, Optional<Page> again, String... parameters) {
    Set<String> known = Set.of(parameters);
    Handler work =
        request -> {
          if (!browsers.isSignedIn(request)) {
            return redirect(SignIn.backTo(SignIn.PATH, request.address()));
          }
          Optional<Visit> visit = Optional.empty();
          try {
            visit = Optional.of(visit(request, browsers.require(request, roles)));
            request.requireParameters(known);
            requireStorable(request);
            return page.show(visit.get());
          } catch (RuntimeException | Error e) {
            return refusals.ofPage(request, visit, e, again);
          }
        };
    return browsers.open(Route.of("GET", path, work, Route.ANY).asPage());
  }

  /// What is posted to a path.
  ///
  /// @param roles any of them is enough
  /// @param again shows the form again, where it is refused; what it says is in [Visit#refused]
  public Route form(String path, Set<Role> roles, Form form, Page again) {
    return taken(
        path,
        roles,
        new Route.Body.Whole(MAX_FORM_BYTES),
        (visit, fields, file) -> form.take(visit, fields),
        again);
  }

  /// What is posted to a path with a file.
  ///
  /// @param roles any of them is enough
  /// @param most bytes of the whole form
  /// @param again as for [#form]
  public Route upload(String path, Set<Role> roles, int most, Upload upload, Page again) {
    return taken(path, roles, new Route.Body.Whole(most, true), upload, again);
  }

  /// What is sent is read first, so that nothing of it is lost, whatever is refused then.
  private Route taken(String path, Set<Role> roles, Route.Body body, Upload work, Page again) {
    Handler taking =
        request -> {
          Fields typed = Fields.NONE;
          Optional<Visit> visit = Optional.empty();
          try {
            typed = new Fields(request.form());
            visit = Optional.of(visit(request, browsers.require(request, roles)));
            browsers.requireOwnForm(request);
            requireStorable(typed);
            return work.take(visit.get(), typed, request.file());
          } catch (RuntimeException | Error e) {
            return refusals.ofForm(request, visit, e, typed, again);
          }
        };
    return browsers.known(
        Route.of("POST", path, taking).taking(body).asPage(), redirect(SignIn.PATH));
  }

  /// What a module asks for: JSON or events. A problem stays a problem.
  ///
  /// @param roles any of them is enough
  /// @param parameters the query parameters that it knows
  public Route data(String path, Set<Role> roles, Page data, String... parameters) {
    Handler asking =
        request -> {
          requireStorable(request);
          return data.show(visit(request, request.caller()));
        };
    return browsers.signedIn(Route.of("GET", path, asking, parameters), roles);
  }

  private static void requireStorable(Request request) {
    Optional<String> wrong = new Fields(request.queries()).unstorable();
    if (wrong.isPresent()) {
      throw ServiceException.badParameter(UNSTORABLE.formatted(wrong.get()));
    }
  }

  private static void requireStorable(Fields typed) {
    Optional<String> wrong = typed.unstorable();
    if (wrong.isPresent()) {
      throw Fields.refusal(wrong.get(), UNSTORABLE.formatted(wrong.get()));
    }
  }

  /// Says when something is new, as server-sent events (HTML, section 9.2), until the session ends
  /// or has none of the roles any more: nothing is sent after that. To watch is not to do
  /// something, so a page that was left open keeps no session alive.
  ///
  /// @param roles any of them is enough
  public Route events(String path, Set<Role> roles, Bell bell) {
    Handler watching =
        request ->
            Response.stream(
                200, "text/event-stream", lines -> tell(lines, bell, request.secret(), roles));
    return browsers.signedIn(Route.of("GET", path, watching).in(Work.WATCHING), roles);
  }

  private void tell(LineWriter lines, Bell bell, String secret, Set<Role> roles)
      throws InterruptedException {
    Instant end = clock.instant().plus(STREAM);
    long round = bell.round();
    lines.write("retry: 3000".getBytes(StandardCharsets.US_ASCII));
    lines.flush();
    while (!bell.isClosed() && clock.instant().isBefore(end)) {
      long now = bell.await(round, BEAT);
      boolean isGood =
          sessions
              .find(secret)
              .filter(each -> each.who().roles().stream().anyMatch(roles::contains))
              .isPresent();
      if (!isGood) {
        return;
      }
      String line = now > round ? "data: " + now : ": still here";
      round = now;
      byte[] bytes = (line + "\n\n").getBytes(StandardCharsets.US_ASCII);
      lines.send(bytes, 0, bytes.length);
      lines.flush();
    }
  }

  /// What a module posts; whoever takes it reads the body. The token stands in `X-CSRF-Token`,
  /// which no form of another site can set. A problem stays a problem.
  ///
  /// @param roles any of them is enough
  /// @param most bytes of the body
  public Route change(String path, Set<Role> roles, int most, Page change) {
    return browsers.ownCalls(
        browsers.signedIn(
            Route.of("POST", path, request -> change.show(visit(request, request.caller())))
                .taking(new Route.Body.Whole(most)),
            roles));
  }

  private Visit visit(Request request, Caller caller) {
    return new Visit(
        request, caller, browsers.csrf(request), Optional.empty(), assets, templates, cookies);
  }

  /// Whoever is signed in, whatever they may do: for pages that say what went wrong. Nobody where
  /// that cannot be told now.
  Optional<Visit> whoever(Request request) {
    try {
      return browsers.whoever(request).map(caller -> visit(request, caller));
    } catch (RuntimeException e) {
      log.debug("a page is shown without its menu", e);
      return Optional.empty();
    }
  }

  /// The token of the forms of a browser that had a session, also where nobody can tell whether it
  /// still has.
  String csrf(Request request) {
    return browsers.csrf(request);
  }

  /// What went wrong, for a person, on an event loop: it asks nobody who that is.
  @Override
  public Response show(ServiceException failure, String traceId) {
    return refusals.open(failure, traceId);
  }

  /// What went wrong, for a person, with the menu of whoever is signed in.
  @Override
  public Response show(ServiceException failure, Request request) {
    return refusals.show(request, failure, Optional.empty());
  }

  private Frame frame(String title, String csrf) {
    return new Frame(
        title,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        csrf,
        Optional.empty(),
        Refused.NOTHING,
        assets,
        List.of(),
        List.of());
  }

  /// Sign-in, sign-out and assets: all that works without a session.
  ///
  /// @param provider at which people can sign in as well
  public List<Route> ownRoutes(
      Access access, SessionStore store, Optional<Provider> provider, RefusalLog log) {
    SignIn signIn =
        new SignIn(this, browsers, access, store, clock, new SignIn.Ways(provider, log));
    List<Route> routes = new ArrayList<>();
    routes.addAll(assets.routes());
    routes.add(open("GET", SignIn.PATH, signIn::show, "next", "left"));
    routes.add(open("POST", SignIn.PATH, signIn::take));
    routes.add(open("POST", "/sign-out", signIn::leave));
    provider
        .map(each -> new OpenIdSignIn(each, signIn, store, cookies, clock).routes(this))
        .ifPresent(routes::addAll);
    return routes;
  }

  /// What works without being signed in.
  Route open(String method, String path, Handler work, String... parameters) {
    Handler guarded =
        request -> {
          try {
            return work.handle(request);
          } catch (RuntimeException | Error e) {
            return refusals.ofPage(request, Optional.empty(), e, Optional.empty());
          }
        };
    Route route = Route.of(method, path, guarded, parameters).in(Work.OPEN).asPage();
    return browsers.open(
        method.equals("POST") ? route.taking(new Route.Body.Whole(MAX_SIGN_IN_BYTES)) : route);
  }

  /// A page for somebody who has not signed in.
  Response openPage(int status, String title, String template, String csrf, @Nullable Object page) {
    return templates.page(status, template, frame(title, csrf), page);
  }

  static Response redirect(String path) {
    return Response.of(303, "text/plain", NOTHING).with("Location", path);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
