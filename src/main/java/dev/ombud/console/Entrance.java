package dev.ombud.console;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Role;
import dev.ombud.domain.ServiceException;
import dev.ombud.identity.Provider;
import dev.ombud.identity.RefusalLog;
import dev.ombud.identity.Session;
import dev.ombud.identity.SessionStore;
import dev.ombud.web.Access;
import dev.ombud.web.Caller;
import dev.ombud.web.LineWriter;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Route;
import dev.ombud.web.Server;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private final Access access;
  private final SessionStore sessions;
  private final Clock clock;
  private final Cookies cookies;
  private final Assets assets = new Assets();
  private final Templates templates = new Templates();
  private final Refusals refusals = new Refusals(this);

  /// @param isSecure whether browsers reach us by TLS
  public Entrance(Access access, SessionStore sessions, Clock clock, boolean isSecure) {
    this.access = access;
    this.sessions = sessions;
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
    Response take(Visit visit, Multipart form) throws InterruptedException;
  }

  /// Reads what was sent.
  @FunctionalInterface
  private interface Reader {
    Multipart read(Request request) throws InterruptedException;
  }

  /// Who is behind a request, and the secret of their browser.
  private record SignedIn(Caller caller, String secret, Session session) {}

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
    return Route.of(
        "GET",
        path,
        request -> {
          if (cookies.session(request).isEmpty()) {
            return toSignIn(request);
          }
          Optional<Visit> visit = Optional.empty();
          try {
            Optional<SignedIn> signedIn = find(request);
            if (signedIn.isEmpty()) {
              return toSignIn(request);
            }
            visit = Optional.of(visit(request, seen(signedIn.get()), roles));
            request.requireParameters(known);
            return page.show(visit.get());
          } catch (RuntimeException | Error e) {
            return refusals.ofPage(request, visit, e, again);
          }
        },
        Route.ANY);
  }

  private static Response toSignIn(Request request) {
    return redirect(SignIn.PATH + "?next=" + encoded(request.address()));
  }

  /// What is posted to a path.
  ///
  /// @param roles any of them is enough
  /// @param again shows the form again, where it is refused; what it says is in [Visit#refused]
  public Route form(String path, Set<Role> roles, Form form, Page again) {
    return taken(
        path,
        roles,
        request -> new Multipart(new Fields(request.form()), Optional.empty()),
        (visit, sent) -> form.take(visit, sent.fields()),
        again);
  }

  /// What is sent is read first, so that nothing of it is lost, whatever is refused then.
  private Route taken(String path, Set<Role> roles, Reader reader, Upload work, Page again) {
    return Route.of(
        "POST",
        path,
        request -> {
          Optional<String> secret = cookies.session(request);
          if (secret.isEmpty()) {
            return redirect(SignIn.PATH);
          }
          Fields typed = Fields.NONE;
          Optional<Visit> visit = Optional.empty();
          try {
            Multipart sent = reader.read(request);
            typed = sent.fields();
            visit = Optional.of(visit(request, seen(required(request)), roles));
            requireCsrf(secret.get(), typed);
            return work.take(visit.get(), sent);
          } catch (RuntimeException | Error e) {
            return refusals.ofForm(request, visit, e, typed, again);
          }
        });
  }

  /// What a module asks for: JSON or events. A problem stays a problem.
  ///
  /// @param roles any of them is enough
  /// @param parameters the query parameters that it knows
  public Route data(String path, Set<Role> roles, Page data, String... parameters) {
    return Route.of(
        "GET", path, request -> data.show(visit(request, required(request), roles)), parameters);
  }

  /// Says when something is new, as server-sent events (HTML, section 9.2), until the session ends
  /// or has none of the roles any more: nothing is sent after that. To watch is not to do
  /// something, so a page that was left open keeps no session alive.
  ///
  /// @param roles any of them is enough
  public Route events(String path, Set<Role> roles, Bell bell) {
    return Route.of(
        "GET",
        path,
        request -> {
          SignedIn signedIn = required(request);
          access.require(signedIn.caller(), roles);
          return Response.stream(
              200, "text/event-stream", lines -> tell(lines, bell, signedIn.secret(), roles));
        });
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
          find(secret)
              .filter(each -> each.caller().roles().stream().anyMatch(roles::contains))
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
  public Route change(String path, Set<Role> roles, Page change) {
    return Route.of(
        "POST",
        path,
        request -> {
          SignedIn signedIn = seen(required(request));
          Visit visit = visit(request, signedIn, roles);
          String token = request.header("X-CSRF-Token").orElse("");
          requireCsrf(signedIn.secret(), new Fields(Map.of("csrf", List.of(token))));
          return change.show(visit);
        });
  }

  /// What is posted to a path with a file.
  ///
  /// @param roles any of them is enough
  /// @param most bytes of the whole form
  /// @param again as for [#form]
  public Route upload(String path, Set<Role> roles, int most, Upload upload, Page again) {
    return taken(path, roles, request -> Multipart.read(request, most), upload, again);
  }

  private SignedIn required(Request request) {
    return find(request)
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.UNAUTHENTICATED, "the session has ended: sign in again"));
  }

  private Visit visit(Request request, SignedIn signedIn, Set<Role> roles) {
    access.require(signedIn.caller(), roles);
    return visit(request, signedIn);
  }

  private Visit visit(Request request, SignedIn signedIn) {
    return new Visit(
        request,
        signedIn.caller(),
        Cookies.csrf(signedIn.secret()),
        Optional.empty(),
        assets,
        templates,
        cookies);
  }

  /// Whoever is signed in, whatever they may do: for pages that say what went wrong. Nobody where
  /// that cannot be told now.
  Optional<Visit> whoever(Request request) {
    try {
      return find(request).map(signedIn -> visit(request, signedIn));
    } catch (RuntimeException e) {
      log.debug("a page is shown without its menu", e);
      return Optional.empty();
    }
  }

  /// The token of the forms of a browser that had a session, also where nobody can tell whether it
  /// still has.
  String csrf(Request request) {
    return cookies.session(request).map(Cookies::csrf).orElse("");
  }

  private Optional<SignedIn> find(Request request) {
    return cookies.session(request).flatMap(this::find);
  }

  private Optional<SignedIn> find(String secret) {
    Optional<Session> session = sessions.find(secret, clock.instant());
    if (session.isEmpty()) {
      return Optional.empty();
    }
    try {
      Caller caller =
          session.get().tokenDigest().map(access::holder).orElseGet(() -> session.get().who());
      return Optional.of(new SignedIn(caller, secret, session.get()));
    } catch (ServiceException e) {
      // The token was revoked, and with it every session that it opened.
      return Optional.empty();
    }
  }

  /// Whoever does something stays signed in.
  private SignedIn seen(SignedIn signedIn) {
    sessions.see(signedIn.secret(), signedIn.session(), clock.instant());
    return signedIn;
  }

  static void requireCsrf(String secret, Fields fields) {
    if (!Cookies.isCsrf(secret, fields.find("csrf").orElse(""))) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "the form was not made by this page for you: load the page again, then send the form"
              + " again");
    }
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
  /// @param isBehindProxy whether everybody comes by a proxy, which ends TLS
  public List<Route> ownRoutes(
      Optional<Provider> provider, RefusalLog refusals, boolean isBehindProxy) {
    SignIn signIn =
        new SignIn(
            this,
            access,
            sessions,
            cookies,
            clock,
            new SignIn.Ways(provider, refusals, isBehindProxy));
    List<Route> routes = new ArrayList<>();
    routes.add(assets.route());
    routes.add(open("GET", SignIn.PATH, signIn::show, "next", "left"));
    routes.add(open("POST", SignIn.PATH, signIn::take));
    routes.add(open("POST", "/sign-out", signIn::leave));
    provider
        .map(each -> new OpenIdSignIn(each, signIn, sessions, cookies, clock).routes(this))
        .ifPresent(routes::addAll);
    return routes;
  }

  /// What works without a session.
  Route open(String method, String path, dev.ombud.web.Handler work, String... parameters) {
    return Route.of(
        method,
        path,
        request -> {
          try {
            return work.handle(request);
          } catch (RuntimeException | Error e) {
            return refusals.ofPage(request, Optional.empty(), e, Optional.empty());
          }
        },
        parameters);
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
