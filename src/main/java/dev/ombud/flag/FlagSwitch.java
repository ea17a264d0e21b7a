package dev.ombud.flag;

import dev.ombud.domain.Aggregate.Cohort;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What automation wants of a flag: that a cohort, but for the holdout, gets the safe variation.
/// Immutable.
///
/// @param key the idempotency key of the action: 64 hexadecimal digits
/// @param cohort attribute to value, as [#ATTRIBUTES]; empty for everyone
/// @param variation only who would get this one; empty for any
/// @param percent how many of them, 100 for all
/// @param holdoutPercent of the people who stay as they are
public record FlagSwitch(
    String key,
    String environment,
    Map<String, String> cohort,
    Optional<String> variation,
    double percent,
    double holdoutPercent) {
  /// By what people can be told apart, in this order.
  public static final List<String> ATTRIBUTES =
      List.of(
          "platform",
          "deviceFamily",
          "region",
          "locale",
          "customerTier",
          "segment",
          "browser",
          "os",
          "fulfilmentCentre");

  public FlagSwitch {
    cohort = Collections.unmodifiableMap(new LinkedHashMap<>(cohort));
  }

  /// Whom a cohort names, by attribute.
  public static Map<String, String> attributes(Cohort cohort) {
    Map<String, String> attributes = new LinkedHashMap<>();
    put(attributes, "platform", cohort.platform());
    put(attributes, "deviceFamily", cohort.deviceFamily());
    put(attributes, "region", cohort.region());
    put(attributes, "locale", cohort.locale());
    put(attributes, "customerTier", cohort.customerTier());
    put(attributes, "segment", cohort.segment());
    put(attributes, "browser", cohort.browser());
    put(attributes, "os", cohort.os());
    put(attributes, "fulfilmentCentre", cohort.fulfilmentCentre());
    return attributes;
  }

  private static void put(Map<String, String> attributes, String name, @Nullable String value) {
    if (value != null) {
      attributes.put(name, value);
    }
  }

  /// How much of what the cohort gets stays as it is, 0 to 1: the holdout, and of the others those
  /// beyond [#percent].
  public double kept() {
    double held = holdoutPercent / 100;
    return held + (1 - held) * (1 - percent / 100);
  }

  /// Short enough for a title or a comment in another system, long enough to be nobody else's.
  public String mark() {
    return "ombud:" + key.substring(0, 16);
  }
}
