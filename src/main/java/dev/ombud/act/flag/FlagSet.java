package dev.ombud.act.flag;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.TokenReach;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All flags that are in use, at one moment. Immutable.
///
/// @param revision counts every change of any flag
public record FlagSet(long revision, Map<String, RegisteredFlag> flags) {
  /// Counts the ways in which this service has evaluated: a client must not keep an answer of
  /// before.
  private static final int EVALUATION = 2;

  public FlagSet {
    flags = Collections.unmodifiableMap(new TreeMap<>(flags));
  }

  public Optional<RegisteredFlag> find(String key) {
    return Optional.ofNullable(flags.get(key));
  }

  /// Those that the built-in platform serves in an environment, by key.
  public List<RegisteredFlag> served(String environment) {
    return flags.values().stream()
        .filter(
            each -> each.flag().isBuiltin() && each.flag().environments().containsKey(environment))
        .toList();
  }

  /// Changes whenever an evaluation of this context may come out otherwise.
  ///
  /// @param environment that it names, or else the usual one
  /// @param reach of who asks, who gets no others
  /// @param context as it was sent
  public String tag(String environment, TokenReach reach, byte[] context) {
    String seen =
        "%d:%d:%s:%s:%s"
            .formatted(
                EVALUATION,
                revision,
                environment,
                reach.product().orElse(""),
                new String(context, StandardCharsets.UTF_8));
    return Sha256.text(Sha256.of(seen)).substring("sha256:".length(), "sha256:".length() + 32);
  }
}
