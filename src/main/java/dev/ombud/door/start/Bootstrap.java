package dev.ombud.door.start;

import dev.ombud.door.identity.Issuance;
import dev.ombud.door.identity.NewToken;
import dev.ombud.door.identity.Token.Source;
import dev.ombud.door.identity.TokenStore;
import dev.ombud.door.setting.AddressSettings;
import dev.ombud.door.setting.BootstrapToken;
import dev.ombud.door.setting.Settings;
import dev.ombud.door.setting.SettingsException;
import dev.ombud.ground.base.Role;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokens of a start: those of the settings; or, where they name none and no admin was issued a
/// token yet, a fresh one a role, and a second one for an owner, because nobody approves what they
/// submitted.
final class Bootstrap {
  private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);
  private static final int SECRET_BYTES = 24;

  private Bootstrap() {}

  /// Stores the tokens.
  ///
  /// @return the fresh ones, to be printed
  /// @throws SettingsException where others can come and nobody could be told apart
  static List<BootstrapToken> tokens(Settings settings, TokenStore store) {
    List<BootstrapToken> chosen = settings.bootstrapTokens();
    if (!chosen.isEmpty() || store.hasIssuedAdmin()) {
      for (String name : store.replace(Source.BOOTSTRAP, unstored(chosen))) {
        log.warn(
            "token `{}` of OMBUD_BOOTSTRAP_TOKENS is not taken: an admin revoked it, or issued one of"
                + " its name; take it out, or give it another secret or name",
            name);
      }
      return List.of();
    }
    if (!AddressSettings.isLoopback(settings.host())) {
      throw new SettingsException(
          List.of(
              "OMBUD_HOST: `"
                  + settings.host()
                  + "` is open to others and nobody could be told apart: issue a token with"
                  + " `java -jar ombud.jar token issue`, or set OMBUD_BOOTSTRAP_TOKENS, or listen on"
                  + " 127.0.0.1"));
    }
    List<BootstrapToken> fresh = new ArrayList<>();
    for (Role role : Role.values()) {
      fresh.add(fresh(role.word(), role));
      if (role == Role.OWNER) {
        fresh.add(fresh("second-owner", role));
      }
    }
    store.replace(Source.FRESH, unstored(fresh));
    return fresh;
  }

  private static BootstrapToken fresh(String name, Role role) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return new BootstrapToken(
        Issuance.FRESH_PREFIX + name,
        Set.of(role),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  private static List<NewToken> unstored(List<BootstrapToken> tokens) {
    return tokens.stream()
        .map(token -> new NewToken(token.name(), token.roles(), token.secret()))
        .toList();
  }
}
