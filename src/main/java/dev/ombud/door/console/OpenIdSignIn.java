package dev.ombud.door.console;

import dev.ombud.door.identity.Attempt;
import dev.ombud.door.identity.Provider;
import dev.ombud.door.identity.ProviderConfig;
import dev.ombud.door.identity.Refusal;
import dev.ombud.door.identity.SessionStore;
import dev.ombud.door.identity.SignInException;
import dev.ombud.door.identity.Vouched;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ServiceException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing in at an OpenID provider: there and back. Thread-safe.
///
/// One goes there by a link and not by a form: browsers hold the redirects behind a form to
/// `form-action`, and which hosts a provider leads through, only the provider knows.
final class OpenIdSignIn {
  static final String BEGIN_PATH = "/sign-in/openid";

  private static final Logger log = LoggerFactory.getLogger(OpenIdSignIn.class);

  private final Provider provider;
  private final SignIn signIn;
  private final SessionStore sessions;
  private final Cookies cookies;
  private final Clock clock;

  OpenIdSignIn(
      Provider provider, SignIn signIn, SessionStore sessions, Cookies cookies, Clock clock) {
    this.provider = provider;
    this.signIn = signIn;
    this.sessions = sessions;
    this.cookies = cookies;
    this.clock = clock;
  }

  List<Route> routes(Entrance entrance) {
    return List.of(
        entrance.open("GET", BEGIN_PATH, this::begin, "next"),
        entrance.open("GET", ProviderConfig.ANSWER_PATH, this::answer, Route.ANY));
  }

  /// No other site may send a browser through: whoever sits before it has to choose to.
  private Response begin(Request request) {
    String next = SignIn.local(request.query("next"));
    if (request.header("Sec-Fetch-Site").filter("cross-site"::equals).isPresent()) {
      return signIn.show(request);
    }
    Attempt attempt = Attempt.begin(cookies.freshSecret(), next, clock.instant());
    try {
      return cookies.withAttempt(Entrance.redirect(provider.begin(attempt).toString()), attempt);
    } catch (SignInException e) {
      return refused(request, next, e);
    }
  }

  private Response answer(Request request) {
    Instant now = clock.instant();
    Optional<Attempt> attempt = cookies.attempt(request, now);
    String next = SignIn.local(attempt.map(Attempt::next));
    if (!signIn.mayTry(request)) {
      return signIn.tooMany(request, next);
    }
    try {
      if (attempt.isEmpty()) {
        throw new SignInException(
            Refusal.NOT_BEGUN_HERE,
            "no sign-in was begun in this browser; people have to come by " + provider.home());
      }
      Vouched person =
          provider.finish(
              attempt.get(),
              new Provider.Answer(
                  first(request, "state"),
                  first(request, "code"),
                  first(request, "iss"),
                  first(request, "error")));
      sessions.open(signIn.freshSecret(request), person, now);
      return cookies.withoutAttempt(Entrance.redirect(next));
    } catch (SignInException e) {
      return cookies.withoutAttempt(refused(request, next, e));
    } catch (ServiceException e) {
      return cookies.withoutAttempt(signIn.failed(request, next, e));
    }
  }

  /// Twice the same parameter is none (RFC 6749, section 3.1).
  private static Optional<String> first(Request request, String name) {
    List<String> values = request.queries(name);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  private Response refused(Request request, String next, SignInException refusal) {
    log.warn("a sign-in was refused, {}: {}", refusal.refusal(), refusal.getMessage());
    return signIn.refused(request, next, refusal.refusal());
  }
}
