package dev.ombud.act.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.act.flag.Declared;
import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.PlatformException;
import dev.ombud.act.flag.Standing;
import dev.ombud.ground.outbound.Secret;
import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what a switch writes into a flagd file has the effect that it says. Method: OpenFeature's
/// own flagd provider reads the file before and after, and says what made-up people get.
class FlagdPlatformTest {
  private static final int PEOPLE = 300;

  private static final String FILE =
      """
      {"flags": {
        "plain": {"state": "ENABLED", "variants": {"treatment": true, "control": false},
          "defaultVariant": "treatment"},
        "targeted": {"state": "ENABLED", "variants": {"treatment": "b", "other": "c", "control": "a"},
          "defaultVariant": "control",
          "targeting": {"if": [{"in": ["7", {"var": "targetingKey"}]}, "treatment",
            {"fractional": [{"cat": ["x", {"var": "targetingKey"}]}, ["other", 50], ["treatment", 50]]}]}},
        "divided": {"state": "ENABLED", "variants": {"treatment": "b", "other": "c", "control": "a"},
          "defaultVariant": "control",
          "targeting": {"fractional": [["other", 50], ["treatment", 50]]}},
        "off": {"state": "DISABLED", "variants": {"treatment": true, "control": false},
          "defaultVariant": "treatment"}
      }}
      """;

  @TempDir Path folder;

  private Path file = Path.of("");
  private FlagdPlatform platform = platform(Path.of(""));

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("flags.json");
    Files.writeString(file, FILE);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(600)));
    platform = platform(file);
  }

  private static FlagdPlatform platform(Path file) {
    return new FlagdPlatform(
        new PlatformConfig(
            "file", PlatformConfig.Kind.FLAGD, file.toUri(), false, new Secret(""), "", Map.of()));
  }

  private static Flag flag(String key) {
    String json =
        isOfTexts(key)
            ? Declared.checkoutWith(
                "boolean",
                "string",
                "{\"treatment\":true,\"control\":false}",
                "{\"treatment\":\"b\",\"other\":\"c\",\"control\":\"a\"}")
            : Declared.CHECKOUT;
    return Declared.flag(key, json);
  }

  private static boolean isOfTexts(String key) {
    return key.equals("targeted") || key.equals("divided");
  }

  private static FlagSwitch off(
      String word, Map<String, String> cohort, String variation, double left, double held) {
    return Declared.over(word, "production", cohort, variation, left, held);
  }

  /// What people get, as flagd's provider reads the file now.
  private Map<Integer, String> served(String key, String platform) throws Exception {
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    FlagdProvider provider =
        new FlagdProvider(
            FlagdOptions.builder()
                .resolverType(Config.Resolver.FILE)
                .offlineFlagSourcePath(file.toString())
                .deadline(30_000)
                .build());
    api.setProviderAndWait("flagd", provider);
    try {
      Client client = api.getClient("flagd");
      Map<Integer, String> served = new HashMap<>();
      for (int i = 0; i < PEOPLE; i++) {
        ImmutableContext context =
            new ImmutableContext(
                "user-" + i,
                Map.of("platform", new Value(platform), "deviceFamily", new Value("pixel-8")));
        String variant =
            isOfTexts(key)
                ? client.getStringDetails(key, "z", context).getVariant()
                : client.getBooleanDetails(key, true, context).getVariant();
        served.put(i, String.valueOf(variant));
      }
      return served;
    } finally {
      provider.shutdown();
    }
  }

  private Standing.Open write(Flag flag, FlagSwitch wanted) throws PlatformException {
    Standing.Open open = (Standing.Open) platform.look(flag, wanted, Instant.now());
    platform.write(flag, wanted, Instant.now(), open);
    assertThat(platform.look(flag, wanted, Instant.now())).isInstanceOf(Standing.Switched.class);
    assertThat(platform.verify(flag, wanted).faults()).isEmpty();
    return open;
  }

  private static long count(Map<Integer, String> served, String variant) {
    return served.values().stream().filter(variant::equals).count();
  }

  @Test
  void switchesACohortOffAndLeavesTheRestAndTheHoldoutAlone() throws Exception {
    Map<String, String> cohort = new LinkedHashMap<>();
    cohort.put("platform", "android");
    cohort.put("deviceFamily", "pixel-8");
    FlagSwitch wanted = off("plain", cohort, "", 0, 10);
    Standing.Open open = write(flag("plain"), wanted);
    Map<Integer, String> after = served("plain", "android");
    assertThat(count(after, "treatment")).as("the holdout").isBetween(12L, 50L);
    assertThat(count(after, "control")).isEqualTo(PEOPLE - count(after, "treatment"));
    assertThat(count(served("plain", "ios"), "treatment")).isEqualTo(PEOPLE);
    FlagSwitch again = off("again", Map.of("platform", "android"), "", 0, 10);
    write(flag("plain"), again);
    assertThat(served("plain", "android")).as("the same holdout").isEqualTo(after);
    platform.restore(flag("plain"), wanted, open.state(), "rita", "");
    assertThat(served("plain", "android")).isEqualTo(after);
    platform.restore(flag("plain"), again, open.state(), "rita", "");
    assertThat(count(served("plain", "android"), "treatment")).isEqualTo(PEOPLE);
    assertThat(Plain.map(Plain.parsed(Files.readString(file)), "flags"))
        .isEqualTo(Plain.map(Plain.parsed(FILE), "flags"));
  }

  @Test
  void movesOneVariationAndKeepsTheOthers() throws Exception {
    Map<Integer, String> before = served("targeted", "android");
    FlagSwitch wanted = off("targeted", Map.of("platform", "android"), "treatment", 0, 0);
    Standing.Open open = write(flag("targeted"), wanted);
    Map<Integer, String> after = served("targeted", "android");
    before.forEach((user, got) ->
        assertThat(after.get(user)).isEqualTo(got.equals("treatment") ? "control" : got));
    assertThat(served("targeted", "ios")).isEqualTo(before);
    platform.restore(flag("targeted"), wanted, open.state(), "rita", "");
    assertThat(served("targeted", "android")).isEqualTo(before);
  }

  @Test
  void reducesAnExposureToAPercentageWithTheHoldoutInIt() throws Exception {
    Standing.Open open = write(flag("plain"), off("tenth", Map.of(), "treatment", 20, 10));
    Map<Integer, String> after = served("plain", "android");
    assertThat(count(after, "treatment")).isBetween(35L, 85L);
    write(flag("plain"), off("less", Map.of(), "treatment", 12, 10));
    Map<Integer, String> less = served("plain", "android");
    assertThat(count(less, "treatment")).isBetween(15L, 60L);
    less.forEach((user, gets) -> assertThat(gets).isIn("control", after.get(user)));
    platform.restore(
        flag("plain"), off("less", Map.of(), "treatment", 12, 10), open.state(), "rita", "");
    assertThat(served("plain", "android")).isEqualTo(after);
  }

  @Test
  void reducesWhatAFractionServes() throws Exception {
    Map<Integer, String> before = served("divided", "android");
    write(flag("divided"), off("fraction", Map.of("platform", "android"), "treatment", 20, 0));
    Map<Integer, String> after = served("divided", "android");
    assertThat(count(after, "treatment")).isBetween(35L, 85L);
    after.forEach((user, gets) ->
        assertThat(gets)
            .isIn(before.get(user), before.get(user).equals("treatment") ? "control" : ""));
    assertThat(served("divided", "ios")).isEqualTo(before);
    checkRefused(
        "divided",
        off("no-less", Map.of(), "treatment", 50, 0),
        Instant.now(),
        "nothing to reduce");
  }

  @Test
  void refusesToReduceWhatNobodyCanTell() throws Exception {
    checkRefused(
        "targeted",
        off("differs", Map.of(), "treatment", 20, 0),
        Instant.now(),
        "different percentages of people");
    Files.writeString(file, FILE.replace("{\"if\": [", "{\"sem_ver\": ["));
    checkRefused(
        "targeted",
        off("unknown", Map.of(), "treatment", 20, 0),
        Instant.now().plusSeconds(60),
        "only flagd can tell");
  }

  @Test
  void letsAPersonWhoChangedItSinceWin() throws Exception {
    FlagSwitch wanted = off("won", Map.of(), "", 0, 0);
    Instant before = Instant.now().minusSeconds(3_600);
    checkRefused("plain", wanted, before, "changed flag `plain`");
    Standing.Open open = (Standing.Open) platform.look(flag("plain"), wanted, Instant.now());
    Files.writeString(file, FILE.replace("\"x\"", "\"y\""));
    assertThatThrownBy(() -> platform.write(flag("plain"), wanted, Instant.now(), open))
        .isInstanceOfSatisfying(
            PlatformException.class,
            e -> assertThat(e.kind()).isEqualTo(PlatformException.Kind.LATER));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(300)));
    Instant evidenceAt = Instant.now().minusSeconds(200);
    platform.write(
        flag("plain"),
        wanted,
        evidenceAt,
        (Standing.Open) platform.look(flag("plain"), wanted, evidenceAt));
    FlagSwitch second = off("second", Map.of("platform", "ios"), "", 0, 0);
    assertThat(platform.look(flag("plain"), second, evidenceAt))
        .as("what this service wrote is no person's change")
        .isInstanceOf(Standing.Open.class);
    checkRefused("plain", second, Instant.now().minusSeconds(400), "changed flag `plain`");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    checkRefused("off", off("a", Map.of(), "", 0, 0), Instant.now(), "is not ENABLED");
    checkRefused("none", off("a", Map.of(), "", 0, 0), Instant.now(), "has no flag `none`");
    checkRefused(
        "plain", off("a", Map.of(), "third", 0, 0), Instant.now(), "nobody gets variant `third`");
    Files.writeString(file, "{\"flags\":");
    assertThatThrownBy(
            () -> platform.look(flag("plain"), off("a", Map.of(), "", 0, 0), Instant.now()))
        .hasMessageContaining("is no JSON");
    Files.delete(file);
    assertThatThrownBy(
            () -> platform.look(flag("plain"), off("a", Map.of(), "", 0, 0), Instant.now()))
        .hasMessageContaining("there is no file");
  }

  private void checkRefused(String key, FlagSwitch wanted, Instant evidenceAt, String why)
      throws PlatformException {
    assertThat(((Standing.Refused) platform.look(flag(key), wanted, evidenceAt)).why())
        .contains(why);
  }
}
