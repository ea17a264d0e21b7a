package dev.ombud.console;

import dev.ombud.domain.Role;
import dev.ombud.domain.ServiceException;
import dev.ombud.identity.Provider;
import dev.ombud.identity.RefusalLog;
import dev.ombud.identity.SessionStore;
import dev.ombud.web.Access;
import dev.ombud.web.Browsers;
import dev.ombud.web.Handler;
import dev.ombud.web.LineWriter;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Route;
import dev.ombud.web.Work;
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

/// Makes the routes of the console, none of which runs without the proof of who asks. Thread-safe.
public final class Entrance {
  private static final byte[] NOTHING = {};

  /// How soon a stream notices that its session has ended. A proxy in between may end one that is
  /// silent for a minute.
  private static final Duration BEAT = Duration.ofSeconds(5);

  /// Then the browser asks again.
  private static final Duration STREAM = Duration.ofMinutes(5);

  private static final int FORM_BYTES_MOST = 64 << 10;

  private final Browsers browsers;
  private final Browsers.Keeper sessions;
  private final Clock clock;
  private final Cookies cookies;
  private final Assets assets = new Assets();
  private final Templates templates = new Templates();

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
    Response take(Visit visit, Fields fields, Optional<dev.ombud.web.Upload> file)
        throws InterruptedException;
  }

  /// @param roles any of them is enough
  /// @param parameters the query parameters that it knows
  public Route page(String path, Set<Role> roles, Page page, String... parameters) {
    Route route = Route.of("GET", path, request -> page.show(visit(request)), parameters).asPage();
    return browsers.signedIn(route, roles, Optional.of(Entrance::toSignIn));
  }

  private static Response toSignIn(String address) {
    return redirect(SignIn.PATH + "?next=" + encoded(address));
  }

  /// What is posted to a path.
  ///
  /// @param roles any of them is enough
  public Route form(String path, Set<Role> roles, Form form) {
    return posted(path, roles, request -> form.take(visit(request), new Fields(request.form())))
        .taking(new Route.Body.Whole(FORM_BYTES_MOST));
  }

  private Route posted(String path, Set<Role> roles, Handler work) {
    Route route = Route.of("POST", path, work).asPage();
    return browsers.ownForms(
        browsers.signedIn(route, roles, Optional.of(address -> redirect(SignIn.PATH))));
  }

  /// What a module asks for: JSON or events. A problem stays a problem.
  ///
  /// @param roles any of them is enough
  /// @param parameters the query parameters that it knows
  public Route data(String path, Set<Role> roles, Page data, String... parameters) {
    return browsers.signedIn(
        Route.of("GET", path, request -> data.show(visit(request)), parameters),
        roles,
        Optional.empty());
  }

  /// Says when something is new, as server-sent events (HTML, section 9.2), until the session ends
  /// or has none of the roles any more: nothing is sent after that. To watch is not to do
  /// something, so a page that was left open keeps no session alive.
  ///
  /// @param roles any of them is enough
  public Route events(String path, Set<Role> roles, Bell bell) {
    Route route =
        Route.of(
                "GET",
                path,
                request ->
                    Response.stream(
                        200,
                        "text/event-stream",
                        lines -> tell(lines, bell, request.secret(), roles)))
            .in(Work.WATCHING);
    return browsers.signedIn(route, roles, Optional.empty());
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
    return browsers.ownForms(
        browsers.signedIn(
            Route.of("POST", path, request -> change.show(visit(request)))
                .taking(new Route.Body.Whole(most)),
            roles,
            Optional.empty()));
  }

  /// What is posted to a path with a file.
  ///
  /// @param roles any of them is enough
  /// @param most bytes of the whole form
  public Route upload(String path, Set<Role> roles, int most, Upload upload) {
    return posted(
            path,
            roles,
            request -> upload.take(visit(request), new Fields(request.form()), request.file()))
        .taking(new Route.Body.Whole(most));
  }

  private Visit visit(Request request) {
    return new Visit(request, request.caller(), Browsers.csrf(request), assets, templates, cookies);
  }

  /// What went wrong, for a person. It must not fail once more where the database is away, so it
  /// does not ask who it is for.
  public Response failure(ServiceException failure, String traceId) {
    ErrorPage page = ErrorPage.of(failure, traceId);
    return openPage(failure.code().status(), page.title(), "console/error.jte", "", page);
  }

  private Frame frame(String title, String csrf) {
    return new Frame(
        title,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        csrf,
        Optional.empty(),
        assets,
        List.of(),
        List.of());
  }

  /// Sign-in, sign-out and assets: all that works without a session.
  ///
  /// @param provider at which people can sign in as well
  public List<Route> ownRoutes(
      Access access, SessionStore sessions, Optional<Provider> provider, RefusalLog refusals) {
    SignIn signIn = new SignIn(this, access, sessions, clock, new SignIn.Ways(provider, refusals));
    List<Route> routes = new ArrayList<>();
    routes.addAll(assets.routes());
    routes.add(open("GET", SignIn.PATH, signIn::show, "next", "left"));
    routes.add(browsers.ownForms(open("POST", SignIn.PATH, signIn::take)));
    routes.add(browsers.ownFormsIfSignedIn(open("POST", "/sign-out", signIn::leave)));
    provider
        .map(each -> new OpenIdSignIn(each, signIn, sessions, cookies, clock).routes(this))
        .ifPresent(routes::addAll);
    return routes;
  }

  /// What works without being signed in.
  Route open(String method, String path, Handler work, String... parameters) {
    Route route = browsers.open(Route.of(method, path, work, parameters).in(Work.OPEN));
    return method.equals("POST") ? route.taking(new Route.Body.Whole(FORM_BYTES_MOST)) : route;
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
