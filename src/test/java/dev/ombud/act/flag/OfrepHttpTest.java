package dev.ombud.act.flag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.Specs;
import dev.ombud.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// OFREP over HTTP: every status and reason, and who gets what from one declaration to the next.
class OfrepHttpTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String HALVES = "{\"serve\":{\"treatment\":50,\"control\":50}}";

  private static RunningService service;
  private static FlagClient client;

  @BeforeAll
  static void start() {
    service =
        RunningService.start(
            POSTGRES.config(), Map.of("OMBUD_FLAG_ORIGINS", "https://shop.example"));
    client = new FlagClient(service);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void evaluatesOneFlag() {
    client.serve(
        "one",
        Declared.checkoutWith(
            "{\"production\":{}", "{\"staging\":{\"on\":false},\"production\":{}"));
    Answer answer = client.ofrep("/one", "{\"context\":{\"targetingKey\":\"u1\"}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"key\":\"one\",\"value\":true,\"reason\":\"STATIC\",\"variant\":\"treatment\"}");
    assertThat(
            client
                .ofrep(
                    "/one", "{\"context\":{\"targetingKey\":\"u1\",\"environment\":\"staging\"}}")
                .text())
        .isEqualTo(
            "{\"key\":\"one\",\"value\":false,\"reason\":\"DISABLED\",\"variant\":\"control\"}");
    checkFailure("/none", "{\"context\":{\"targetingKey\":\"u1\"}}", 404, "FLAG_NOT_FOUND");
    checkFailure(
        "/one",
        "{\"context\":{\"targetingKey\":\"u1\",\"environment\":\"x\"}}",
        404,
        "FLAG_NOT_FOUND");
    checkFailure("/none", "{\"context\":{}}", 404, "FLAG_NOT_FOUND");
    checkFailure("/one", "{\"context\":{\"targetingKey\":7}}", 400, "INVALID_CONTEXT");
    checkFailure("/one", "{}", 400, "INVALID_CONTEXT");
    checkFailure("/one", "{\"context\":", 400, "PARSE_ERROR");
  }

  private static void checkFailure(String path, String body, int status, String code) {
    Answer answer = client.ofrep(path, body);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("errorCode").asText()).isEqualTo(code);
    assertThat(answer.json().path("key").asText()).isEqualTo(path.substring(1));
    assertThat(answer.json().path("errorDetails").asText()).isNotEmpty();
  }

  /// What a browser does for a provider in a page of another origin (the Fetch standard).
  @Test
  void letsScriptsAskOfThePagesThatAreNamedOnly() {
    String named = "https://shop.example";
    String body = "{\"context\":{\"targetingKey\":\"u1\"}}";
    for (String path : List.of("", "/none")) {
      Answer may = preflight(path, named);
      assertThat(may.status()).as(may.text()).isEqualTo(204);
      assertThat(may.header("Access-Control-Allow-Origin")).isEqualTo(named);
      assertThat(may.header("Access-Control-Allow-Methods")).isEqualTo("POST");
      assertThat(may.header("Access-Control-Allow-Headers"))
          .contains("Authorization", "Content-Type", "If-None-Match", "X-API-Key");
      assertThat(may.header("Vary")).isEqualTo("Origin");
      for (String other : List.of("https://evil.example", "null", "https://shop.example.evil")) {
        Answer no = preflight(path, other);
        assertThat(no.status()).isEqualTo(403);
        assertThat(no.code()).isEqualTo("forbidden");
        assertThat(no.headers().map()).doesNotContainKey("access-control-allow-origin");
        Answer unread = client.ofrep(path, body, "Origin", other);
        assertThat(unread.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(unread.header("Vary")).isEqualTo("Origin");
      }
      Answer read = client.ofrep(path, body, "Origin", named);
      assertThat(read.status()).isEqualTo(path.isEmpty() ? 200 : 404);
      checkReadable(read, named);
    }
    checkReadable(
        client.send(Role.AUDITOR, "POST", "/ofrep/v1/evaluate/flags", body, "Origin", named),
        named);
    checkReadable(client.ofrep("/none", "{", "Origin", named), named);
    Answer other =
        client.send(Role.CALLER, "DELETE", "/ofrep/v1/evaluate/flags", "", "Origin", named);
    assertThat(other.status()).isEqualTo(405);
    checkReadable(other, named);
    Answer slash = client.ofrep("/", body, "Origin", named);
    assertThat(slash.status()).isEqualTo(404);
    checkReadable(slash, named);
  }

  private static void checkReadable(Answer answer, String origin) {
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
    assertThat(answer.header("Access-Control-Expose-Headers")).contains("ETag", "Retry-After");
  }

  private static Answer preflight(String path, String origin) {
    return service
        .client()
        .send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:" + service.port() + "/ofrep/v1/evaluate/flags" + path))
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
  }

  @Test
  void needsATargetingKeyForPercentagesOnly() {
    client.serve(
        "keyless-off",
        Declared.checkoutWith(
            "\"production\":{}",
            "\"production\":{\"on\":false,\"serve\":{\"treatment\":50,\"control\":50}}"));
    client.serve(
        "keyless-split", Declared.checkoutWith("\"production\":{}", "\"production\":" + HALVES));
    for (String context : List.of("{}", "{\"targetingKey\":\"\"}", "{\"targetingKey\":null}")) {
      String body = "{\"context\":" + context + "}";
      Answer off = client.ofrep("/keyless-off", body);
      assertThat(off.status()).as(off.text()).isEqualTo(200);
      assertThat(off.json().path("variant").asText()).isEqualTo("control");
      assertThat(off.json().path("reason").asText()).isEqualTo("DISABLED");
      checkFailure("/keyless-split", body, 400, "TARGETING_KEY_MISSING");
      Answer all = client.ofrep("", body);
      assertThat(all.status()).isEqualTo(200);
      assertThat(found(all, "keyless-off").path("variant").asText()).isEqualTo("control");
      assertThat(found(all, "keyless-split").path("errorCode").asText())
          .isEqualTo("TARGETING_KEY_MISSING");
      assertThat(OpenApi.schema("OfrepEvaluations").validate(all.json())).isEmpty();
      assertThat(client.ofrep("", body, "If-None-Match", all.header("ETag")).status())
          .isEqualTo(304);
    }
  }

  private static JsonNode found(Answer all, String key) {
    for (JsonNode each : all.json().path("flags")) {
      if (each.path("key").asText().equals(key)) {
        return each;
      }
    }
    throw new AssertionError("no flag " + key + " in " + all.text());
  }

  /// Whatever the order of members, several raised at once, through the registry.
  @Test
  void takesNoVariationFromWhoeverHadItWhenItsPercentageRises() {
    List<String> course =
        List.of(
            "{\"blue\":20,\"green\":30,\"control\":50}",
            "{\"control\":40,\"green\":30,\"blue\":30}",
            "{\"green\":35,\"blue\":33.3,\"control\":31.7}",
            "{\"blue\":0,\"control\":50,\"green\":50}",
            "{\"control\":45,\"blue\":5,\"green\":50}",
            "\"green\"",
            "{\"control\":10,\"green\":80,\"blue\":10}");
    client.serve("course", course(course.getFirst()));
    List<String> had = served("course");
    Map<String, Double> was = percents(course.getFirst());
    for (String serve : course.subList(1, course.size())) {
      String tag = client.ofrep("", "{\"context\":{\"targetingKey\":\"u\"}}").header("ETag");
      assertThat(client.put("course", course(serve), "If-Match", "*").status()).isEqualTo(200);
      Condition.await(
          Duration.ofSeconds(5),
          "the change is served",
          () ->
              client
                      .ofrep("", "{\"context\":{\"targetingKey\":\"u\"}}", "If-None-Match", tag)
                      .status()
                  == 200);
      List<String> has = served("course");
      Map<String, Double> is = percents(serve);
      for (int user = 0; user < had.size(); user++) {
        String before = had.get(user);
        String after = has.get(user);
        if (!after.equals(before)) {
          assertThat(is.getOrDefault(before, 0.0)).isLessThan(was.getOrDefault(before, 0.0));
          assertThat(is.get(after)).isGreaterThan(was.getOrDefault(after, 0.0));
        }
      }
      had = has;
      was = is;
    }
  }

  private static String course(String serve) {
    return Declared.checkoutWith(
        "boolean",
        "string",
        "{\"treatment\":true,\"control\":false}",
        "{\"green\":\"g\",\"control\":\"c\",\"blue\":\"b\"}",
        "\"defaultVariation\":\"treatment\"",
        "\"defaultVariation\":\"control\"",
        "\"production\":{}",
        "\"production\":{\"serve\":" + serve + "}");
  }

  private static Map<String, Double> percents(String serve) {
    Map<String, Double> percents = new HashMap<>();
    JsonNode json = ApiClient.json(serve);
    if (json.isTextual()) {
      percents.put(json.asText(), 100.0);
    }
    json.properties().forEach(each -> percents.put(each.getKey(), each.getValue().asDouble()));
    return percents;
  }

  private static List<String> served(String key) {
    return IntStream.range(0, 150)
        .mapToObj(
            i -> client.ofrep("/" + key, "{\"context\":{\"targetingKey\":\"user-" + i + "\"}}"))
        .map(answer -> answer.json().path("variant").asText())
        .toList();
  }

  @Test
  void evaluatesAllFlagsAndSaysWhenNothingChanged() {
    client.serve("bulk", Declared.CHECKOUT);
    String body = "{\"context\":{\"targetingKey\":\"u1\"}}";
    Answer all = client.ofrep("", body);
    assertThat(all.json().path("flags").findValuesAsText("key")).contains("bulk");
    String tag = all.header("ETag");
    assertThat(client.ofrep("", body, "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(client.ofrep("", body, "If-None-Match", "W/" + tag).status()).isEqualTo(304);
    assertThat(client.ofrep("", body.replace("u1", "u2"), "If-None-Match", tag).status())
        .isEqualTo(200);
    client.put(
        "bulk",
        Declared.checkoutWith("\"production\":{}", "\"production\":{\"on\":false}"),
        "If-Match",
        "*");
    Condition.await(
        Duration.ofSeconds(5),
        "the change is served",
        () -> client.ofrep("", body, "If-None-Match", tag).status() == 200);
    assertThat(client.ofrep("", "{}").json().path("errorCode").asText())
        .isEqualTo("INVALID_CONTEXT");
  }

  @Test
  void takesATokenAsApiKeyToo() {
    client.put("keyed", Declared.CHECKOUT);
    URI address = URI.create("http://127.0.0.1:" + service.port() + "/ofrep/v1/evaluate/flags");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .POST(BodyPublishers.ofString("{\"context\":{\"targetingKey\":\"u1\"}}"));
    assertThat(service.client().send(request.copy().build()).status()).isEqualTo(401);
    String caller = ApiClient.secret(Role.CALLER);
    String owner = ApiClient.secret(Role.OWNER);
    assertThat(service.client().send(request.copy().header("X-API-Key", caller).build()).status())
        .isEqualTo(200);
    assertThat(service.client().send(request.copy().header("X-API-Key", owner).build()).status())
        .isEqualTo(403);
    assertThat(service.client().send(request.copy().header("X-API-Key", "guess").build()).status())
        .isEqualTo(401);
  }

  @Test
  void answersAsTheProtocolsOwnDocumentSays() {
    client.serve("spec", Declared.CHECKOUT);
    checkShape("booleanFlag", client.ofrep("/spec", "{\"context\":{\"targetingKey\":\"u\"}}"));
    checkShape("flagNotFound", client.ofrep("/none", "{\"context\":{\"targetingKey\":\"u\"}}"));
    client.serve("split", Declared.checkoutWith("\"production\":{}", "\"production\":" + HALVES));
    checkShape("evaluationFailure", client.ofrep("/split", "{\"context\":{}}"));
    checkShape("bulkEvaluationFailure", client.ofrep("", "{\"context\":7}"));
    for (JsonNode each : client.ofrep("", "{\"context\":{}}").json().path("flags")) {
      assertThat(each.path("reason").asText("UNKNOWN"))
          .isIn("STATIC", "TARGETING_MATCH", "SPLIT", "DISABLED", "UNKNOWN");
      if (each.has("errorCode")) {
        assertThat(Specs.schema("ofrep-0.3.0-openapi.yaml", "evaluationFailure").validate(each))
            .isEmpty();
      }
    }
  }

  /// Successes are checked by the schema of their value: the document's own schema of a success
  /// takes none, for an answer that leaves the value to the code is also any other answer.
  private static void checkShape(String schema, Answer answer) {
    assertThat(Specs.schema("ofrep-0.3.0-openapi.yaml", schema).validate(answer.json()))
        .as(schema + ": " + answer.text())
        .isEmpty();
  }
}
