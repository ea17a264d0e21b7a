package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who may do what: by bearer token (RFC 6750, the header only), or as a [Session] found it.
/// Thread-safe.
public final class Access {
  private static final String SCHEME = "Bearer ";
  private static final int UNKNOWN_PER_SECOND = 10;

  private final Tokens tokens;
  private final RateLimit rate;
  private final RateLimit unknown;

  /// @param requestsPerSecond that one token may send
  public Access(Tokens tokens, int requestsPerSecond) {
    this(tokens, requestsPerSecond, System::nanoTime);
  }

  Access(Tokens tokens, int requestsPerSecond, LongSupplier nanoTime) {
    this.tokens = tokens;
    this.rate = new RateLimit(requestsPerSecond, nanoTime);
    this.unknown = new RateLimit(UNKNOWN_PER_SECOND, nanoTime);
  }

  /// Lets only those pass who send a token that has any of the roles, and that is not limited to a
  /// product or an environment where the route is about all of them. An `AuthenticationHandler` of
  /// Vert.x Web would make a `User` of it and know nothing of the words that a refusal owes.
  final class Gate implements Handler<RoutingContext> {
    private final Set<Role> roles;
    private final boolean takesKey;
    private final boolean takesLimited;

    private Gate(Set<Role> roles, boolean takesKey, boolean takesLimited) {
      this.roles = roles;
      this.takesKey = takesKey;
      this.takesLimited = takesLimited;
    }

    @Override
    public void handle(RoutingContext routing) {
      HttpServerRequest http = routing.request();
      Exchange exchange = Exchange.of(routing);
      String authorization = http.getHeader("Authorization");
      String key = http.getHeader("X-API-Key");
      String token =
          takesKey && authorization == null && key != null ? key.strip() : secret(authorization);
      byte[] digest = Sha256.of(token);
      Caller caller = withRole(holder(digest, exchange.principal()), roles);
      exchange.identify(
          takesLimited ? caller : unlimited(caller), () -> requireSame(caller, digest));
      routing.next();
    }
  }

  /// The gate of a route for tokens.
  public Handler<RoutingContext> gate(Set<Role> roles) {
    return new Gate(roles, false, false);
  }

  /// The same, but lets limited tokens in. Whoever answers has to ask [Caller#requireReach], or to
  /// leave out what is beyond the token's reach.
  public Handler<RoutingContext> gateWithin(Set<Role> roles) {
    return new Gate(roles, false, true);
  }

  /// The same as [#gateWithin], for clients that may send the token as `X-API-Key` instead.
  public Handler<RoutingContext> keyGate(Set<Role> roles) {
    return new Gate(roles, true, true);
  }

  /// Unknown tokens are answered to each address at a pace; known ones always are.
  private Caller holder(byte[] secretDigest, String address) {
    Optional<Caller> found = tokens.find(secretDigest);
    if (found.isEmpty() && !unknown.take(address)) {
      throw new ServiceException(
          ErrorCode.RATE_LIMITED,
          "too many unknown tokens came from your address: wait, and ask an admin for a good one");
    }
    return found.orElseThrow(Access::unknownToken);
  }

  /// For what goes on for long: a token may end meanwhile, or be given with other roles.
  private void requireSame(Caller caller, byte[] secretDigest) {
    if (!holder(secretDigest).equals(caller)) {
      throw unknownToken();
    }
  }

  private static ServiceException unknownToken() {
    return new ServiceException(
        ErrorCode.UNAUTHENTICATED,
        "the bearer token is not known, or no longer good: ask an admin for a new one");
  }

  /// Says who holds a token, whatever it may do: for signing in with it.
  ///
  /// @throws ServiceException UNAUTHENTICATED
  public Caller holder(byte[] secretDigest) {
    return tokens.find(secretDigest).orElseThrow(Access::unknownToken);
  }

  /// Lets a caller go on who signed in otherwise, if they may do what any of the roles may and are
  /// not limited.
  ///
  /// @throws ServiceException FORBIDDEN or RATE_LIMITED
  public Caller require(Caller caller, Set<Role> roles) {
    return unlimited(withRole(caller, roles));
  }

  private static Caller unlimited(Caller caller) {
    if (caller.reach().isLimited()) {
      throw caller.outside("this is about all of them: use a token without limits");
    }
    return caller;
  }

  private Caller withRole(Caller caller, Set<Role> roles) {
    if (!rate.take(caller.name())) {
      throw new ServiceException(
          ErrorCode.RATE_LIMITED,
          "token `" + caller.name() + "` sends faster than allowed: wait, then send it again");
    }
    if (caller.roles().stream().noneMatch(roles::contains)) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "token `"
              + caller.name()
              + "` has "
              + words(caller.roles())
              + ", this needs "
              + words(roles)
              + ": use a token with such a role");
    }
    return caller;
  }

  private static String words(Set<Role> roles) {
    return roles.isEmpty()
        ? "no role"
        : EnumSet.copyOf(roles).stream()
            .map(role -> "`" + role.word() + "`")
            .collect(Collectors.joining(" or "));
  }

  private static String secret(@Nullable String authorization) {
    if (authorization == null) {
      throw new ServiceException(
          ErrorCode.UNAUTHENTICATED, "no token was sent: send Authorization: Bearer <token>");
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new ServiceException(
          ErrorCode.UNAUTHENTICATED,
          "the Authorization header has another scheme: send Authorization: Bearer <token>");
    }
    return authorization.substring(SCHEME.length()).strip();
  }
}
