package dev.ombud.door.setting;

import dev.ombud.door.identity.ProviderConfig;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.outbound.Destination;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads the settings of the OpenID provider. Problems go where those of all settings do, and none
/// quotes the secret. Belongs to one thread.
final class OpenIdSettings {
  /// Claims that somebody else may have tomorrow (OpenID Connect Core 1.0, section 5.7).
  private static final Set<String> PASSING =
      Set.of("email", "name", "nickname", "preferred_username", "upn", "unique_name");

  private final Function<Setting, String> text;
  private final BiConsumer<Setting, String> problem;

  OpenIdSettings(Function<Setting, String> text, BiConsumer<Setting, String> problem) {
    this.text = text;
    this.problem = problem;
  }

  /// Nothing where people sign in by tokens alone.
  ///
  /// @param home where people reach the service
  Optional<ProviderConfig> read(URI home) {
    String issuer = text.apply(Setting.OPENID_ISSUER);
    if (issuer.isEmpty()) {
      Stream.of(
              Setting.OPENID_CLIENT,
              Setting.OPENID_SECRET,
              Setting.OPENID_ROLES,
              Setting.OPENID_PEOPLE)
          .filter(setting -> !text.apply(setting).isBlank())
          .forEach(setting ->
              problem.accept(
                  setting, "means nothing without OMBUD_OPENID_ISSUER: set both or neither"));
      return Optional.empty();
    }
    String client = text.apply(Setting.OPENID_CLIENT);
    if (client.isEmpty()) {
      problem.accept(
          Setting.OPENID_CLIENT, "is missing: write the id of the client at the provider");
    }
    boolean isGood = isIssuer(issuer);
    ProviderConfig config =
        new ProviderConfig(
            isGood ? issuer : "https://unknown.invalid",
            client,
            SecretSetting.read(Setting.OPENID_SECRET, text, problem),
            scopes(),
            subject(),
            text.apply(Setting.OPENID_NAME),
            text.apply(Setting.OPENID_ROLES_CLAIM),
            roles(),
            PeopleSetting.read(
                Setting.OPENID_PEOPLE,
                text,
                problem,
                "\\S+ [\\p{Alnum}._-]{1,64}",
                "a subject, a space and the name of a token"),
            home);
    return Optional.of(config);
  }

  private boolean isIssuer(String given) {
    try {
      URI address = new URI(given);
      Destination destination = Destination.of(address, true);
      boolean isEncrypted = given.startsWith("https://");
      if ((isEncrypted || destination.isLoopback())
          && address.getRawQuery() == null
          && address.getRawFragment() == null) {
        return true;
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // The same problem as one in the clear.
    }
    problem.accept(
        Setting.OPENID_ISSUER,
        "`%s` is no issuer: write https://, a host and a path; http:// on loopback alone"
            .formatted(given));
    return false;
  }

  private List<String> scopes() {
    List<String> scopes = List.of(text.apply(Setting.OPENID_SCOPES).split("\\s+", -1));
    if (!scopes.contains("openid")) {
      problem.accept(Setting.OPENID_SCOPES, "lacks `openid`: without it no ID token comes, add it");
    }
    return scopes;
  }

  private String subject() {
    String claim = text.apply(Setting.OPENID_SUBJECT);
    if (PASSING.contains(claim)) {
      problem.accept(
          Setting.OPENID_SUBJECT,
          "`%s` changes and may be somebody else's tomorrow: write sub, or oid with Entra"
              .formatted(claim));
    }
    return claim;
  }

  private Map<String, Set<Role>> roles() {
    Map<String, Set<Role>> roles = new HashMap<>();
    for (String entry : text.apply(Setting.OPENID_ROLES).split(";", -1)) {
      int equals = entry.indexOf('=');
      String word = equals < 0 ? entry.strip() : entry.substring(0, equals).strip();
      String value = equals < 0 ? "" : entry.substring(equals + 1).strip();
      Optional<Role> role = Role.find(word);
      if (role.isEmpty() || value.isEmpty()) {
        problem.accept(
            Setting.OPENID_ROLES,
            "`%s` is no role and value: write such as `owner=shop-owners`, with `;` between"
                .formatted(entry.strip()));
      } else {
        roles.computeIfAbsent(value, _ -> EnumSet.noneOf(Role.class)).add(role.get());
      }
    }
    return roles;
  }
}
