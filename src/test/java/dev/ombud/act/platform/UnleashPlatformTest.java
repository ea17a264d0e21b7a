package dev.ombud.act.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.act.flag.Declared;
import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.PlatformException;
import dev.ombud.act.flag.Standing;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.Condition;
import dev.ombud.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: switches on a real Unleash have the effect that they say, and no other. Method: a person's
/// token makes features; the platform switches them; Unleash's own Frontend API says what made-up
/// people get before and after, one by one.
@Tag("long") // starts a real Unleash
class UnleashPlatformTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Map<String, String> ANDROID = Map.of("platform", "android");

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
  void switchesACohortOffAndLeavesTheRestAndTheHoldoutAlone() throws Exception {
    Flag flag = unleash.feature("cohort", 60, "[]");
    Map<Integer, String> before = unleash.served("cohort", ANDROID);
    Map<String, String> pixel = Map.of("platform", "android", "deviceFamily", "pixel-8");
    FlagSwitch wanted = off("cohort", pixel, 0, 10);
    Standing.Open open = unleash.write(flag, wanted);
    Condition.await(
        Duration.ofSeconds(20),
        "the cohort is off",
        () -> UnleashFixture.count(unleash.served("cohort", pixel), "on") < 20);
    Map<Integer, String> after = unleash.served("cohort", pixel);
    assertThat(UnleashFixture.count(after, "on")).as("the holdout").isBetween(1L, 15L);
    after.forEach((user, gets) -> assertThat(gets).isIn("off", before.get(user)));
    assertThat(unleash.served("cohort", Map.of("platform", "ios", "deviceFamily", "pixel-8")))
        .isEqualTo(before);
    assertThat(unleash.served("cohort", Map.of("platform", "android", "deviceFamily", "other")))
        .isEqualTo(before);
    assertThat(unleash.served("cohort", ANDROID)).isEqualTo(before);
    assertThat(platform.verify(flag, wanted).faults()).isEmpty();
    assertThat(platform.verify(flag, wanted).rest().safe()).isBetween(50, 110);

    assertThat(platform.restore(flag, wanted, open.state(), "rita", ""))
        .isInstanceOf(Standing.Open.class);
    Condition.await(
        Duration.ofSeconds(20),
        "the cohort is as it was",
        () -> unleash.served("cohort", pixel).equals(before));
    JsonNode left =
        unleash.person("GET", UnleashFixture.environment("cohort") + "/strategies", "", 200);
    assertThat(left).hasSize(1);
    assertThat(left.at("/0/title").asText()).isEqualTo("Gradual");
    assertThat(left.at("/0/constraints")).isEmpty();
  }

  @Test
  void switchesEveryoneButTheHoldout() throws Exception {
    Flag flag = unleash.feature("everyone", 80, "[]");
    Map<Integer, String> before = unleash.served("everyone", ANDROID);
    FlagSwitch wanted = off("everyone", Map.of(), 0, 10);
    Standing.Open open = unleash.write(flag, wanted);
    unleash.await("everyone", served -> UnleashFixture.count(served, "on") < 30);
    Map<Integer, String> after = unleash.served("everyone", ANDROID);
    assertThat(UnleashFixture.count(after, "on")).isBetween(1L, 20L);
    after.forEach((user, gets) -> assertThat(gets).isIn("off", before.get(user)));
    FlagSwitch again = off("everyone-again", Map.of(), 0, 10);
    Standing.Open second = unleash.write(flag, again);
    assertThat(unleash.served("everyone", ANDROID))
        .as("the holdout stays a whole one")
        .isEqualTo(after);
    platform.restore(flag, again, second.state(), "rita", "");
    platform.restore(flag, wanted, open.state(), "rita", "");
    unleash.await("everyone", before::equals);
  }

  @Test
  void turnsAFeatureOffWhereNobodyIsToStay() throws Exception {
    Flag flag = unleash.feature("whole", 100, "[]");
    FlagSwitch wanted = off("whole", Map.of(), 0, 0);
    Standing.Open open = unleash.write(flag, wanted);
    unleash.await("whole", served -> UnleashFixture.count(served, "on") == 0);
    assertThat(platform.verify(flag, wanted).faults()).isEmpty();
    platform.restore(flag, wanted, open.state(), "rita", "");
    unleash.await("whole", served -> UnleashFixture.count(served, "on") == UnleashFixture.PEOPLE);
    unleash.write(flag, off("whole-2", Map.of(), 0, 0));
    unleash.person("POST", UnleashFixture.environment("whole") + "/on", "", 200);
    unleash.person("POST", UnleashFixture.environment("whole") + "/off", "", 200);
    assertThat(platform.restore(flag, wanted, open.state(), "rita", ""))
        .isInstanceOfSatisfying(
            Standing.Refused.class, refused -> assertThat(refused.why()).contains("`ann`"));
  }

  @Test
  void letsAPersonWhoChangedItSinceWin() throws Exception {
    Instant evidenceAt = Instant.now();
    Flag flag = unleash.feature("won", 100, "[]");
    FlagSwitch wanted = off("won", ANDROID, 0, 0);
    assertThat(platform.look(flag, wanted, evidenceAt))
        .isInstanceOfSatisfying(
            Standing.Refused.class,
            refused -> assertThat(refused.why()).startsWith("`ann` changed flag `won`"));
    Standing.Open open = (Standing.Open) platform.look(flag, wanted, UnleashFixture.soon());
    unleash.person("POST", UnleashFixture.environment("won") + "/off", "", 200);
    assertThatThrownBy(() -> platform.write(flag, wanted, UnleashFixture.soon(), open))
        .hasMessageContaining("look again");
    Instant between = Instant.now();
    unleash.person("POST", UnleashFixture.environment("won") + "/on", "", 200);
    FlagSwitch first = off("won-1", ANDROID, 0, 0);
    platform.write(
        flag,
        first,
        UnleashFixture.soon(),
        (Standing.Open) platform.look(flag, first, UnleashFixture.soon()));
    Instant after = Instant.now();
    FlagSwitch second = off("won-2", Map.of("region", "de"), 0, 0);
    assertThat(platform.look(flag, second, between)).isInstanceOf(Standing.Refused.class);
    FlagSwitch third = off("won-3", Map.of("region", "fr"), 0, 0);
    platform.write(flag, second, after, (Standing.Open) platform.look(flag, second, after));
    assertThat(platform.look(flag, third, after))
        .as("what this service itself changed is no person's change")
        .isInstanceOf(Standing.Open.class);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    Flag flag = unleash.feature("wrong", 100, "[]");
    unleash.person(
        "POST", UnleashFixture.PROJECT, "{\"name\":\"plain\",\"type\":\"release\"}", 201);
    unleash.person(
        "POST", UnleashFixture.environment("plain") + "/strategies", "{\"name\":\"default\"}", 200);
    unleash.person("POST", UnleashFixture.environment("plain") + "/on", "", 200);
    Flag plain =
        Declared.flag("plain", Declared.CHECKOUT.replace("\"production\"", "\"development\""));
    assertThat(platform.look(plain, off("plain", ANDROID, 0, 5), UnleashFixture.soon()))
        .isInstanceOfSatisfying(
            Standing.Refused.class, refused -> assertThat(refused.why()).contains("no percentage"));
    assertThat(platform.look(plain, off("plain", ANDROID, 0, 0), UnleashFixture.soon()))
        .isInstanceOf(Standing.Open.class);
    Flag missing =
        Declared.flag("missing", Declared.CHECKOUT.replace("\"production\"", "\"development\""));
    assertThat(platform.look(missing, off("missing", ANDROID, 0, 5), UnleashFixture.soon()))
        .isInstanceOf(Standing.Refused.class);
    UnleashPlatform stranger =
        new UnleashPlatform(
            new PlatformConfig(
                "unleash",
                PlatformConfig.Kind.UNLEASH,
                unleash.server().address(),
                true,
                new Secret("planted-secret"),
                "ombud",
                Map.of()),
            unleash.way(),
            Clock.systemUTC());
    assertThatThrownBy(
            () -> stranger.look(flag, off("wrong", ANDROID, 0, 5), UnleashFixture.soon()))
        .isInstanceOfSatisfying(
            PlatformException.class,
            e -> assertThat(e.kind()).isEqualTo(PlatformException.Kind.NEVER))
        .hasMessageContaining("401")
        .hasMessageNotContaining("planted-secret");
  }
}
