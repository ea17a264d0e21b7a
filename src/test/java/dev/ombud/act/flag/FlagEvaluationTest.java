package dev.ombud.act.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.flag.FlagEvaluation.Answer;
import dev.ombud.act.flag.FlagEvaluation.Person;
import dev.ombud.act.flag.FlagEvaluation.Reason;
import dev.ombud.testing.Property;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who gets what: what people set, then switches, never the holdout.
@Tag("property")
class FlagEvaluationTest {
  private static final Map<String, String> ANDROID = Map.of("platform", "android");

  private static RegisteredFlag flag(String state, FlagSwitch... switches) {
    Flag flag =
        Declared.flag(
            "new-checkout", Declared.checkoutWith("\"production\":{}", "\"production\":" + state));
    return registered(flag, switches);
  }

  private static RegisteredFlag registered(Flag flag, FlagSwitch... switches) {
    return new RegisteredFlag(
        flag,
        1,
        Instant.EPOCH,
        "ann",
        Optional.empty(),
        Map.of(
            "production",
            new RegisteredFlag.Environment(1, Instant.EPOCH, "ann", List.of(switches))));
  }

  private static Person person(int number, Map<String, ?> attributes) {
    return new Person("user-" + number, attributes);
  }

  private static void check(RegisteredFlag flag, Map<String, ?> attributes, String expected) {
    FlagEvaluation found =
        FlagEvaluation.of(flag, "production", person(7, attributes)).orElseThrow();
    assertThat(found.variation() + " " + found.reason()).isEqualTo(expected);
  }

  @Test
  void servesWhatPeopleSet() {
    check(flag("{}"), ANDROID, "treatment STATIC");
    check(flag("{\"on\":false}"), ANDROID, "control DISABLED");
    check(flag("{\"serve\":\"control\"}"), ANDROID, "control STATIC");
    String rules =
        "{\"rules\":[{\"when\":{\"platform\":[\"android\",\"ios\"],\"region\":[\"de\"]},\"serve\":\"control\"}]}";
    check(flag(rules), Map.of("platform", "ios", "region", "de"), "control TARGETING_MATCH");
    check(flag(rules), Map.of("platform", "ios", "region", "fr"), "treatment STATIC");
    check(
        flag(rules),
        Map.of("platform", List.of("tv", "ios"), "region", "de"),
        "control TARGETING_MATCH");
    assertThat(FlagEvaluation.of(flag("{}"), "staging", person(7, ANDROID))).isEmpty();
  }

  @Test
  void movesACohortAndNobodyElseAndNeverTheHoldout() {
    FlagSwitch off = Declared.off("a", ANDROID, 5);
    RegisteredFlag switched = flag("{}", off);
    int held = 0;
    for (int i = 0; i < 2_000; i++) {
      boolean isHeld = FlagEvaluation.isHeld(switched.flag(), 5, "user-" + i);
      held += isHeld ? 1 : 0;
      assertThat(variation(switched, person(i, ANDROID)))
          .isEqualTo(isHeld ? "treatment" : "control");
      assertThat(variation(switched, person(i, Map.of("platform", "ios")))).isEqualTo("treatment");
      assertThat(variation(switched, person(i, Map.of()))).isEqualTo("treatment");
    }
    assertThat(held).isBetween(60, 140);
  }

  @Test
  void movesOnlyWhoWouldGetTheNamedVariation() {
    Flag flag =
        Declared.flag(
            "button",
            Declared.checkoutWith(
                "boolean",
                "string",
                "{\"treatment\":true,\"control\":false}",
                "{\"treatment\":\"red\",\"green\":\"green\",\"control\":\"grey\"}",
                "\"production\":{}",
                "\"production\":{\"serve\":{\"treatment\":40,\"green\":40,\"control\":20}}"));
    FlagSwitch only = Declared.over("b", "production", Map.of(), "treatment", 0, 0);
    RegisteredFlag switched = registered(flag, only);
    for (int i = 0; i < 500; i++) {
      String plain =
          FlagEvaluation.plain(flag, "production", person(i, Map.of())).orElseThrow().variation();
      assertThat(variation(switched, person(i, Map.of())))
          .isEqualTo(plain.equals("treatment") ? "control" : plain);
    }
  }

  @Test
  void growsAPercentageWithoutTakingItFromAnybody() {
    Property.forAll(
        (random, size) -> random.nextInt(100),
        percent -> {
          RegisteredFlag less = flag(split(percent));
          RegisteredFlag more = flag(split(percent + 1));
          IntStream.range(0, 200)
              .mapToObj(i -> person(i, Map.of()))
              .filter(each -> variation(less, each).equals("treatment"))
              .forEach(each -> assertThat(variation(more, each)).isEqualTo("treatment"));
        });
  }

  /// Three variations, of which two or none are raised at once; the rules go on from what those got
  /// who are in them.
  @Test
  void movesNobodyWhoNeedNotBeMovedWhenAFlagIsDeclaredAnew() {
    Property.forAll(
        (random, size) -> List.of(colours(random), colours(random), colours(random)),
        course -> {
          Flag flag = colourful(course.getFirst(), "");
          for (Map<String, Integer> next : course) {
            Flag declared = colourful(next, rule(next)).after(flag);
            for (int i = 0; i < 60; i++) {
              for (Map<String, String> attributes : List.of(ANDROID, Map.<String, String>of())) {
                Person person = person(i, attributes);
                String had = plain(flag, person);
                String has = plain(declared, person);
                if (!has.equals(had)) {
                  assertThat((double) next.get(has)).isGreaterThan(share(flag, has));
                  assertThat((double) next.get(had)).isLessThan(share(flag, had));
                }
              }
            }
            flag = declared;
          }
        });
  }

  private static Map<String, Integer> colours(Random random) {
    int green = random.nextInt(101);
    int red = random.nextInt(101 - green);
    return Map.of("green", green, "red", red, "control", 100 - green - red);
  }

  /// A rule that says the same.
  private static String rule(Map<String, Integer> percents) {
    return ",\"rules\":[{\"when\":{\"platform\":[\"android\"]},\"serve\":" + serve(percents) + "}]";
  }

  private static String serve(Map<String, Integer> percents) {
    return percents.entrySet().stream()
        .map(each -> "\"" + each.getKey() + "\":" + each.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Flag colourful(Map<String, Integer> percents, String more) {
    return Declared.flag(
        "button",
        Declared.checkoutWith(
            "boolean",
            "string",
            "{\"treatment\":true,\"control\":false}",
            "{\"red\":\"red\",\"green\":\"green\",\"control\":\"grey\"}",
            "\"defaultVariation\":\"treatment\"",
            "\"defaultVariation\":\"red\"",
            "\"production\":{}",
            "\"production\":{\"serve\":" + serve(percents) + more + "}"));
  }

  private static double share(Flag flag, String name) {
    return flag.environments().get("production").serve().percents().get(name);
  }

  private static String plain(Flag flag, Person person) {
    return FlagEvaluation.plain(flag, "production", person).orElseThrow().variation();
  }

  @Test
  void keepsItsDivisionsForEver() {
    assertThat(Bucket.place("new-checkout", "holdout", "user-1")).isEqualTo(78_036_233);
    assertThat(FlagEvaluation.of(flag(split(50)), "production", person(1, Map.of())))
        .hasValueSatisfying(each -> assertThat(each.reason()).isEqualTo(Reason.SPLIT));
  }

  @Test
  void reducesToThePercentageWithTheHoldoutInIt() {
    checkReduced(100, 10, 0, 10);
    checkReduced(100, 10, 5, 10);
    checkReduced(40, 10, 0, 10);
    checkReduced(40, 10, 5, 10);
    checkReduced(40, 33.3, 5, 33.3);
    checkReduced(20, 0.5, 5, 1);
    checkReduced(20, 0, 0, 0);
    checkReduced(8, 10, 5, 8);
    checkReduced(20, 100, 0, 20);
  }

  private static void checkReduced(int share, double to, double held, double expected) {
    FlagSwitch over = Declared.over("r", "production", ANDROID, "treatment", to, held);
    RegisteredFlag plain = flag(split(share));
    RegisteredFlag reduced = flag(split(share), over);
    int people = 4_000;
    int left = 0;
    for (int i = 0; i < people; i++) {
      String had = variation(plain, person(i, ANDROID));
      String has = variation(reduced, person(i, ANDROID));
      left += has.equals("treatment") ? 1 : 0;
      assertThat(has).isIn("control", had);
      assertThat(variation(reduced, person(i, Map.of())))
          .isEqualTo(variation(plain, person(i, Map.of())));
      if (FlagEvaluation.isHeld(plain.flag(), held, "user-" + i)) {
        assertThat(has).as("the holdout").isEqualTo(had);
      }
    }
    double few = 4 * Math.sqrt(people * expected / 100) + 1;
    assertThat((double) left)
        .isBetween(people * expected / 100 - few, people * expected / 100 + few);
  }

  @Test
  void leavesThoseWhoHadItUnderASmallerReductionToo() {
    Property.forAll(
        (random, size) -> List.of(random.nextInt(101), random.nextInt(101), random.nextInt(20)),
        numbers -> {
          double low = Math.min(numbers.get(0), numbers.get(1));
          double high = Math.max(numbers.get(0), numbers.get(1));
          RegisteredFlag less =
              flag(
                  split(60),
                  Declared.over("a", "production", Map.of(), "treatment", low, numbers.get(2)));
          RegisteredFlag more =
              flag(
                  split(60),
                  Declared.over("b", "production", Map.of(), "treatment", high, numbers.get(2)));
          for (int i = 0; i < 50; i++) {
            if (variation(less, person(i, Map.of())).equals("treatment")) {
              assertThat(variation(more, person(i, Map.of()))).isEqualTo("treatment");
            }
          }
        });
  }

  /// A person raises what automation reduced: that is still reduced, and the same people have it.
  @Test
  void leavesTheSamePeopleWhenAReducedVariationIsRaised() {
    Property.forAll(
        (random, size) -> List.of(colours(random), colours(random)),
        course -> {
          FlagSwitch over = Declared.over("r", "production", Map.of(), "red", 7, 0);
          Flag flag = colourful(course.getFirst(), "");
          Flag after = colourful(course.getLast(), "").after(flag);
          for (int i = 0; i < 200; i++) {
            Person person = person(i, Map.of());
            if (switched(flag, over, person).equals("red")
                && share(after, "red") >= share(flag, "red")) {
              assertThat(switched(after, over, person)).isEqualTo("red");
            }
          }
        });
  }

  private static String switched(Flag flag, FlagSwitch over, Person person) {
    return variation(registered(flag, over), person);
  }

  @Test
  void reducesAllThatIsNotSafeWhereNoVariationIsNamed() {
    Flag flag = colourful(Map.of("red", 40, "green", 20, "control", 40), "");
    RegisteredFlag reduced =
        registered(flag, Declared.over("r", "production", Map.of(), "", 15, 0));
    Map<String, Long> counts =
        IntStream.range(0, 3_000)
            .mapToObj(i -> variation(reduced, person(i, Map.of())))
            .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    assertThat(counts.get("red")).isBetween(230L, 370L);
    assertThat(counts.get("green")).isBetween(90L, 210L);
  }

  @Test
  void saysWhyInWordsThatOfrepKnows() {
    FlagSwitch whole = Declared.off("a", ANDROID, 0);
    FlagSwitch held = Declared.off("a", ANDROID, 5);
    FlagSwitch reduced = Declared.over("a", "production", ANDROID, "", 30, 0);
    checkReason("{}", "STATIC");
    checkReason(split(30), "SPLIT");
    checkReason(split(100), "STATIC");
    checkReason("{\"on\":false}", "DISABLED", whole);
    checkReason("{}", "TARGETING_MATCH", whole);
    checkReason("{\"serve\":\"control\"}", "STATIC", held);
    checkReason("{}", "SPLIT", reduced);
    check(flag("{}", held), Map.of("platform", "ios"), "treatment STATIC");
  }

  private static void checkReason(String state, String reason, FlagSwitch... switches) {
    check(
        flag(state, switches),
        ANDROID,
        variation(flag(state, switches), person(7, ANDROID)) + " " + reason);
  }

  /// Whoever says no targeting key gets an answer wherever it does not depend on it.
  @Test
  void needsATargetingKeyOnlyWherePercentagesAreAskedFor() {
    FlagSwitch whole = Declared.off("a", Map.of(), 0);
    FlagSwitch held = Declared.off("b", Map.of(), 5);
    FlagSwitch reduced = Declared.over("c", "production", Map.of(), "treatment", 30, 0);
    FlagSwitch ofAndroid = Declared.off("d", ANDROID, 5);
    checkKeyless("{\"on\":false}", "control DISABLED");
    checkKeyless("{\"on\":false}", "control DISABLED", held);
    checkKeyless("{}", "treatment STATIC");
    checkKeyless(split(100), "treatment STATIC");
    checkKeyless(split(0), "control STATIC");
    checkKeyless(split(30), "missing");
    checkKeyless("{}", "control TARGETING_MATCH", whole);
    checkKeyless(split(30), "control TARGETING_MATCH", whole);
    checkKeyless("{}", "missing", held);
    checkKeyless("{\"serve\":\"control\"}", "control STATIC", held);
    checkKeyless("{}", "missing", reduced);
    checkKeyless("{}", "control TARGETING_MATCH", reduced, whole);
    checkKeyless("{}", "treatment STATIC", ofAndroid);
    checkKeyless(split(30), "missing", ofAndroid);
    checkKeyless("{}", "treatment STATIC", Declared.over("e", "production", Map.of(), "", 100, 0));
  }

  private static void checkKeyless(String state, String expected, FlagSwitch... switches) {
    Person nobody = new Person("", Map.of());
    String found =
        switch (FlagEvaluation.answer(flag(state, switches), "production", nobody)) {
          case Answer.Served(FlagEvaluation served) -> served.variation() + " " + served.reason();
          case Answer.KeyMissing() -> "missing";
          case Answer.Absent() -> "absent";
        };
    assertThat(found).as(state).isEqualTo(expected);
  }

  @Test
  void takesNumbersAndTruthValuesOfAContextAsTheyAreWritten() {
    String rules =
        "{\"rules\":[{\"when\":{\"segment\":[\"7\",\"true\",\"1.5\"]},\"serve\":\"control\"}]}";
    for (Object value : List.of(7L, 7.0, true, 1.5, "7", List.of("x", 7L))) {
      check(flag(rules), Map.of("segment", value), "control TARGETING_MATCH");
    }
    for (Object value : List.of(8L, 7.5, false, "", List.of(), Map.of("7", 7L))) {
      check(flag(rules), Map.of("segment", value), "treatment STATIC");
    }
  }

  private static String split(int percent) {
    return "{\"serve\":{\"treatment\":%d,\"control\":%d}}".formatted(percent, 100 - percent);
  }

  private static String variation(RegisteredFlag flag, Person person) {
    return FlagEvaluation.of(flag, "production", person).orElseThrow().variation();
  }
}
