package dev.ombud.door.identity;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.TokenReach;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.ground.text.Excerpt;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gives out tokens and takes them back. Each change is an event of the log, in the same
/// transaction, with who did it and why. Thread-safe.
///
/// A secret has 256 random bits, and begins with `ombud_`, by which scanners of secrets know it.
public final class Issuance {
  /// As many tokens may be good at once: all of them are held in memory.
  public static final int MAX_TOKENS = 10_000;

  /// On a page of [#list].
  public static final int MAX_PAGE_TOKENS = 500;

  /// What a token may be called; no person of a provider is called so, since those have an `@`.
  public static final String NAME = "[A-Za-z0-9._-]{1,64}";

  /// What a start calls those that it makes itself.
  public static final String FRESH_PREFIX = "local-";

  /// Who does it where nobody signed in.
  public static final String COMMAND_LINE = "command-line";

  private static final String PREFIX = "ombud_";
  private static final int SECRET_BYTES = 32;

  private final TokenStore store;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Issuance(TokenStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// What is asked for.
  ///
  /// @param roles their words
  public record Wish(
      String name,
      Collection<String> roles,
      Optional<String> product,
      Optional<String> environment,
      Optional<Instant> expiresAt) {
    public Wish {
      roles = List.copyOf(roles);
    }
  }

  /// A token with its secret, which is shown this once.
  public record Issued(Token token, String secret) {
    @Override
    public String toString() {
      return token.name();
    }
  }

  /// A fresh secret.
  private String freshSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /// Issues a token. The name of one that has expired or was revoked may be given again.
  ///
  /// @param actor who issues it
  /// @param reason stands in the log
  /// @throws ServiceException INVALID_REQUEST; WRONG_STATE where one of that name is good, or there
  ///   are [#MAX_TOKENS]; DATABASE_UNAVAILABLE
  public Issued issue(Wish wish, String actor, String reason) {
    NewToken token =
        new NewToken(
            name(wish.name()),
            roles(wish.roles()),
            new TokenReach(
                wish.product().map(Issuance::product),
                wish.environment().map(Issuance::environment)),
            wish.expiresAt().map(this::end),
            freshSecret());
    if (store.count() >= MAX_TOKENS) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE,
          "%d tokens are good, which is the most: revoke what nobody uses".formatted(MAX_TOKENS));
    }
    return store
        .issue(token, actor, reason)
        .map(issued -> new Issued(issued, token.secret()))
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.WRONG_STATE,
                "there is a good token `%s`: revoke it first, or take another name"
                    .formatted(token.name())));
  }

  /// Revokes a token, which ends every session that it opened. One that is revoked stays as it is.
  ///
  /// @return nothing where there is none of that name
  /// @throws ServiceException DATABASE_UNAVAILABLE
  public Optional<Token> revoke(String name, String actor, String reason) {
    return isName(name) ? store.revoke(name, actor, reason) : Optional.empty();
  }

  /// @throws ServiceException DATABASE_UNAVAILABLE
  public Optional<Token> find(String name) {
    return isName(name) ? store.find(name) : Optional.empty();
  }

  /// All tokens, also those that are good no more, by name.
  ///
  /// @param after only names behind this one
  /// @param limit 1 to [#MAX_PAGE_TOKENS]
  /// @throws ServiceException DATABASE_UNAVAILABLE
  public Page<Token> list(String after, int limit) {
    return Page.of(store.list(after, limit + 1), limit, Token::name);
  }

  /// Whether a token may have such a name at all.
  public static boolean isName(String name) {
    return name.matches(NAME) && !isReserved(name);
  }

  /// What the service itself goes by in records.
  private static boolean isReserved(String name) {
    return name.equals(TokenStore.SERVICE) || name.equals(COMMAND_LINE);
  }

  private static String name(String name) {
    if (!name.matches(NAME)) {
      throw ServiceException.invalid(
          "`name` is no good name of a token: write 1 to 64 letters, digits, dots, hyphens, underscores");
    }
    if (isReserved(name) || name.startsWith(FRESH_PREFIX)) {
      throw ServiceException.invalid(
          "`name` is `%s`, which the service itself goes by: take another name".formatted(name));
    }
    return name;
  }

  private static Set<Role> roles(Collection<String> words) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    List<String> known = Arrays.stream(Role.values()).map(Role::word).toList();
    for (String word : words) {
      roles.add(
          Role.find(word)
              .orElseThrow(() ->
                  ServiceException.invalid(
                      "`roles` has `%s`, which is no role: %s"
                          .formatted(
                              Excerpt.of(word),
                              Nearest.of(word, known)
                                  .map(nearest -> "write " + nearest)
                                  .orElse("write one of " + String.join(", ", known))))));
    }
    if (roles.isEmpty()) {
      throw ServiceException.invalid(
          "`roles` is missing: name one or more of " + String.join(", ", known));
    }
    return roles;
  }

  private static String product(String product) {
    if (!AggregateLimits.isProduct(product)) {
      throw ServiceException.invalid(
          "`product` is no name of a product: write it as aggregates do");
    }
    return product;
  }

  private static String environment(String environment) {
    if (!AggregateLimits.isEnvironment(environment)) {
      throw ServiceException.invalid(
          "`environment` is no name of an environment: write it as aggregates do");
    }
    return environment;
  }

  private Instant end(Instant end) {
    if (!end.isAfter(clock.instant()) || end.isAfter(TimeIds.EVER)) {
      throw ServiceException.invalid("`expiresAt` is `%s`: write a time to come".formatted(end));
    }
    return end;
  }
}
