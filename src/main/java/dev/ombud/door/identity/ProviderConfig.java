package dev.ombud.door.identity;

import dev.ombud.ground.base.Role;
import dev.ombud.ground.outbound.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An OpenID provider, as the operator describes it. Immutable.
///
/// @param issuer as the provider itself writes it, to the letter
/// @param secret empty for a public client, which PKCE protects alone
/// @param subjectClaim by which a person is known for ever
/// @param nameClaim by which they are called at the first sign-in
/// @param rolesClaim a claim, or a path of members with dots between
/// @param roles value of that claim to what it lets somebody do
/// @param people subject to the name of the token that the same person has
/// @param home where people reach this service; ends with a slash
public record ProviderConfig(
    String issuer,
    String client,
    Optional<Secret> secret,
    List<String> scopes,
    String subjectClaim,
    String nameClaim,
    String rolesClaim,
    Map<String, Set<Role>> roles,
    Map<String, String> people,
    URI home) {
  /// Where the provider sends the browser back to, as a path of ours.
  public static final String ANSWER_PATH = "/sign-in/openid/answer";

  public ProviderConfig {
    scopes = List.copyOf(scopes);
    roles = Map.copyOf(roles);
    people = Map.copyOf(people);
  }

  /// What has to be registered at the provider, to the letter.
  public URI redirect() {
    return home.resolve(ANSWER_PATH.substring(1));
  }

  /// The provider's host, for people.
  public String host() {
    return String.valueOf(URI.create(issuer).getHost());
  }
}
