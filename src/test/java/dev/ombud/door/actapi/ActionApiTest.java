package dev.ombud.door.actapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.ground.database.Database;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Actions and the stop switch over HTTP, as people use them when something is stuck.
final class ActionApiTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static ApiClient client;
  private static Database database;
  private static TimeIds ids;

  @BeforeAll
  static void start() {
    database = POSTGRES.database();
    ids = new TimeIds(Clock.systemUTC());
    service = RunningService.start(POSTGRES.config());
    client = service.client();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static NewAction ask(ActionKind kind, String target) {
    NewAction action =
        new NewAction(
            ids.next(),
            ids.next(),
            1,
            null,
            kind,
            target,
            "shop",
            "production",
            ids.next(),
            ActionState.QUEUED,
            Clock.systemUTC().instant());
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      ActionStore.enqueue(connection, List.of(action));
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return action;
  }

  /// The service that runs here has no target of any kind, so that it holds what it takes up.
  private static NewAction held() {
    NewAction action = ask(ActionKind.NOTIFY, "nobody:" + ids.next());
    Condition.await(SOON, "it is held", () -> state(action.actionId().toString()).equals("HELD"));
    return action;
  }

  private static String state(String id) {
    return client.get("/v1/actions/" + id).json().path("state").asText();
  }

  private static Answer send(Role role, String method, String path, String body) {
    HttpRequest.Builder request = client.request(path, role);
    return client.send(
        request
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  private static Answer post(String path, String body) {
    return send(Role.REVIEWER, "POST", path, body);
  }

  private static JsonNode ok(Answer answer, int status, String schema) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    JsonNode json = answer.json();
    assertThat(OpenApi.schema(schema).validate(json)).as(json.toString()).isEmpty();
    return json;
  }

  @Test
  void showsAnActionStepByStepUnderBothItsNames() {
    NewAction asked = held();
    JsonNode told = ok(client.get("/v1/actions/" + asked.actionId()), 200, "ToldAction");
    assertThat(told.path("actionId").asText()).isEqualTo(asked.decisionId() + ".1");
    assertThat(told.path("why").asText()).startsWith("no target is configured for `NOTIFY`");
    assertThat(told.at("/steps/0/kind").asText()).isEqualTo("RESULT");
    assertThat(client.get("/v1/actions/" + asked.decisionId() + ".1").json()).isEqualTo(told);
  }

  @Test
  void listsWhatIsAskedFor() {
    NewAction asked = held();
    checkFound(asked, "state=HELD");
    checkFound(asked, "kind=NOTIFY");
    checkFound(asked, "target=" + asked.target());
    checkFound(asked, "decision=" + asked.decisionId());
    checkFound(asked, "incident=" + asked.incidentId());
    assertThat(
            ok(
                    client.get("/v1/actions?target=" + asked.target() + "&state=DONE"),
                    200,
                    "LiveActions")
                .path("items"))
        .isEmpty();
    JsonNode page = ok(client.get("/v1/actions?limit=1"), 200, "LiveActions");
    held();
    JsonNode next = client.get("/v1/actions?limit=1").json();
    assertThat(
            client
                .get("/v1/actions?limit=1&cursor=" + next.path("next").asText())
                .json()
                .at("/items/0/id"))
        .isEqualTo(page.at("/items/0/id"));
  }

  private static void checkFound(NewAction asked, String filter) {
    JsonNode items = ok(client.get("/v1/actions?" + filter), 200, "LiveActions").path("items");
    assertThat(items.findValuesAsText("id")).as(filter).contains(asked.actionId().toString());
  }

  @Test
  void refusesWhatItCannotRead() {
    for (String query :
        List.of("state=OPEN", "kind=x", "target=", "decision=7", "limit=501", "cursor=0")) {
      Answer answer = client.get("/v1/actions?" + query);
      assertThat(answer.status()).as(query).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("bad-parameter");
    }
    for (String id : List.of("7", ids.next().toString(), ids.next() + ".1", ids.next() + ".x")) {
      assertThat(client.get("/v1/actions/" + id).status()).as(id).isEqualTo(404);
    }
  }

  @Test
  void dropsOnceAndForGood() {
    String path = "/v1/actions/" + held().actionId();
    assertThat(post(path + "/drop", "{}").status()).isEqualTo(422);
    assertThat(send(Role.AUDITOR, "POST", path + "/drop", "{\"reason\":\"x\"}").status())
        .isEqualTo(403);
    JsonNode dropped =
        ok(post(path + "/drop", "{\"reason\":\"nobody reads it\"}"), 200, "LiveAction");
    assertThat(dropped.path("state").asText()).isEqualTo("DROPPED");
    assertThat(dropped.path("why").asText()).isEqualTo("nobody reads it");
    for (String verb : List.of("/drop", "/retry")) {
      Answer again = post(path + verb, "{\"reason\":\"again\"}");
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.code()).isEqualTo("wrong-state");
    }
    JsonNode steps = client.get(path).json().path("steps");
    assertThat(steps.get(steps.size() - 1).at("/detail/actor").asText()).isEqualTo("test-reviewer");
    assertThat(
            client
                .get("/v1/audit/events?kind=ACTION_DROPPED")
                .json()
                .at("/items/0/reason")
                .asText())
        .isEqualTo("nobody reads it");
  }

  @Test
  void retriesADeadLetter() {
    NewAction asked = held();
    String path = "/v1/actions/" + asked.actionId();
    JsonNode retried = ok(post(path + "/retry", "{\"reason\":\"once more\"}"), 200, "LiveAction");
    assertThat(retried.path("state").asText()).isEqualTo("QUEUED");
    Condition.await(
        SOON,
        "it was tried again",
        () -> client.get(path).json().path("steps").findValuesAsText("kind").size() == 3);
    assertThat(client.get(path).json().path("steps").findValuesAsText("kind"))
        .containsExactly("RESULT", "PERSON", "RESULT");
  }

  @Test
  void stopsAndResumesAndSaysWho() {
    JsonNode stopped =
        ok(post("/v1/automation/stop", "{\"reason\":\"looks wrong\"}"), 200, "Automation");
    assertThat(stopped.path("stopped").asBoolean()).isTrue();
    assertThat(stopped.at("/lastSwitch/by").asText()).isEqualTo("test-reviewer");
    NewAction asked = ask(ActionKind.DISABLE_FLAG, "nobody:f");
    Condition.await(SOON, "it is held", () -> state(asked.actionId().toString()).equals("HELD"));
    JsonNode resumed =
        ok(post("/v1/automation/resume", "{\"reason\":\"was right\"}"), 200, "Automation");
    assertThat(resumed.path("stopped").asBoolean()).isFalse();
    assertThat(ok(client.get("/v1/automation"), 200, "Automation")).isEqualTo(resumed);
    assertThat(resumed.at("/budget/perHour").asInt()).isEqualTo(20);
    assertThat(send(Role.OWNER, "POST", "/v1/automation/stop", "{\"reason\":\"x\"}").status())
        .isEqualTo(403);
  }

  @Test
  void placesAndRemovesAFreeze() {
    String body =
        "{\"product\":\"shop\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"9000-01-01T00:00:00Z\",\"reason\":\"sale\"}";
    JsonNode freeze = ok(post("/v1/automation/freezes", body), 201, "Freeze");
    assertThat(client.get("/v1/automation").json().path("freezes")).containsExactly(freeze);
    String path = "/v1/automation/freezes/" + freeze.path("id").asText();
    assertThat(ok(send(Role.REVIEWER, "DELETE", path, ""), 200, "Freeze")).isEqualTo(freeze);
    assertThat(send(Role.REVIEWER, "DELETE", path, "").status()).isEqualTo(404);
    assertThat(client.get("/v1/automation").json().path("freezes")).isEmpty();
    assertThat(post("/v1/automation/freezes", "{\"reason\":\"x\"}").status()).isEqualTo(422);
    assertThat(post("/v1/automation/freezes", body.replace("9000", "2020")).status())
        .isEqualTo(422);
    for (String far : List.of("1969", "-1000000000", "+1000000000")) {
      assertThat(post("/v1/automation/freezes", body.replace("2026", far)).text())
          .contains("`from` needs a time of the years from 1970 to 9999");
    }
  }
}
