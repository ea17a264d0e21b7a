package dev.ombud.door.console;

import dev.ombud.door.identity.Provider;
import dev.ombud.door.identity.Refusal;
import dev.ombud.door.identity.RefusalLog;
import dev.ombud.door.identity.SessionStore;
import dev.ombud.door.identity.Tries;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Browsers;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Problem;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/// Signing in with a token, and out again. Thread-safe.
///
/// The browser gets a fresh secret at every sign-in, so one that somebody planted before is worth
/// nothing. The token itself goes nowhere but into a digest.
final class SignIn {
  static final String PATH = "/sign-in";

  private static final String TEMPLATE = "console/sign-in.jte";
  private static final String TITLE = "Sign in";
  private static final String LEFT_PROVIDER = "provider";
  private static final int MAX_TOKEN_CHARS = 4_096;
  private static final int MAX_NEXT_CHARS = 4_096;
  private static final int TOO_MANY = 429;

  private final Entrance entrance;
  private final Browsers browsers;
  private final Access access;
  private final SessionStore sessions;
  private final Clock clock;
  private final Ways ways;
  private final Tries tries;

  record Ways(Optional<Provider> provider, RefusalLog refusals) {}

  SignIn(
      Entrance entrance,
      Browsers browsers,
      Access access,
      SessionStore sessions,
      Clock clock,
      Ways ways) {
    this.entrance = entrance;
    this.browsers = browsers;
    this.access = access;
    this.sessions = sessions;
    this.clock = clock;
    this.ways = ways;
    this.tries = new Tries(clock);
  }

  Response show(Request request) {
    boolean leftProvider = request.query("left").filter(LEFT_PROVIDER::equals).isPresent();
    return page(200, request, local(request.query("next")), Optional.empty(), leftProvider);
  }

  /// @param leftProvider whether they have just left, and a provider had vouched for them
  private Response page(
      int status, Request request, String next, Optional<String> problem, boolean leftProvider) {
    SignInPage page =
        new SignInPage(
            next,
            problem,
            ways.provider()
                .map(provider ->
                    new SignInPage.Provider(
                        provider.host(), backTo(OpenIdSignIn.BEGIN_PATH, next))),
            leftProvider
                ? ways.provider().flatMap(Provider::farewell).map(URI::toString)
                : Optional.empty());
    return entrance.openPage(status, TITLE, TEMPLATE, browsers.csrf(request), page);
  }

  /// Whatever is wrong with it, the form is there again.
  Response take(Request request) {
    Fields fields = Fields.NONE;
    try {
      fields = new Fields(request.form());
      browsers.requireOwnForm(request);
      return take(request, fields);
    } catch (ServiceException e) {
      return failed(request, local(fields.find("next")), e);
    }
  }

  private Response take(Request request, Fields fields) {
    String next = local(fields.find("next"));
    if (!mayTry(request)) {
      return tooMany(request, next);
    }
    byte[] digest = Sha256.of(fields.require("token", "Token", MAX_TOKEN_CHARS));
    Caller who;
    try {
      who = access.holder(digest);
    } catch (ServiceException e) {
      return refused(request, next, Refusal.UNKNOWN_TOKEN);
    }
    if (who.reach().isLimited()) {
      return refused(request, next, Refusal.LIMITED_TOKEN);
    }
    sessions.open(freshSecret(request), who, digest, clock.instant());
    return Entrance.redirect(next);
  }

  /// A browser has one session: the one before ends.
  String freshSecret(Request request) {
    sessions.end(request.secret());
    return browsers.freshSecret(request);
  }

  boolean mayTry(Request request) {
    return tries.mayTry(request.origin());
  }

  Response tooMany(Request request, String next) {
    return page(
            TOO_MANY,
            request,
            next,
            Optional.of(
                "Too many sign-ins from your address failed within a minute. Wait a minute, then try"
                    + " again."),
            false)
        .with("Retry-After", "60");
  }

  /// Says it of what counts against nobody.
  Response failed(Request request, String next, ServiceException failure) {
    Optional<String> problem = Optional.of(PageWords.sentence(failure.detail()));
    return Problem.withAdvice(
        page(failure.code().status(), request, next, problem, false), failure.code());
  }

  /// Counts, records and says it.
  Response refused(Request request, String next, Refusal refusal) {
    tries.fail(request.origin());
    ways.refusals().append(refusal);
    return page(refusal.status(), request, next, Optional.of(refusal.words()), false);
  }

  /// Whoever has no session any more is signed out already.
  Response leave(Request request) {
    if (browsers.isSignedIn(request)) {
      browsers.requireOwnForm(request);
    }
    boolean leftProvider = sessions.end(request.secret());
    request.forgetSecret();
    return Entrance.redirect(leftProvider ? PATH + "?left=" + LEFT_PROVIDER : PATH);
  }

  /// The address of a sign-in that leads back to a page. One that is too long for that is left out:
  /// the sign-in itself comes first.
  static String backTo(String path, String next) {
    String encoded = Entrance.encoded(next);
    return encoded.length() > MAX_NEXT_CHARS ? path : path + "?next=" + encoded;
  }

  /// Where to go after the sign-in: a path of ours, or else the first page. A second slash or a
  /// backslash would make another host of it.
  static String local(Optional<String> next) {
    return next.filter(path -> path.matches("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*"))
        .filter(path -> !path.startsWith("/sign-"))
        .orElse("/");
  }
}
