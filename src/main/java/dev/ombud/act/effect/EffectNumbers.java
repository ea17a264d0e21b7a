package dev.ombud.act.effect;

import dev.ombud.act.effect.EffectCheck.Conclusion;
import dev.ombud.act.effect.EffectCheck.Found;
import dev.ombud.act.effect.EffectCheck.Paired;
import dev.ombud.ground.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a conclusion rests on, as it is stored: counts and hours of each side, what was to be
/// expected, how likely it is by chance, and how the guard metrics stand. What is not known is left
/// out. Immutable.
///
/// ```json
/// {"cohort": {"before": {"windows": 1, "hours": 24, "complaints": 120, "usual": 50}, "waiting": …,
///   "after": …}, "holdout": {"before": …, "after": …, "cohortBefore": …, "cohortAfter": …},
///  "comparison": {"by": "TIME", "expectedLeast": 118, "expectedMost": 120, "fewerByChance": 0.001,
///   "moreByChance": 0.99, "moreAfterHalvingByChance": 0.2},
///  "guards": [{"metric": "revenue", "before": 48000, "after": 36000, "change": "WORSE", "harm": 1.3,
///   "excuse": "AS_USUAL"}], "notCompared": [], "notWeighed": [], "rulesetVersion": 3, "cut": false}
/// ```
record EffectNumbers(Found found, Conclusion conclusion, long rulesetVersion) {
  String text() {
    return new String(CanonicalJson.of(members()), StandardCharsets.UTF_8);
  }

  Map<String, ?> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(
        "cohort",
        Map.of(
            "before", side(found.cohort().before()),
            "waiting", side(found.waiting()),
            "after", side(found.cohort().after())));
    found.paired().ifPresent(paired -> members.put("holdout", holdout(paired)));
    conclusion
        .comparison()
        .ifPresent(comparison -> members.put("comparison", comparison(comparison)));
    members.put("guards", conclusion.guards().readings().stream().map(this::guard).toList());
    members.put("notCompared", conclusion.guards().missing());
    members.put("notWeighed", conclusion.guards().unknown());
    members.put("rulesetVersion", rulesetVersion);
    members.put("cut", found.isCut());
    return members;
  }

  private static Map<String, Object> side(Measured measured) {
    Map<String, Object> side = new LinkedHashMap<>();
    side.put("windows", measured.windows());
    side.put("hours", measured.hours());
    side.put("complaints", measured.complaints());
    putKnown(side, "usual", measured.usual());
    return side;
  }

  private static Map<String, Object> holdout(Paired paired) {
    return Map.of(
        "before", side(paired.holdout().before()),
        "after", side(paired.holdout().after()),
        "cohortBefore", side(paired.cohort().before()),
        "cohortAfter", side(paired.cohort().after()));
  }

  private static Map<String, Object> comparison(Comparison comparison) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(
        "by",
        switch (comparison) {
          case Comparison.OverTime _ -> "TIME";
          case Comparison.BesideHoldout _ -> "HOLDOUT";
        });
    putKnown(members, "expectedLeast", comparison.expectedLeast());
    putKnown(members, "expectedMost", comparison.expectedMost());
    members.put("fewerByChance", comparison.fall(1));
    members.put("moreByChance", comparison.rise(1));
    members.put("moreAfterHalvingByChance", comparison.rise(EffectCheck.FALL));
    return members;
  }

  private Map<String, Object> guard(Guards.Reading reading) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("metric", reading.name());
    members.put("before", reading.standing().before());
    members.put("after", reading.standing().after());
    members.put("change", reading.standing().reading().change().name());
    putKnown(members, "harm", reading.standing().reading().harm());
    reading
        .excuse()
        .filter(_ -> reading.isWorse())
        .ifPresent(each -> members.put("excuse", each.name()));
    return members;
  }

  /// JSON has neither NaN nor infinities.
  private static void putKnown(Map<String, Object> members, String name, double number) {
    if (Double.isFinite(number)) {
      members.put(name, number);
    }
  }
}
