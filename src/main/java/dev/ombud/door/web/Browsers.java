package dev.ombud.door.web;

import dev.ombud.door.web.Route.Turn;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.Session;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.AbstractSession;
import io.vertx.ext.web.sstore.SessionStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The gates of routes that people reach with a browser: `SessionHandler` of Vert.x Web, on a store
/// that a [Keeper] keeps, and who is signed in. Thread-safe.
///
/// The browser keeps a secret, out of reach of scripts and of other sites' posts. Before the
/// sign-in it is of no use but to tell our forms from others, and nobody stores it; after it, it is
/// another one, and is the session. Under TLS the cookie's name has the prefix that lets browsers
/// refuse it from anywhere else (RFC 6265bis, `__Host-`).
public final class Browsers {
  private static final String KEPT = "kept";

  /// Behind the name of the cookie, that of what is kept of the secret before.
  private static final String BEFORE = "-before";

  private static final int SECRET_BYTES = 32;

  /// How much longer than a session a browser keeps its secret: what somebody wrote before a
  /// weekend is still known for theirs.
  private static final Duration LINGERS = Duration.ofDays(4);

  /// A session that somebody opened.
  ///
  /// @param see notes that they did something; may block
  public record Kept(Caller who, Runnable see) {}

  /// Where sessions are kept. May block. Thread-safe.
  public interface Keeper {
    Optional<Kept> find(String secret);

    /// Ends a session, if there is one.
    void end(String secret);
  }

  /// What a browser has for a session.
  private static final class BrowserSession extends AbstractSession {
    BrowserSession(Duration lasts) {
      super(VertxContextPRNG.current(), lasts.toMillis(), SECRET_BYTES);
    }

    /// @param kept a session that is kept, or the exception that keeps us from finding it
    BrowserSession(String secret, @Nullable Object kept) {
      super(VertxContextPRNG.current());
      setId(secret);
      if (kept != null) {
        data().put(KEPT, kept);
      }
    }
  }

  /// Never stores a session: signing in does that, and waits until it is stored.
  private final class Store implements SessionStore {
    @Override
    public SessionStore init(Vertx vertx, @Nullable JsonObject options) {
      return this;
    }

    @Override
    public long retryTimeout() {
      return 0;
    }

    @Override
    public Session createSession(long timeout) {
      return new BrowserSession(lasts);
    }

    @Override
    public Session createSession(long timeout, int length) {
      return new BrowserSession(lasts);
    }

    @Override
    public Future<@Nullable Session> get(String secret) {
      return blocking(() -> found(secret)).map(found -> new BrowserSession(secret, found));
    }

    /// What keeps us from knowing who it is is said to whoever asks, when the body has been read.
    private @Nullable Object found(String secret) {
      try {
        return keeper.find(secret).orElse(null);
      } catch (ServiceException e) {
        return e;
      }
    }

    @Override
    public Future<Void> put(Session session) {
      return session.get(KEPT) instanceof Kept kept
          ? blocking(
                  () -> {
                    kept.see().run();
                    return kept;
                  })
              .mapEmpty()
          : Future.succeededFuture();
    }

    @Override
    public Future<Void> delete(String secret) {
      return blocking(
              () -> {
                keeper.end(secret);
                return secret;
              })
          .mapEmpty();
    }

    @Override
    public Future<Void> clear() {
      throw new UnsupportedOperationException("nobody ends all sessions at once");
    }

    @Override
    public Future<Integer> size() {
      throw new UnsupportedOperationException("nobody counts the sessions");
    }

    @Override
    public void close() {}
  }

  private final Access access;
  private final Keeper keeper;
  private final Duration lasts;
  private final boolean isSecure;
  private final String cookie;
  private final SessionHandler sessions;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("session-", 0).factory());

  /// @param isSecure whether browsers reach us by TLS
  /// @param lasts how long a session is good for at most
  public Browsers(Access access, Keeper keeper, boolean isSecure, Duration lasts) {
    this.access = access;
    this.keeper = keeper;
    this.lasts = lasts.plus(LINGERS);
    this.isSecure = isSecure;
    this.cookie = (isSecure ? "__Host-" : "") + "ombud-session";
    this.sessions =
        SessionHandler.create(new Store())
            .setSessionCookieName(cookie)
            .setCookieHttpOnlyFlag(true)
            .setCookieSecureFlag(isSecure)
            .setCookieSameSite(CookieSameSite.LAX)
            .setCookieMaxAge(this.lasts.toSeconds())
            .setMinLength(SECRET_BYTES)
            .setLazySession(true)
            .setNagHttps(false);
  }

  private <T> Future<T> blocking(Supplier<T> work) {
    Context here = Vertx.currentContext();
    return Future.fromCompletionStage(CompletableFuture.supplyAsync(work, threads), here);
  }

  /// For everybody: those who are signed in are known, and nobody is refused.
  public Route open(Route route) {
    return route.guarded(Turn.GATE, Door.late(sessions)).guarded(Turn.GATE, this::know);
  }

  /// Who has no session is a stranger, whatever the cookie was. Nothing goes on for those who left
  /// while it was looked up.
  private void know(RoutingContext routing) {
    Exchange exchange = Exchange.of(routing);
    if (exchange.isOver()) {
      return;
    }
    // Who has no secret gets none for looking around.
    if (found(routing) instanceof Kept kept) {
      exchange.identify(kept.who());
    } else {
      exchange.enter(Work.OPEN);
    }
    routing.next();
  }

  /// For those who have been here, whoever they are: so that nothing is lost that they send after
  /// their session has ended.
  ///
  /// @param elsewhere where all others are sent, whose body is not read
  public Route known(Route route, Response elsewhere) {
    return open(
        route.guarded(
            Turn.GATE,
            routing -> {
              if (routing.request().getCookie(cookie) == null) {
                Exchange.of(routing).sendAtOnce(elsewhere);
              } else {
                routing.next();
              }
            }));
  }

  /// For those who are signed in, and may do what any of the roles may. A refusal is a problem.
  public Route signedIn(Route route, Set<Role> roles) {
    return open(route)
        .guarded(
            Turn.GATE,
            routing -> {
              Caller _ = require(kept(routing), roles);
              if (route.work() == Work.WATCHING) {
                // To watch is not to do something: a page that was left open keeps no session
                // alive.
                session(routing).remove(KEPT);
              }
              routing.next();
            });
  }

  private Caller require(Optional<Kept> kept, Set<Role> roles) {
    return access.require(
        kept.orElseThrow(() ->
                new ServiceException(
                    ErrorCode.UNAUTHENTICATED, "the session has ended: sign in again"))
            .who(),
        roles);
  }

  /// Who sent a request of a route for everybody, if they may do what any of the roles may.
  ///
  /// @throws ServiceException UNAUTHENTICATED, FORBIDDEN or RATE_LIMITED
  public Caller require(Request request, Set<Role> roles) {
    return require(kept(request.routing()), roles);
  }

  /// Whether somebody is signed in who sent a request of a route for everybody.
  public boolean isSignedIn(Request request) {
    return kept(request.routing()).isPresent();
  }

  /// What the look-up came to: null for those who have no session, or no secret.
  private @Nullable Object found(RoutingContext routing) {
    return routing.request().getCookie(cookie) == null ? null : session(routing).get(KEPT);
  }

  private Optional<Kept> kept(RoutingContext routing) {
    Object found = found(routing);
    if (found instanceof ServiceException trouble) {
      throw trouble;
    }
    return found instanceof Kept kept ? Optional.of(kept) : Optional.empty();
  }

  /// Who sends, by the cookie alone: for any route. May block.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE
  public Optional<Caller> whoever(Request request) {
    return request.cookie(cookie).flatMap(keeper::find).map(Kept::who);
  }

  /// @throws IllegalStateException where the route has no gate for browsers
  static Session session(RoutingContext routing) {
    Session session = routing.session();
    if (session == null) {
      throw new IllegalStateException("the route has no sessions");
    }
    return session;
  }

  /// Whose call has to come from a page of ours.
  public Route ownCalls(Route route) {
    return route.guarded(
        Turn.CHECK,
        routing -> {
          requireOwnForm(routing);
          routing.next();
        });
  }

  /// Makes sure that a form is one of a page of ours.
  ///
  /// @throws ServiceException FORBIDDEN
  public void requireOwnForm(Request request) {
    requireOwnForm(request.routing());
  }

  private void requireOwnForm(RoutingContext routing) {
    Csrf.require(
        routing.request(),
        session(routing).value(),
        Optional.ofNullable(routing.request().getCookie(cookie + BEFORE)).map(Cookie::getValue));
  }

  /// Gives the browser another secret with the answer. Forms of the one before stay good where its
  /// session had ended: those of a session that is replaced belong to whoever had that.
  public String freshSecret(Request request) {
    RoutingContext routing = request.routing();
    boolean hadEnded = !isSignedIn(request);
    String before = session(routing).value();
    String after = session(routing).regenerateId().value();
    if (hadEnded) {
      Cookie kept =
          Cookie.cookie(cookie + BEFORE, Csrf.kept(before, after))
              .setPath("/")
              .setHttpOnly(true)
              .setSecure(isSecure)
              .setSameSite(CookieSameSite.LAX)
              .setMaxAge(lasts.toSeconds());
      HttpServerResponse _ = routing.response().addCookie(kept);
    }
    return after;
  }

  /// The token that every form of a page for this browser has to send; empty where it has no
  /// secret.
  public String csrf(Request request) {
    return Optional.ofNullable(request.routing().session())
        .map(Session::value)
        .or(() -> request.cookie(cookie))
        .map(Csrf::token)
        .orElse("");
  }
}
