package dev.ombud.app;

import dev.ombud.domain.Role;
import dev.ombud.web.TokenStore;
import dev.ombud.web.TokenStore.NewToken;
import dev.ombud.web.TokenStore.Source;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// The first tokens: those of the settings, or, where they name none, a fresh one a role, and a
/// second one for an owner, because nobody approves what they submitted.
final class Bootstrap {
  private static final int SECRET_BYTES = 24;

  private Bootstrap() {}

  /// Stores the tokens.
  ///
  /// @return the fresh ones, to be printed
  static List<BootstrapToken> tokens(Settings settings, TokenStore store, Instant now) {
    List<BootstrapToken> chosen = settings.bootstrapTokens();
    if (!chosen.isEmpty()) {
      store.replace(Source.BOOTSTRAP, unstored(chosen), now);
      return List.of();
    }
    List<BootstrapToken> fresh = new ArrayList<>();
    for (Role role : Role.values()) {
      fresh.add(fresh(role.word(), role));
      if (role == Role.OWNER) {
        fresh.add(fresh("second-owner", role));
      }
    }
    store.replace(Source.FRESH, unstored(fresh), now);
    return fresh;
  }

  private static BootstrapToken fresh(String name, Role role) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return new BootstrapToken(
        "local-" + name,
        Set.of(role),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  private static List<NewToken> unstored(List<BootstrapToken> tokens) {
    return tokens.stream()
        .map(token -> new NewToken(token.name(), token.roles(), token.secret()))
        .toList();
  }
}
