package dev.ombud.door.identity;

import dev.ombud.ground.base.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a person of what an ID token says. Stateless.
final class Claims {
  private static final int MAX_SUBJECT_CHARS = 255;

  private Claims() {}

  /// @throws SignInException PROVIDER_WRONG without a subject, NO_ROLE without a role
  static Vouched person(Map<String, Object> claims, ProviderConfig config) throws SignInException {
    String subject = text(claims.get(config.subjectClaim()));
    if (subject.isBlank() || subject.length() > MAX_SUBJECT_CHARS) {
      throw new SignInException(
          Refusal.PROVIDER_WRONG,
          "the ID token has no `%s`: correct OMBUD_OPENID_SUBJECT or the client's scopes"
              .formatted(config.subjectClaim()));
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    List<String> values = values(find(claims, config.rolesClaim()));
    values.forEach(value -> roles.addAll(config.roles().getOrDefault(value, Set.of())));
    if (roles.isEmpty()) {
      throw new SignInException(
          Refusal.NO_ROLE,
          "%d values of `%s` in the ID token, and OMBUD_OPENID_ROLES has none of them"
              .formatted(values.size(), config.rolesClaim()));
    }
    return new Vouched(
        config.issuer(),
        subject,
        Vouched.name(text(claims.get(config.nameClaim())), subject, config.host()),
        Optional.ofNullable(config.people().get(subject)),
        roles);
  }

  /// A claim of that name, or the member at the end of a path.
  private static @Nullable Object find(Map<?, ?> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    Object value = claims;
    for (String member : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> object ? object.get(member) : null;
    }
    return value;
  }

  private static List<String> values(@Nullable Object claim) {
    return switch (claim) {
      case String one -> List.of(one);
      case List<?> many -> many.stream().map(Claims::text).toList();
      case null, default -> List.of();
    };
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }
}
