package dev.ombud.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.flag.Evaluation.Person;
import dev.ombud.flag.Evaluation.Reason;
import dev.ombud.testing.Orders;
import dev.ombud.testing.Property;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who gets what: what people set, then switches, never the holdout.
class EvaluationTest {
  private static final Map<String, String> ANDROID = Map.of("platform", "android");

  private static RegisteredFlag flag(String state, FlagSwitch... switches) {
    Flag flag =
        Declared.flag(
            "new-checkout", Declared.checkoutWith("\"production\":{}", "\"production\":" + state));
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
    Evaluation found = Evaluation.of(flag, "production", person(7, attributes)).orElseThrow();
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
    assertThat(Evaluation.of(flag("{}"), "staging", person(7, ANDROID))).isEmpty();
  }

  @Test
  void movesACohortAndNobodyElseAndNeverTheHoldout() {
    FlagSwitch off = Declared.off("a", ANDROID, 5);
    RegisteredFlag switched = flag("{}", off);
    int held = 0;
    for (int i = 0; i < 2_000; i++) {
      boolean isHeld = Evaluation.isHeld(switched.flag(), 5, "user-" + i);
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
    FlagSwitch only =
        new FlagSwitch(Orders.key("b"), "production", Map.of(), Optional.of("treatment"), 100, 0);
    RegisteredFlag switched =
        new RegisteredFlag(
            flag,
            1,
            Instant.EPOCH,
            "ann",
            Optional.empty(),
            Map.of(
                "production",
                new RegisteredFlag.Environment(1, Instant.EPOCH, "ann", List.of(only))));
    for (int i = 0; i < 500; i++) {
      String plain =
          Evaluation.plain(flag, "production", person(i, Map.of())).orElseThrow().variation();
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

  @Test
  void keepsItsDivisionsForEver() {
    assertThat(Bucket.place("new-checkout", "holdout", "user-1")).isEqualTo(78.036);
    assertThat(Evaluation.of(flag(split(50)), "production", person(1, Map.of())))
        .hasValueSatisfying(each -> assertThat(each.reason()).isEqualTo(Reason.SPLIT));
  }

  private static String split(int percent) {
    return "{\"serve\":{\"treatment\":%d,\"control\":%d}}".formatted(percent, 100 - percent);
  }

  private static String variation(RegisteredFlag flag, Person person) {
    return Evaluation.of(flag, "production", person).orElseThrow().variation();
  }
}
