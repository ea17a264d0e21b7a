package dev.ombud.web;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Role;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Sha256;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who may do what: by bearer token (RFC 6750, the header only), or as a [Session] found it.
/// Thread-safe.
public final class Access {
  private static final String SCHEME = "Bearer ";

  private final Tokens tokens;
  private final RateLimit rate;

  /// @param requestsPerSecond that one token may send
  public Access(Tokens tokens, int requestsPerSecond) {
    this(tokens, requestsPerSecond, System::nanoTime);
  }

  Access(Tokens tokens, int requestsPerSecond, LongSupplier nanoTime) {
    this.tokens = tokens;
    this.rate = new RateLimit(requestsPerSecond, nanoTime);
  }

  /// Says who sent the request, if it may do what any of the roles may. A token that is limited to
  /// a product or an environment is refused, whatever its roles.
  ///
  /// @throws ServiceException UNAUTHENTICATED, FORBIDDEN or RATE_LIMITED
  public Caller require(Request request, Set<Role> roles) {
    return unlimited(requireWithin(request, roles));
  }

  /// The same, but lets limited tokens in. Whoever calls it has to ask [Caller#requireReach], or
  /// leave out what is beyond the token's reach.
  ///
  /// @throws ServiceException UNAUTHENTICATED, FORBIDDEN or RATE_LIMITED
  public Caller requireWithin(Request request, Set<Role> roles) {
    return withRole(holder(secret(request.header("Authorization").orElse(null))), roles);
  }

  /// The same as [#requireWithin], for clients that may send the token as `X-API-Key` instead.
  ///
  /// @throws ServiceException UNAUTHENTICATED, FORBIDDEN or RATE_LIMITED
  public Caller requireKeyWithin(Request request, Set<Role> roles) {
    return request.header("Authorization").isEmpty() && request.header("X-API-Key").isPresent()
        ? withRole(holder(request.header("X-API-Key").get().strip()), roles)
        : requireWithin(request, roles);
  }

  /// Says who holds a token, whatever it may do: for signing in with it.
  ///
  /// @throws ServiceException UNAUTHENTICATED
  public Caller holder(byte[] secretDigest) {
    return tokens
        .find(secretDigest)
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.UNAUTHENTICATED,
                "the bearer token is not known, or no longer good: ask an admin for a new one"));
  }

  private Caller holder(String token) {
    return holder(Sha256.of(token));
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
