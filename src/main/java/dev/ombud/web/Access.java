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

/// Sign-in by bearer token (RFC 6750, the header only). Thread-safe.
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

  /// Says who sent the request, if it may do what any of the roles may.
  ///
  /// @throws ServiceException UNAUTHENTICATED, FORBIDDEN or RATE_LIMITED
  public Caller require(Request request, Set<Role> roles) {
    return require(secret(request.header("Authorization").orElse(null)), roles);
  }

  /// The same, for clients that may send the token as `X-API-Key` instead.
  ///
  /// @throws ServiceException UNAUTHENTICATED, FORBIDDEN or RATE_LIMITED
  public Caller requireKey(Request request, Set<Role> roles) {
    return request.header("Authorization").isEmpty() && request.header("X-API-Key").isPresent()
        ? require(request.header("X-API-Key").get().strip(), roles)
        : require(request, roles);
  }

  private Caller require(String token, Set<Role> roles) {
    Caller caller =
        tokens
            .find(Sha256.of(token))
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.UNAUTHENTICATED,
                    "the bearer token is not known: ask an admin for a new one"));
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
