package dev.ombud.flag.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.flag.Declared;
import dev.ombud.flag.Flag;
import dev.ombud.flag.FlagSwitch;
import dev.ombud.flag.PlatformException;
import dev.ombud.flag.Standing;
import dev.ombud.outbound.Destination;
import dev.ombud.outbound.HttpOutbound;
import dev.ombud.outbound.Secret;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Orders;
import dev.ombud.testing.TestDatabase;
import dev.ombud.testing.UnleashServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: switches on a real Unleash have the effect that they say, and no other. Method: a person's
/// token makes features; the platform switches them; Unleash's own Frontend API says what made-up
/// people get before and after, one by one.
@Tag("slow")
class UnleashPlatformTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Map<String, String> ANDROID = Map.of("platform", "android");
  private static final int PEOPLE = 100;

  private static UnleashServer server;
  private static HttpOutbound outbound;
  private static ApiClient client;
  private static UnleashPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    server = UnleashServer.start(POSTGRES);
    outbound = new HttpOutbound(List.of(Destination.of(server.address(), true)));
    client = new ApiClient(server.address(), HttpClient.newHttpClient());
    platform =
        new UnleashPlatform(
            new PlatformConfig(
                "unleash",
                PlatformConfig.Kind.UNLEASH,
                server.address(),
                true,
                new Secret(UnleashServer.ADMIN),
                "ombud",
                Map.of("development", new Secret(UnleashServer.FRONTEND))),
            outbound,
            Clock.systemUTC());
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      outbound.close();
      client.close();
      server.close();
    }
  }

  private static JsonNode person(String method, String path, String body, int status) {
    ApiClient.Answer answer =
        client.send(
            HttpRequest.newBuilder(server.address().resolve(path))
                .header("Authorization", UnleashServer.PERSON)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
    assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(status);
    return answer.body().length == 0 ? ApiClient.json("null") : answer.json();
  }

  private static final String PROJECT = "/api/admin/projects/default/features";

  private static String environment(String feature) {
    return PROJECT + "/" + feature + "/environments/development";
  }

  /// A feature that is on for so many percent, and the flag of the registry that stands for it.
  private static Flag feature(String name, int rollout, String variants) {
    person("POST", PROJECT, "{\"name\":\"%s\",\"type\":\"release\"}".formatted(name), 201);
    person(
        "POST",
        environment(name) + "/strategies",
        """
        {"name":"flexibleRollout","title":"Gradual","constraints":[],"variants":%s,
         "parameters":{"rollout":"%d","stickiness":"default","groupId":"%s"}}
        """
            .formatted(variants, rollout, name),
        200);
    person("POST", environment(name) + "/on", "", 200);
    String json =
        variants.equals("[]")
            ? Declared.CHECKOUT
            : Declared.checkoutWith(
                "boolean",
                "string",
                "{\"treatment\":true,\"control\":false}",
                "{\"treatment\":\"b\",\"other\":\"c\",\"control\":\"a\"}");
    Flag flag =
        Declared.flag(
            name,
            json.replace("\"production\"", "\"development\"")
                .replace("\"owner\"", "\"platform\":\"unleash\",\"owner\""),
            "unleash");
    await(name, served -> rollout == 0 || served.values().stream().anyMatch(v -> !v.equals("off")));
    return flag;
  }

  private static FlagSwitch off(
      String word, Map<String, String> cohort, double percent, double held) {
    return new FlagSwitch(
        Orders.key(word), "development", new TreeMap<>(cohort), Optional.empty(), percent, held);
  }

  /// What a hundred people get who have these attributes.
  private static Map<Integer, String> served(String feature, Map<String, String> attributes) {
    Map<Integer, String> served = new TreeMap<>();
    for (int i = 0; i < PEOPLE; i++) {
      StringBuilder query = new StringBuilder("/api/frontend?userId=u" + i);
      attributes.forEach((name, value) -> query.append("&" + name + "=" + value));
      JsonNode toggles =
          client
              .send(
                  HttpRequest.newBuilder(server.address().resolve(query.toString()))
                      .header("Authorization", UnleashServer.FRONTEND)
                      .build())
              .json()
              .path("toggles");
      String gets = "off";
      for (JsonNode toggle : toggles) {
        if (toggle.path("name").asText().equals(feature)) {
          gets =
              toggle.at("/variant/enabled").asBoolean()
                  ? toggle.at("/variant/name").asText()
                  : "on";
        }
      }
      served.put(i, gets);
    }
    return served;
  }

  private static void await(
      String feature, java.util.function.Predicate<Map<Integer, String>> condition) {
    Condition.await(
        Duration.ofSeconds(20),
        "Unleash serves the change of " + feature,
        () -> condition.test(served(feature, ANDROID)));
  }

  private static Instant soon() {
    return Instant.now().plusSeconds(60);
  }

  private static Standing.Open write(Flag flag, FlagSwitch wanted) throws PlatformException {
    Standing.Open open = (Standing.Open) platform.look(flag, wanted, soon());
    platform.write(flag, wanted, soon(), open);
    assertThat(platform.look(flag, wanted, soon())).isInstanceOf(Standing.Switched.class);
    return open;
  }

  private static long count(Map<Integer, String> served, String variation) {
    return served.values().stream().filter(variation::equals).count();
  }

  @Test
  void switchesACohortOffAndLeavesTheRestAndTheHoldoutAlone() throws Exception {
    Flag flag = feature("cohort", 60, "[]");
    Map<Integer, String> before = served("cohort", ANDROID);
    Map<String, String> pixel = Map.of("platform", "android", "deviceFamily", "pixel-8");
    FlagSwitch wanted = off("cohort", pixel, 100, 10);
    Standing.Open open = write(flag, wanted);
    Condition.await(
        Duration.ofSeconds(20),
        "the cohort is off",
        () -> count(served("cohort", pixel), "on") < 20);
    Map<Integer, String> after = served("cohort", pixel);
    assertThat(count(after, "on")).as("the holdout").isBetween(1L, 15L);
    after.forEach((user, gets) -> assertThat(gets).isIn("off", before.get(user)));
    assertThat(served("cohort", Map.of("platform", "ios", "deviceFamily", "pixel-8")))
        .isEqualTo(before);
    assertThat(served("cohort", Map.of("platform", "android", "deviceFamily", "other")))
        .isEqualTo(before);
    assertThat(served("cohort", ANDROID)).isEqualTo(before);
    assertThat(platform.verify(flag, wanted).faults()).isEmpty();
    assertThat(platform.verify(flag, wanted).rest().safe()).isBetween(50, 110);

    assertThat(platform.restore(flag, wanted, open.state(), "rita"))
        .isInstanceOf(Standing.Open.class);
    Condition.await(
        Duration.ofSeconds(20),
        "the cohort is as it was",
        () -> served("cohort", pixel).equals(before));
    JsonNode left = person("GET", environment("cohort") + "/strategies", "", 200);
    assertThat(left).hasSize(1);
    assertThat(left.at("/0/title").asText()).isEqualTo("Gradual");
    assertThat(left.at("/0/constraints")).isEmpty();
  }

  @Test
  void switchesEveryoneButTheHoldout() throws Exception {
    Flag flag = feature("everyone", 80, "[]");
    Map<Integer, String> before = served("everyone", ANDROID);
    FlagSwitch wanted = off("everyone", Map.of(), 100, 10);
    Standing.Open open = write(flag, wanted);
    await("everyone", served -> count(served, "on") < 30);
    Map<Integer, String> after = served("everyone", ANDROID);
    assertThat(count(after, "on")).isBetween(1L, 20L);
    after.forEach((user, gets) -> assertThat(gets).isIn("off", before.get(user)));
    FlagSwitch again = off("everyone-again", Map.of(), 100, 10);
    Standing.Open second = write(flag, again);
    assertThat(served("everyone", ANDROID)).as("the holdout stays a whole one").isEqualTo(after);
    platform.restore(flag, again, second.state(), "rita");
    platform.restore(flag, wanted, open.state(), "rita");
    await("everyone", before::equals);
  }

  @Test
  void turnsAFeatureOffWhereNobodyIsToStay() throws Exception {
    Flag flag = feature("whole", 100, "[]");
    FlagSwitch wanted = off("whole", Map.of(), 100, 0);
    Standing.Open open = write(flag, wanted);
    await("whole", served -> count(served, "on") == 0);
    assertThat(platform.verify(flag, wanted).faults()).isEmpty();
    platform.restore(flag, wanted, open.state(), "rita");
    await("whole", served -> count(served, "on") == PEOPLE);
    write(flag, off("whole-2", Map.of(), 100, 0));
    person("POST", environment("whole") + "/on", "", 200);
    person("POST", environment("whole") + "/off", "", 200);
    assertThat(platform.restore(flag, wanted, open.state(), "rita"))
        .isInstanceOfSatisfying(
            Standing.Refused.class, refused -> assertThat(refused.why()).contains("`ann`"));
  }

  @Test
  void reducesAnExposure() throws Exception {
    Flag flag = feature("reduced", 100, "[]");
    FlagSwitch wanted = off("reduced", ANDROID, 50, 0);
    write(flag, wanted);
    await("reduced", served -> count(served, "on") < 80);
    assertThat(count(served("reduced", ANDROID), "on")).isBetween(30L, 70L);
    assertThat(count(served("reduced", Map.of("platform", "ios")), "on")).isEqualTo(PEOPLE);
  }

  @Test
  void movesOneVariantToTheSafeOne() throws Exception {
    Flag flag =
        feature(
            "variants",
            100,
            """
            [{"name":"treatment","weight":400,"weightType":"fix","stickiness":"default"},
             {"name":"other","weight":300,"weightType":"fix","stickiness":"default"},
             {"name":"control","weight":300,"weightType":"variable","stickiness":"default"}]
            """);
    Map<Integer, String> before = served("variants", ANDROID);
    FlagSwitch wanted =
        new FlagSwitch(
            Orders.key("variants"), "development", ANDROID, Optional.of("treatment"), 100, 10);
    Standing.Open open = write(flag, wanted);
    await("variants", served -> count(served, "treatment") < 20);
    Map<Integer, String> after = served("variants", ANDROID);
    assertThat(count(after, "control")).isGreaterThan(count(before, "control"));
    assertThat(served("variants", Map.of("platform", "ios"))).isEqualTo(before);
    assertThat(platform.verify(flag, wanted).faults()).isEmpty();
    platform.restore(flag, wanted, open.state(), "rita");
    await("variants", before::equals);
  }

  @Test
  void letsAPersonWhoChangedItSinceWin() throws Exception {
    Instant evidenceAt = Instant.now();
    Flag flag = feature("won", 100, "[]");
    FlagSwitch wanted = off("won", ANDROID, 100, 0);
    assertThat(platform.look(flag, wanted, evidenceAt))
        .isInstanceOfSatisfying(
            Standing.Refused.class,
            refused -> assertThat(refused.why()).startsWith("`ann` changed flag `won`"));
    Standing.Open open = (Standing.Open) platform.look(flag, wanted, soon());
    person("POST", environment("won") + "/off", "", 200);
    assertThatThrownBy(() -> platform.write(flag, wanted, soon(), open))
        .hasMessageContaining("look again");
    Instant between = Instant.now();
    person("POST", environment("won") + "/on", "", 200);
    FlagSwitch first = off("won-1", ANDROID, 100, 0);
    platform.write(flag, first, soon(), (Standing.Open) platform.look(flag, first, soon()));
    Instant after = Instant.now();
    FlagSwitch second = off("won-2", Map.of("region", "de"), 100, 0);
    assertThat(platform.look(flag, second, between)).isInstanceOf(Standing.Refused.class);
    FlagSwitch third = off("won-3", Map.of("region", "fr"), 100, 0);
    platform.write(flag, second, after, (Standing.Open) platform.look(flag, second, after));
    assertThat(platform.look(flag, third, after))
        .as("what this service itself changed is no person's change")
        .isInstanceOf(Standing.Open.class);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    Flag flag = feature("wrong", 100, "[]");
    person("POST", PROJECT, "{\"name\":\"plain\",\"type\":\"release\"}", 201);
    person("POST", environment("plain") + "/strategies", "{\"name\":\"default\"}", 200);
    person("POST", environment("plain") + "/on", "", 200);
    Flag plain =
        Declared.flag("plain", Declared.CHECKOUT.replace("\"production\"", "\"development\""));
    assertThat(platform.look(plain, off("plain", ANDROID, 100, 5), soon()))
        .isInstanceOfSatisfying(
            Standing.Refused.class, refused -> assertThat(refused.why()).contains("no percentage"));
    assertThat(platform.look(plain, off("plain", ANDROID, 100, 0), soon()))
        .isInstanceOf(Standing.Open.class);
    Flag missing =
        Declared.flag("missing", Declared.CHECKOUT.replace("\"production\"", "\"development\""));
    assertThat(platform.look(missing, off("missing", ANDROID, 100, 5), soon()))
        .isInstanceOf(Standing.Refused.class);
    UnleashPlatform stranger =
        new UnleashPlatform(
            new PlatformConfig(
                "unleash",
                PlatformConfig.Kind.UNLEASH,
                server.address(),
                true,
                new Secret("planted-secret"),
                "ombud",
                Map.of()),
            outbound,
            Clock.systemUTC());
    assertThatThrownBy(() -> stranger.look(flag, off("wrong", ANDROID, 100, 5), soon()))
        .isInstanceOfSatisfying(
            PlatformException.class,
            e -> assertThat(e.kind()).isEqualTo(PlatformException.Kind.NEVER))
        .hasMessageContaining("401")
        .hasMessageNotContaining("planted-secret");
  }
}
