package dev.ombud.act.platform;

import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A switch as flagd's targeting (JsonLogic): laid around what stood there, `{"if": [{"and": [mark,
/// cohort…, not held, beyond what may be left, variation]}, safe, what stood]}`. The mark compares
/// its own text with an empty one, is always true, and finds the switch again. Stateless.
final class FlagdTargeting {
  /// So that percentages with three decimals become the whole weights that `fractional` takes.
  private static final int PARTS = 100_000;

  private FlagdTargeting() {}

  /// @param definition of the flag in the file
  /// @return the targeting with the switch around it
  static Map<String, ?> over(
      Flag flag, FlagSwitch wanted, Map<String, @Nullable Object> definition) {
    String usual = Plain.text(definition, "defaultVariant");
    Object stood = stood(definition);
    List<Object> all = new ArrayList<>();
    all.add(Map.of("!=", List.of(wanted.mark(), "")));
    wanted
        .cohort()
        .forEach(
            (attribute, value) -> all.add(Map.of("==", List.of(Map.of("var", attribute), value))));
    slice(all, flag, "holdout", 100 - wanted.holdoutPercent());
    if (!wanted.isWhole()) {
      double percent = shares(flag, wanted, definition).orElseThrow().first();
      slice(all, flag, "reduction", 100 - 100 * wanted.leftOfOthers(percent));
    }
    wanted
        .variation()
        .filter(only -> !stood.equals(only))
        .ifPresent(only -> {
          Map<String, ?> gets = Map.of("==", List.of(stood, only));
          Map<String, ?> none = Map.of("!", List.of(stood));
          all.add(only.equals(usual) ? Map.of("or", List.of(gets, none)) : gets);
        });
    return Map.of("if", List.of(Map.of("and", all), flag.safeVariation(), stood));
  }

  /// Only the first so many percent of the people, by a division of its own.
  private static void slice(List<Object> all, Flag flag, String purpose, double percent) {
    if (percent < 100) {
      int in = (int) Math.round(percent * PARTS / 100);
      Map<String, ?> bucket =
          Map.of(
              "fractional",
              List.of(
                  Map.of(
                      "cat",
                      List.of(
                          "ombud-" + purpose + "-" + flag.key(), Map.of("var", "targetingKey"))),
                  List.of("in", in),
                  List.of("out", PARTS - in)));
      all.add(Map.of("==", List.of(bucket, "in")));
    }
  }

  private static Object stood(Map<String, @Nullable Object> definition) {
    Object targeting = definition.get("targeting");
    return targeting instanceof Map<?, ?> map && !map.isEmpty()
        ? targeting
        : Plain.text(definition, "defaultVariant");
  }

  /// How many percent get what a switch is about, by each of the branches where anybody does; empty
  /// where the targeting has operators of which nobody can tell that without asking.
  static Optional<SortedSet<Double>> shares(
      Flag flag, FlagSwitch wanted, Map<String, @Nullable Object> definition) {
    SortedSet<Double> shares = new TreeSet<>();
    String usual = Plain.text(definition, "defaultVariant");
    return collect(stood(definition), usual, flag, wanted, shares)
        ? Optional.of(shares)
        : Optional.empty();
  }

  private static boolean collect(
      @Nullable Object targeting, String usual, Flag flag, FlagSwitch wanted, Set<Double> shares) {
    if (targeting == null || targeting instanceof String) {
      String served = targeting == null ? usual : targeting.toString();
      if (wanted.isAbout(served, flag.safeVariation())) {
        shares.add(100.0);
      }
      return true;
    }
    List<?> branches = Plain.list(targeting, "if");
    if (!branches.isEmpty()) {
      boolean isKnown = branches.size() % 2 == 1 || collect(null, usual, flag, wanted, shares);
      for (int i = 0; i < branches.size(); i++) {
        boolean isServed = i % 2 == 1 || i == branches.size() - 1;
        isKnown &= !isServed || collect(branches.get(i), usual, flag, wanted, shares);
      }
      return isKnown;
    }
    double about = 0;
    double all = 0;
    for (Object each : Plain.list(targeting, "fractional")) {
      if (each instanceof List<?> part && part.getFirst() instanceof String variant) {
        double weight =
            part.size() > 1 && part.get(1) instanceof Number number ? number.doubleValue() : 1;
        all += weight;
        about += wanted.isAbout(variant, flag.safeVariation()) ? weight : 0;
      }
    }
    if (about > 0) {
      shares.add(100 * about / all);
    }
    return all > 0;
  }

  /// Whether a variation can be served at all.
  static boolean mentions(Map<String, @Nullable Object> definition, String variation) {
    return Plain.text(definition, "defaultVariant").equals(variation)
        || Plain.json(definition.get("targeting")).contains(Plain.json(variation));
  }

  static boolean isMarked(@Nullable Object targeting, FlagSwitch made) {
    return Plain.json(targeting).contains(Plain.json(made.mark()));
  }

  /// What stood there, with whatever was laid around the switch since; empty where nothing is left.
  static Optional<Object> without(Object targeting, FlagSwitch made) {
    if (!(targeting instanceof Map<?, ?> map)
        || !(map.get("if") instanceof List<?> parts)
        || parts.size() != 3) {
      return Optional.of(targeting);
    }
    Object otherwise = parts.get(2);
    if (isMarked(first(parts.getFirst()), made)) {
      return otherwise instanceof Map ? Optional.of(otherwise) : Optional.empty();
    }
    return otherwise == null
        ? Optional.of(targeting)
        : Optional.of(
            Map.of(
                "if",
                List.of(
                    parts.get(0),
                    parts.get(1),
                    without(otherwise, made).orElseGet(() -> literal(otherwise)))));
  }

  private static @Nullable Object first(@Nullable Object condition) {
    List<?> all = Plain.list(condition, "and");
    return all.isEmpty() ? null : all.getFirst();
  }

  /// The plain variation at the end of a chain.
  private static Object literal(Object targeting) {
    Object end = targeting;
    while (end instanceof Map<?, ?> map
        && map.get("if") instanceof List<?> parts
        && parts.get(2) != null) {
      end = parts.get(2);
    }
    return end;
  }
}
