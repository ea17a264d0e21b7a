package dev.ombud.console;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Sha256;
import dev.ombud.web.Access;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Session;
import dev.ombud.web.SessionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Signing in with a token, and out again. Thread-safe.
///
/// The browser gets a fresh secret at every sign-in, so one that somebody planted before is worth
/// nothing. The token itself goes nowhere but into a digest.
final class SignIn {
  private static final String TEMPLATE = "console/sign-in.jte";
  private static final String TITLE = "Sign in";
  private static final int TOKEN_LONGEST = 4_096;

  private final Entrance entrance;
  private final Access access;
  private final SessionStore sessions;
  private final Cookies cookies;
  private final Clock clock;
  private final Duration lasts;

  SignIn(
      Entrance entrance,
      Access access,
      SessionStore sessions,
      Cookies cookies,
      Clock clock,
      Duration lasts) {
    this.entrance = entrance;
    this.access = access;
    this.sessions = sessions;
    this.cookies = cookies;
    this.clock = clock;
    this.lasts = lasts;
  }

  Response show(Request request) {
    return page(200, request, local(request.query("next")), Optional.empty());
  }

  private Response page(int status, Request request, String next, Optional<String> problem) {
    String secret = cookies.visitor(request).orElseGet(cookies::freshSecret);
    return cookies.withVisitor(
        entrance.openPage(
            status, TITLE, TEMPLATE, Cookies.csrf(secret), new SignInPage(next, problem)),
        secret);
  }

  Response take(Request request) throws InterruptedException {
    Fields fields = new Fields(request.form());
    String next = local(fields.find("next"));
    Optional<String> visitor = cookies.visitor(request);
    if (visitor.isEmpty() || !Cookies.isCsrf(visitor.get(), fields.find("csrf").orElse(""))) {
      return page(
          ErrorCode.FORBIDDEN.status(),
          request,
          next,
          Optional.of(
              "This form was made too long ago, or your browser keeps no cookies. Try again."));
    }
    byte[] digest = Sha256.of(fields.require("token", "Token", TOKEN_LONGEST));
    Session session;
    Instant now = clock.instant();
    try {
      session = new Session(access.holder(digest), Optional.of(digest), now.plus(lasts));
    } catch (ServiceException e) {
      return page(
          e.code().status(),
          request,
          next,
          Optional.of("This token is not known. Ask an admin for a new one."));
    }
    String secret = cookies.freshSecret();
    sessions.open(secret, session, now);
    return cookies.withSession(Entrance.redirect(next), secret, lasts);
  }

  Response leave(Request request) throws InterruptedException {
    Fields fields = new Fields(request.form());
    Optional<String> secret = cookies.session(request);
    // Whoever has no session any more is signed out already.
    if (secret.isPresent()) {
      Entrance.requireCsrf(secret.get(), fields);
      sessions.end(secret.get());
    }
    return cookies.withoutSession(Entrance.redirect("/sign-in"));
  }

  /// Where to go after the sign-in: a path of ours, or else the first page. A second slash or a
  /// backslash would make another host of it.
  private static String local(Optional<String> next) {
    return next.filter(path -> path.matches("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*"))
        .filter(path -> !path.startsWith("/sign-"))
        .orElse("/");
  }
}
