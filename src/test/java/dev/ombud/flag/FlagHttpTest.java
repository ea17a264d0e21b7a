package dev.ombud.flag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import dev.ombud.contract.OpenApi;
import dev.ombud.domain.Role;
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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The registry and OFREP over HTTP: every status that the documents name.
class FlagHttpTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer send(Role role, String method, String path, String body, String... more) {
    HttpRequest.Builder request =
        service
            .client()
            .request(path, role)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < more.length; i += 2) {
      request.header(more[i], more[i + 1]);
    }
    return service.client().send(request.build());
  }

  private static Answer put(String key, String body, String... headers) {
    return send(Role.OWNER, "PUT", "/v1/flags/" + key, body, headers);
  }

  /// Declares a flag and waits until it is served.
  private static void serve(String key, String body) {
    assertThat(put(key, body).status()).isEqualTo(201);
    Condition.await(
        Duration.ofSeconds(5),
        "`" + key + "` is served",
        () -> ofrep("/" + key, "{\"context\":{\"targetingKey\":\"u\"}}").status() == 200);
  }

  private static Answer ofrep(String path, String body, String... headers) {
    return send(Role.CALLER, "POST", "/ofrep/v1/evaluate/flags" + path, body, headers);
  }

  private static void checkRefused(String body, String... words) {
    Answer answer = put("refused", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().path("detail").asText()).contains(words);
    assertThat(service.client().get("/v1/flags/refused").status()).isEqualTo(404);
  }

  @Test
  void declaresReadsChangesAndArchivesAFlag() {
    Answer created = put("life", Declared.CHECKOUT);
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.header("ETag")).isEqualTo("\"1\"");
    Answer read = service.client().get("/v1/flags/life");
    assertThat(read.json()).isEqualTo(created.json());
    JsonSchema schema = OpenApi.schema("RegisteredFlag");
    assertThat(schema.validate(read.json())).isEmpty();

    assertThat(put("life", Declared.CHECKOUT).code()).isEqualTo("precondition-required");
    assertThat(put("life", Declared.CHECKOUT, "If-Match", "\"9\"").code())
        .isEqualTo("precondition-failed");
    assertThat(put("other", Declared.CHECKOUT, "If-Match", "\"1\"").code())
        .isEqualTo("precondition-failed");
    ObjectNode edited = (ObjectNode) read.json();
    edited.put("owner", "growth");
    Answer changed = put("life", edited.toString(), "If-Match", "\"1\"");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.json().path("owner").asText()).isEqualTo("growth");
    assertThat(changed.json().at("/environments/production/changedAt"))
        .as("who gets what did not change")
        .isEqualTo(read.json().at("/environments/production/changedAt"));

    assertThat(send(Role.OWNER, "DELETE", "/v1/flags/life", "", "If-Match", "\"1\"").code())
        .isEqualTo("precondition-failed");
    Answer archived = send(Role.OWNER, "DELETE", "/v1/flags/life", "");
    assertThat(archived.status()).isEqualTo(200);
    assertThat(archived.json().has("archivedAt")).isTrue();
    assertThat(put("life", Declared.CHECKOUT, "If-Match", "*").code()).isEqualTo("wrong-state");
    assertThat(keys("/v1/flags")).doesNotContain("life");
    assertThat(keys("/v1/flags?archived=true")).contains("life");
    JsonNode events = service.client().get("/v1/audit/events?subject=flag:life").json();
    assertThat(events.path("items").findValuesAsText("kind"))
        .containsExactly("FLAG_CHANGED", "FLAG_CHANGED", "FLAG_CHANGED");
    assertThat(events.path("items").findValuesAsText("actor")).containsOnly("test-owner");
    assertThat(events.at("/items/1/detail/changed/0").asText()).isEqualTo("owner");
  }

  @Test
  void takesAnEnvironmentAwayAndGivesItBack() {
    serve("moved", Declared.CHECKOUT);
    String elsewhere = Declared.checkoutWith("production", "staging");
    Answer moved = put("moved", elsewhere, "If-Match", "*");
    assertThat(moved.json().path("environments").has("production")).isFalse();
    Answer back = put("moved", Declared.CHECKOUT, "If-Match", "*");
    assertThat(back.json().path("environments").has("production")).isTrue();
    assertThat(back.json().path("environments").has("staging")).isFalse();
    Answer nothing = send(Role.REVIEWER, "POST", lift("moved", "staging"), "{\"reason\":\"r\"}");
    assertThat(nothing.status()).isEqualTo(404);
    Answer none = send(Role.REVIEWER, "POST", lift("moved", "production"), "{\"reason\":\"r\"}");
    assertThat(none.json().path("lifted").asInt(-1)).isZero();
  }

  private static String lift(String key, String environment) {
    return "/v1/flags/" + key + "/environments/" + environment + "/lift";
  }

  private static List<String> keys(String path) {
    return service.client().get(path).json().path("items").findValuesAsText("key");
  }

  @Test
  void givesPagesByKey() {
    for (String key : List.of("page-a", "page-b", "page-c")) {
      put(key, Declared.CHECKOUT);
    }
    JsonNode first = service.client().get("/v1/flags?limit=2&cursor=page").json();
    assertThat(first.path("items").findValuesAsText("key")).contains("page-a", "page-b");
    assertThat(first.path("next").asText()).isEqualTo("page-b");
    assertThat(keys("/v1/flags?limit=2&cursor=page-b")).contains("page-c");
    assertThat(service.client().get("/v1/flags?limit=501").status()).isEqualTo(400);
  }

  @Test
  void listsAndCountsWhatIsOverdue() {
    put("due-a", Declared.checkoutWith("\"2999-01-01\"", "\"2020-01-01\""));
    put(
        "due-b",
        Declared.checkoutWith(
            "2999-01-01", "2019-01-01", "2999-02-01", "2019-02-01", "2999-03-01", "2019-03-01"));
    JsonNode items = service.client().get("/v1/flags/overdue").json().path("items");
    assertThat(items.findValuesAsText("key")).containsExactly("due-b", "due-a");
    assertThat(items.findValuesAsText("what")).containsExactly("NOT_CLEANED_UP", "EXPIRED");
    assertThat(service.client().get("/metrics").text()).contains("ombud_flags_overdue 2.0");
  }

  @Test
  void refusesWhatDoesNotHoldTogether() {
    checkRefused("[]", "no JSON object");
    checkRefused("{}", "`type` is missing");
    checkRefused(Declared.checkoutWith("\"owner\":\"payments\",", ""), "`owner` is missing");
    checkRefused(
        Declared.checkoutWith("treatment\":true", "treatment\":1"), "`treatment`", "boolean");
    checkRefused(
        Declared.checkoutWith("\"safeVariation\":\"control\"", "\"safeVariation\":\"off\""),
        "`off`",
        "`control`");
    checkRefused(Declared.checkoutWith("2999-01-01", "2999-02-02"), "order");
    checkRefused(Declared.checkoutWith("2999-01-01", "soon"), "`expiresOn`", "2026-01-31");
    checkRefused(Declared.checkoutWith("HIGH", "HUGE"), "`HUGE`", "`CRITICAL`");
    checkRefused(Declared.checkoutWith(":5}", ":51}"), "`holdoutPercent`");
    checkRefused(
        Declared.checkoutWith("\"owner\"", "\"platform\":\"ld\",\"owner\""), "`ld`", "`builtin`");
    checkRefused(Declared.checkoutWith("{\"production\":{}}", "{}"), "`environments`");
    checkState("{\"serve\":{\"treatment\":60,\"control\":30}}", "adds up to 90");
    checkState("{\"serve\":\"contrl\"}", "`contrl`");
    checkState(
        "{\"rules\":[{\"when\":{\"plattform\":[\"ios\"]},\"serve\":\"control\"}]}",
        "did you mean `platform`");
    checkState("{\"rules\":[{\"when\":{},\"serve\":\"control\"}]}", "names nothing");
    checkState("{\"on\":1}", "`true`");
    checkState("{\"onn\":true}", "`onn`");
  }

  private static void checkState(String state, String words) {
    checkRefused(Declared.checkoutWith("\"production\":{}", "\"production\":" + state), words);
  }

  @Test
  void evaluatesOneFlag() {
    serve(
        "one",
        Declared.checkoutWith(
            "{\"production\":{}", "{\"staging\":{\"on\":false},\"production\":{}"));
    Answer answer = ofrep("/one", "{\"context\":{\"targetingKey\":\"u1\"}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"key\":\"one\",\"value\":true,\"reason\":\"STATIC\",\"variant\":\"treatment\"}");
    assertThat(
            ofrep("/one", "{\"context\":{\"targetingKey\":\"u1\",\"environment\":\"staging\"}}")
                .text())
        .isEqualTo(
            "{\"key\":\"one\",\"value\":false,\"reason\":\"DISABLED\",\"variant\":\"control\"}");
    checkFailure("/none", "{\"context\":{\"targetingKey\":\"u1\"}}", 404, "FLAG_NOT_FOUND");
    checkFailure(
        "/one",
        "{\"context\":{\"targetingKey\":\"u1\",\"environment\":\"x\"}}",
        404,
        "FLAG_NOT_FOUND");
    checkFailure("/one", "{\"context\":{}}", 400, "TARGETING_KEY_MISSING");
    checkFailure("/one", "{}", 400, "INVALID_CONTEXT");
    checkFailure("/one", "{\"context\":", 400, "PARSE_ERROR");
  }

  private static void checkFailure(String path, String body, int status, String code) {
    Answer answer = ofrep(path, body);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("errorCode").asText()).isEqualTo(code);
    assertThat(answer.json().path("key").asText()).isEqualTo(path.substring(1));
    assertThat(answer.json().path("errorDetails").asText()).isNotEmpty();
  }

  @Test
  void evaluatesAllFlagsAndSaysWhenNothingChanged() {
    serve("bulk", Declared.CHECKOUT);
    String body = "{\"context\":{\"targetingKey\":\"u1\"}}";
    Answer all = ofrep("", body);
    assertThat(all.json().path("flags").findValuesAsText("key")).contains("bulk");
    String tag = all.header("ETag");
    assertThat(ofrep("", body, "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(ofrep("", body, "If-None-Match", "W/" + tag).status()).isEqualTo(304);
    assertThat(ofrep("", body.replace("u1", "u2"), "If-None-Match", tag).status()).isEqualTo(200);
    put(
        "bulk",
        Declared.checkoutWith("\"production\":{}", "\"production\":{\"on\":false}"),
        "If-Match",
        "*");
    Condition.await(
        Duration.ofSeconds(5),
        "the change is served",
        () -> ofrep("", body, "If-None-Match", tag).status() == 200);
    assertThat(ofrep("", "{}").json().path("errorCode").asText()).isEqualTo("INVALID_CONTEXT");
  }

  @Test
  void takesATokenAsApiKeyToo() {
    put("keyed", Declared.CHECKOUT);
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
    serve("spec", Declared.CHECKOUT);
    checkShape("booleanFlag", ofrep("/spec", "{\"context\":{\"targetingKey\":\"u\"}}"));
    checkShape("flagNotFound", ofrep("/none", "{\"context\":{\"targetingKey\":\"u\"}}"));
    checkShape("evaluationFailure", ofrep("/spec", "{\"context\":{}}"));
    checkShape("bulkEvaluationFailure", ofrep("", "{\"context\":{}}"));
  }

  /// Successes are checked by the schema of their value: the document's own schema of a success
  /// takes none, for an answer that leaves the value to the code is also any other answer.
  private static void checkShape(String schema, Answer answer) {
    assertThat(Specs.schema("ofrep-0.3.0-openapi.yaml", schema).validate(answer.json()))
        .as(schema + ": " + answer.text())
        .isEmpty();
  }
}
