package dev.ombud.act.flag;

import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Flags that owners declare in tests.
public final class Declared {
  public static final String CHECKOUT =
      """
      {"product":"storefront","owner":"payments","type":"boolean",
       "variations":{"treatment":true,"control":false},
       "defaultVariation":"treatment","safeVariation":"control",
       "environments":{"production":{}},
       "expiresOn":"2999-01-01","removeOn":"2999-02-01","cleanUpBy":"2999-03-01",
       "criticality":"HIGH","holdoutPercent":5}
      """;

  private Declared() {}

  /// The checkout flag with each `from` of the pairs replaced by the `to` that follows it.
  public static String checkoutWith(String... pairs) {
    return dev.ombud.testing.Aggregates.edit(CHECKOUT, pairs);
  }

  public static Flag flag(String key, String json, String... platforms) {
    return FlagReader.read(
        key, JsonObject.of(Json.read(json.getBytes(StandardCharsets.UTF_8))), List.of(platforms));
  }

  /// A switch of everyone in the cohort.
  public static FlagSwitch off(String word, Map<String, String> cohort, double holdoutPercent) {
    return over(word, "production", cohort, "", 0, holdoutPercent);
  }

  /// A switch that leaves so many percent.
  ///
  /// @param variation empty for any
  public static FlagSwitch over(
      String word,
      String environment,
      Map<String, String> cohort,
      String variation,
      double exposurePercent,
      double holdoutPercent) {
    return new FlagSwitch(
        dev.ombud.testing.Orders.key(word),
        environment,
        cohort,
        Optional.of(variation).filter(name -> !name.isEmpty()),
        exposurePercent,
        holdoutPercent,
        "payments",
        LocalDate.parse("2999-01-01"));
  }
}
