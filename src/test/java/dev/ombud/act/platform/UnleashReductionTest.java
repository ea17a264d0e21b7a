package dev.ombud.act.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.flag.Declared;
import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.Standing;
import dev.ombud.testing.TestDatabase;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a reduced exposure, and one variant that is switched, take nothing from anybody but what
/// they say. Method: as in [UnleashPlatformTest], person by person on a real Unleash.
@Tag("long") // starts a real Unleash
class UnleashReductionTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Map<String, String> ANDROID = Map.of("platform", "android");

  /// Unleash divides people in the order of the names, and shares out evenly what is not fixed.
  private static final String VARIANTS =
      """
      [{"name":"treatment","weight":400,"weightType":"variable","stickiness":"default"},
       {"name":"a-other","weight":300,"weightType":"fix","stickiness":"default"},
       {"name":"control","weight":300,"weightType":"fix","stickiness":"default"}]
      """;

  private static UnleashFixture unleash;
  private static UnleashPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    unleash = UnleashFixture.start(POSTGRES);
    platform = unleash.platform();
  }

  @AfterAll
  static void stop() throws Exception {
    if (unleash != null) {
      unleash.close();
    }
  }

  private static FlagSwitch off(String word, Map<String, String> cohort, double left, double held) {
    return Declared.over(word, "development", new TreeMap<>(cohort), "", left, held);
  }

  @Test
  void reducesACohortToAPercentageWithTheHoldoutInIt() throws Exception {
    Flag flag = unleash.feature("reduced", 80, "[]");
    Map<Integer, String> before = unleash.served("reduced", ANDROID);
    FlagSwitch wanted = off("reduced", ANDROID, 30, 10);
    Standing.Open open = unleash.write(flag, wanted);
    unleash.await("reduced", served -> UnleashFixture.count(served, "on") < 60);
    Map<Integer, String> after = unleash.served("reduced", ANDROID);
    assertThat(UnleashFixture.count(after, "on")).isBetween(15L, 45L);
    after.forEach((user, gets) -> assertThat(gets).isIn("off", before.get(user)));
    assertThat(unleash.served("reduced", Map.of("platform", "ios"))).isEqualTo(before);
    assertThat(platform.verify(flag, wanted).faults()).isEmpty();
    platform.restore(flag, wanted, open.state(), "rita", "");
    unleash.await("reduced", before::equals);
  }

  /// Two reductions of everyone, taken back in the order in which they were made.
  @Test
  void reducesEveryoneAndStaysReducedUntilTheLastIsTakenBack() throws Exception {
    Flag flag = unleash.feature("step", 90, "[]");
    Map<Integer, String> before = unleash.served("step", ANDROID);
    FlagSwitch first = off("step-1", Map.of(), 40, 0);
    Standing.Open open = unleash.write(flag, first);
    unleash.await("step", served -> UnleashFixture.count(served, "on") < 65);
    Map<Integer, String> between = unleash.served("step", ANDROID);
    assertThat(UnleashFixture.count(between, "on")).isBetween(25L, 55L);
    FlagSwitch second = off("step-2", Map.of(), 10, 0);
    Standing.Open then = unleash.write(flag, second);
    unleash.await("step", served -> UnleashFixture.count(served, "on") < 25);
    Map<Integer, String> after = unleash.served("step", ANDROID);
    after.forEach((user, gets) -> assertThat(gets).isIn("off", between.get(user)));
    checkRefused(flag, off("step-3", Map.of(), 10, 0), "nothing to reduce");
    platform.restore(flag, first, open.state(), "rita", "");
    assertThat(
            unleash
                .person("GET", UnleashFixture.environment("step") + "/strategies", "", 200)
                .at("/0/parameters/rollout")
                .asText())
        .as("the second one goes on")
        .isEqualTo("10");
    platform.restore(flag, second, then.state(), "rita", "");
    unleash.await("step", before::equals);
    assertThat(
            unleash
                .person("GET", UnleashFixture.environment("step") + "/strategies", "", 200)
                .at("/0/title")
                .asText())
        .isEqualTo("Gradual");
  }

  @Test
  void reducesAVariantAndKeepsWhoHadIt() throws Exception {
    Flag flag = unleash.feature("variant-part", 100, VARIANTS);
    Map<Integer, String> before = unleash.served("variant-part", ANDROID);
    FlagSwitch wanted = Declared.over("variant-part", "development", ANDROID, "treatment", 20, 0);
    Standing.Open open = unleash.write(flag, wanted);
    unleash.await(
        "variant-part",
        served ->
            UnleashFixture.count(served, "treatment")
                < UnleashFixture.count(before, "treatment") - 5);
    Map<Integer, String> after = unleash.served("variant-part", ANDROID);
    assertThat(UnleashFixture.count(after, "treatment")).isBetween(8L, 32L);
    checkOnlyTreatmentMoved(before, after);
    platform.restore(flag, wanted, open.state(), "rita", "");
    unleash.await("variant-part", before::equals);
  }

  @Test
  void refusesToReduceWhatDividesPeopleDifferently() throws Exception {
    Flag flag = unleash.feature("two", 50, "[]");
    unleash.person(
        "POST",
        UnleashFixture.environment("two") + "/strategies",
        """
        {"name":"flexibleRollout","title":"Other","constraints":[],"variants":[],
         "parameters":{"rollout":"30","stickiness":"default","groupId":"another"}}
        """,
        200);
    checkRefused(flag, off("two", Map.of(), 10, 0), "divide people differently");
  }

  private static void checkRefused(Flag flag, FlagSwitch wanted, String why) throws Exception {
    assertThat(platform.look(flag, wanted, UnleashFixture.soon()))
        .isInstanceOfSatisfying(
            Standing.Refused.class, refused -> assertThat(refused.why()).contains(why));
  }

  private static void checkOnlyTreatmentMoved(
      Map<Integer, String> before, Map<Integer, String> after) {
    before.forEach((user, had) -> {
      if (had.equals("treatment")) {
        assertThat(after.get(user)).isIn("treatment", "control");
      } else {
        assertThat(after.get(user)).isEqualTo(had);
      }
    });
  }

  @Test
  void movesOneVariantToTheSafeOne() throws Exception {
    Flag flag = unleash.feature("variants", 100, VARIANTS);
    Map<Integer, String> before = unleash.served("variants", ANDROID);
    FlagSwitch wanted = Declared.over("variants", "development", ANDROID, "treatment", 0, 10);
    Standing.Open open = unleash.write(flag, wanted);
    unleash.await("variants", served -> UnleashFixture.count(served, "treatment") < 20);
    checkOnlyTreatmentMoved(before, unleash.served("variants", ANDROID));
    assertThat(unleash.served("variants", Map.of("platform", "ios"))).isEqualTo(before);
    assertThat(platform.verify(flag, wanted).faults()).isEmpty();
    platform.restore(flag, wanted, open.state(), "rita", "");
    unleash.await("variants", before::equals);
  }

  @Test
  void refusesToGiveThoseOfAnotherVariantAnotherOne() throws Exception {
    Flag flag = unleash.feature("between", 100, VARIANTS.replace("a-other", "other"));
    checkRefused(
        flag,
        Declared.over("between", "development", ANDROID, "treatment", 0, 0),
        "would get another one than they had");
    assertThat(platform.look(flag, off("all", ANDROID, 0, 0), UnleashFixture.soon()))
        .as("where all go to the safe one, nobody gets a third")
        .isInstanceOf(Standing.Open.class);
  }
}
