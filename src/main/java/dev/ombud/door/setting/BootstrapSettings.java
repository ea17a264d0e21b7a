package dev.ombud.door.setting;

import dev.ombud.door.identity.Issuance;
import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.base.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the tokens that exist from the start. No problem quotes a secret. Belongs to one thread.
final class BootstrapSettings {
  private static final Setting TOKENS = Setting.BOOTSTRAP_TOKENS;

  private final Function<Setting, String> text;
  private final BiConsumer<Setting, String> problem;
  private final SecretStrength strength;
  private boolean isGood = true;

  BootstrapSettings(
      Function<Setting, String> text,
      BiConsumer<Setting, String> problem,
      SecretStrength strength) {
    this.text = text;
    this.problem = problem;
    this.strength = strength;
  }

  List<BootstrapToken> read() {
    List<BootstrapToken> tokens = new ArrayList<>();
    if (text.apply(TOKENS).isBlank()) {
      return tokens;
    }
    Set<String> names = new HashSet<>();
    Set<String> secrets = new HashSet<>();
    String[] entries = text.apply(TOKENS).split(",", -1);
    for (int i = 0; i < entries.length; i++) {
      String place = "token " + (i + 1) + " of " + entries.length;
      BootstrapToken token = token(place, entries[i].strip());
      if (token == null) {
        continue;
      }
      if (!names.add(token.name())) {
        complain(place + " is the second one named `" + token.name() + "`: give it another name");
      }
      if (!secrets.add(token.secret())) {
        complain(place + " has the secret of another one: give each a secret of its own");
      }
      tokens.add(token);
    }
    return tokens;
  }

  /// Null where it is no token; the problem is noted then. Only what stands before the second colon
  /// is ever quoted, and only if there is a second one: the rest may be the secret.
  private @Nullable BootstrapToken token(String place, String entry) {
    String[] parts = entry.split(":", 3);
    if (parts.length < 3) {
      complain(
          place + " has too few parts: write name:role+role:secret, and no comma in the secret");
      return null;
    }
    String name = parts[0].strip();
    isGood = true;
    if (!name.matches(Issuance.NAME)) {
      complain(
          place + " has no good name: write 1 to 64 letters, digits, dots, hyphens, underscores");
    } else if (!Issuance.isName(name)) {
      complain(place + " is named as the service names itself in records: give it another name");
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : parts[1].split("\\+", -1)) {
      role(place, word.strip()).ifPresent(roles::add);
    }
    String secret = parts[2].strip();
    if (secret.isEmpty()) {
      complain(place + " has an empty secret: put one after the roles");
    } else {
      strength.weakness(secret).ifPresent(what -> complain(place + " has a secret that " + what));
    }
    return isGood ? new BootstrapToken(name, roles, secret) : null;
  }

  private Optional<Role> role(String place, String word) {
    Optional<Role> role = Role.find(word);
    if (role.isEmpty()) {
      List<String> known = Arrays.stream(Role.values()).map(Role::word).toList();
      String remedy =
          Nearest.of(word, known)
              .map(nearest -> "write " + nearest)
              .orElse("write one of " + String.join(", ", known));
      complain(place + " has the unknown role `" + word + "`: " + remedy);
    }
    return role;
  }

  private void complain(String what) {
    isGood = false;
    problem.accept(TOKENS, what);
  }
}
