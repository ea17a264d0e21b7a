package dev.ombud.ground.code;

import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// How far a token reaches: everywhere, or to one product, one environment, or both. Immutable.
///
/// @param product the only one; nothing means all
/// @param environment the only one; nothing means all
public record TokenReach(Optional<String> product, Optional<String> environment) {
  public static final TokenReach EVERYWHERE = new TokenReach(Optional.empty(), Optional.empty());

  public boolean isLimited() {
    return product.isPresent() || environment.isPresent();
  }

  /// Whether something is in it. What names no environment is in none.
  public boolean covers(String product, @Nullable String environment) {
    return this.product.map(product::equals).orElse(true)
        && this.environment.map(only -> only.equals(environment)).orElse(true);
  }

  /// In words, for example ``product `shop` and environment `staging` ``; empty where it is not
  /// limited.
  public String words() {
    StringJoiner words = new StringJoiner(" and ");
    product.ifPresent(only -> words.add("product `" + only + "`"));
    environment.ifPresent(only -> words.add("environment `" + only + "`"));
    return words.toString();
  }
}
