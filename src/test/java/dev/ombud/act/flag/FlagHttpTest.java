package dev.ombud.act.flag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Orders;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The registry over HTTP: every status that the documents name.
class FlagHttpTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static FlagClient client;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    client = new FlagClient(service);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void checkRefused(String body, String... words) {
    Answer answer = client.put("refused", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().path("detail").asText()).contains(words);
    assertThat(service.client().get("/v1/flags/refused").status()).isEqualTo(404);
  }

  @Test
  void declaresReadsChangesAndArchivesAFlag() {
    Answer created = client.put("life", Declared.CHECKOUT);
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.header("ETag")).isEqualTo("\"1\"");
    Answer read = service.client().get("/v1/flags/life");
    assertThat(read.json()).isEqualTo(created.json());
    JsonSchema schema = OpenApi.schema("RegisteredFlag");
    assertThat(schema.validate(read.json())).isEmpty();

    assertThat(client.put("life", Declared.CHECKOUT).code()).isEqualTo("precondition-required");
    assertThat(client.put("life", Declared.CHECKOUT, "If-Match", "\"9\"").code())
        .isEqualTo("precondition-failed");
    assertThat(client.put("other", Declared.CHECKOUT, "If-Match", "\"1\"").code())
        .isEqualTo("precondition-failed");
    ObjectNode edited = (ObjectNode) read.json();
    edited.put("owner", "growth");
    Answer changed = client.put("life", edited.toString(), "If-Match", "\"1\"");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.json().path("owner").asText()).isEqualTo("growth");
    assertThat(changed.json().at("/environments/production/changedAt"))
        .as("who gets what did not change")
        .isEqualTo(read.json().at("/environments/production/changedAt"));

    assertThat(client.send(Role.OWNER, "DELETE", "/v1/flags/life", "", "If-Match", "\"1\"").code())
        .isEqualTo("precondition-failed");
    Answer archived = client.send(Role.OWNER, "DELETE", "/v1/flags/life", "");
    assertThat(archived.status()).isEqualTo(200);
    assertThat(archived.json().has("archivedAt")).isTrue();
    assertThat(client.put("life", Declared.CHECKOUT, "If-Match", "*").code())
        .isEqualTo("wrong-state");
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
    client.serve("moved", Declared.CHECKOUT);
    String elsewhere = Declared.checkoutWith("production", "staging");
    Answer moved = client.put("moved", elsewhere, "If-Match", "*");
    assertThat(moved.json().path("environments").has("production")).isFalse();
    Answer back = client.put("moved", Declared.CHECKOUT, "If-Match", "*");
    assertThat(back.json().path("environments").has("production")).isTrue();
    assertThat(back.json().path("environments").has("staging")).isFalse();
    Answer nothing =
        client.send(Role.REVIEWER, "POST", lift("moved", "staging"), "{\"reason\":\"r\"}");
    assertThat(nothing.status()).isEqualTo(404);
    Answer none =
        client.send(Role.REVIEWER, "POST", lift("moved", "production"), "{\"reason\":\"r\"}");
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
      client.put(key, Declared.CHECKOUT);
    }
    JsonNode first = service.client().get("/v1/flags?limit=2&cursor=page").json();
    assertThat(first.path("items").findValuesAsText("key")).contains("page-a", "page-b");
    assertThat(first.path("next").asText()).isEqualTo("page-b");
    assertThat(keys("/v1/flags?limit=2&cursor=page-b")).contains("page-c");
    assertThat(service.client().get("/v1/flags?limit=501").status()).isEqualTo(400);
    assertThat(service.client().get("/v1/flags?cursor=a%00").status()).isEqualTo(400);
  }

  @Test
  void listsAndCountsWhatIsOverdue() {
    client.put("due-a", Declared.checkoutWith("\"2999-01-01\"", "\"2020-01-01\""));
    client.put(
        "due-b",
        Declared.checkoutWith(
            "2999-01-01", "2019-01-01", "2999-02-01", "2019-02-01", "2999-03-01", "2019-03-01"));
    JsonNode items = service.client().get("/v1/flags/overdue").json().path("items");
    assertThat(items.findValuesAsText("key")).containsExactly("due-b", "due-a");
    assertThat(items.findValuesAsText("what")).containsExactly("NOT_CLEANED_UP", "EXPIRED");
    assertThat(service.client().get("/metrics").text()).contains("ombud_flags_overdue 2.0");

    switchLongAgo("due-a");
    JsonNode three = service.client().get("/v1/flags/overdue").json();
    assertThat(OpenApi.schema("OverdueFlags").validate(three)).isEmpty();
    assertThat(three.path("items").findValuesAsText("what"))
        .containsExactly("NOT_CLEANED_UP", "EXPIRED", "NOT_LIFTED");
    assertThat(three.at("/items/2/owner").asText()).isEqualTo("growth");
    assertThat(three.at("/items/2/environment").asText()).isEqualTo("production");
    assertThat(service.client().get("/metrics").text()).contains("ombud_flags_overdue 3.0");
    JsonNode flag = service.client().get("/v1/flags/due-a").json();
    assertThat(OpenApi.schema("RegisteredFlag").validate(flag)).isEmpty();
    JsonNode over = flag.at("/environments/production/switches/0");
    assertThat(over.path("exposurePercent").asDouble()).isEqualTo(12.5);
    assertThat(over.path("endsOn").asText()).isEqualTo("2021-02-03");
    Answer lifted =
        client.send(Role.REVIEWER, "POST", lift("due-a", "production"), "{\"reason\":\"r\"}");
    assertThat(lifted.json().path("lifted").asInt()).isEqualTo(1);
    assertThat(service.client().get("/v1/flags/overdue").json().path("items")).hasSize(2);
  }

  private static void switchLongAgo(String key) {
    POSTGRES
        .database()
        .change(handle ->
            handle.execute(
                """
                insert into flag_switches (made_at, key, flag_key, environment, cohort, percent,
                  exposure_percent, holdout_percent, owner, ends_on)
                values (now(), ?, ?, 'production', '{"platform":"android"}', 100, 12.5, 5, 'growth',
                  '2021-02-03')
                """,
                Orders.key(key),
                key));
  }

  @Test
  void knowsNoFlagUnderWhatIsNoKey() {
    for (String path : List.of("/v1/flags/a%00", "/v1/flags/a%20b")) {
      assertThat(service.client().get(path).status()).isEqualTo(404);
      assertThat(client.send(Role.OWNER, "DELETE", path, "").status()).isEqualTo(404);
    }
    for (String path : List.of("a%00/environments/production", "a/environments/b%00")) {
      String lift = "/v1/flags/" + path + "/lift";
      assertThat(client.send(Role.OWNER, "POST", lift, "{\"reason\":\"so\"}").status())
          .isEqualTo(404);
    }
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
    checkRefused(Declared.checkoutWith("2999-01-01", "+999999-01-01"), "`expiresOn`");
    checkRefused(Declared.checkoutWith("2999-01-01", "-0001-01-01"), "`expiresOn`");
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
  void refusesPercentagesThatAreNone() {
    checkServe("{}", "adds up to 0");
    checkServe("{\"treatment\":-1,\"control\":101}", "from 0 to 100");
    checkServe("{\"treatment\":33.3,\"control\":66.6}", "adds up to 99.9: make it 100");
    checkServe("{\"treatment\":1e400,\"control\":0}", "from 0 to 100");
    checkServe("{\"treatment\":\"50\",\"control\":50}", "from 0 to 100");
    checkServe("{\"Treatment\":50,\"control\":50}", "no variation `Treatment`");
    checkServe("{\"treatment\":100,\"" + "x".repeat(500) + "\":0}", "no variation `xxx");
    checkServe("\"\"", "no variation");
    checkRefused(Declared.checkoutWith("treatment\":true", "\":true"), "`variations`");
    checkRefused(
        Declared.checkoutWith("boolean", "number", "true,", "1e400,", "false", "1"), "`treatment`");
    checkRefused(
        Declared.checkoutWith("boolean", "string", "true,", "\"\\ud800\",", "false", "\"b\""),
        "`treatment`");
    Answer long_ = client.put("k".repeat(101), Declared.CHECKOUT);
    assertThat(long_.status()).isEqualTo(422);
  }

  private static void checkServe(String serve, String words) {
    checkState("{\"serve\":" + serve + "}", words);
  }
}
