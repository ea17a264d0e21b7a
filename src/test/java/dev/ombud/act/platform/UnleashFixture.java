package dev.ombud.act.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.act.flag.Declared;
import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.PlatformException;
import dev.ombud.act.flag.Standing;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.HttpOutbound;
import dev.ombud.ground.outbound.Outbound;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Condition;
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
import java.util.TreeMap;

/// A real Unleash, the platform that switches its features, a person who makes them, and what
/// made-up people get of them.
record UnleashFixture(
    UnleashServer server, HttpOutbound outbound, ApiClient client, UnleashPlatform platform) {
  static final String PROJECT = "/api/admin/projects/default/features";
  static final int PEOPLE = 100;

  static UnleashFixture start(TestDatabase postgres) throws Exception {
    UnleashServer server = UnleashServer.start(postgres);
    HttpOutbound outbound = new HttpOutbound();
    return new UnleashFixture(
        server,
        outbound,
        new ApiClient(server.address(), HttpClient.newHttpClient()),
        new UnleashPlatform(
            new PlatformConfig(
                "unleash",
                PlatformConfig.Kind.UNLEASH,
                server.address(),
                true,
                new Secret(UnleashServer.ADMIN),
                "ombud",
                Map.of("development", new Secret(UnleashServer.FRONTEND))),
            outbound.to(List.of(Destination.of(server.address(), true))),
            Clock.systemUTC()));
  }

  Outbound way() {
    return outbound.to(List.of(Destination.of(server.address(), true)));
  }

  void close() throws Exception {
    outbound.close();
    client.close();
    server.close();
  }

  JsonNode person(String method, String path, String body, int status) {
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

  static String environment(String feature) {
    return PROJECT + "/" + feature + "/environments/development";
  }

  /// A feature that is on for so many percent, and the flag of the registry that stands for it.
  Flag feature(String name, int rollout, String variants) {
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
                "{\"treatment\":\"b\",\"a-other\":\"c\",\"other\":\"d\",\"control\":\"a\"}");
    Flag flag =
        Declared.flag(
            name,
            json.replace("\"production\"", "\"development\"")
                .replace("\"owner\"", "\"platform\":\"unleash\",\"owner\""),
            "unleash");
    await(name, served -> rollout == 0 || served.values().stream().anyMatch(v -> !v.equals("off")));
    return flag;
  }

  /// What a hundred people get who have these attributes.
  Map<Integer, String> served(String feature, Map<String, String> attributes) {
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

  void await(String feature, java.util.function.Predicate<Map<Integer, String>> condition) {
    Condition.await(
        Duration.ofSeconds(20),
        "Unleash serves the change of " + feature,
        () -> condition.test(served(feature, Map.of("platform", "android"))));
  }

  static Instant soon() {
    return Instant.now().plusSeconds(60);
  }

  Standing.Open write(Flag flag, FlagSwitch wanted) throws PlatformException {
    Standing.Open open = (Standing.Open) platform.look(flag, wanted, soon());
    platform.write(flag, wanted, soon(), open);
    assertThat(platform.look(flag, wanted, soon())).isInstanceOf(Standing.Switched.class);
    return open;
  }

  static long count(Map<Integer, String> served, String variation) {
    return served.values().stream().filter(variation::equals).count();
  }
}
