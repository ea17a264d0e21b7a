package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.record.decision.HitStore;
import dev.ombud.record.search.PresentStore;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: people rehearse the whole chain, and nothing real is touched.
final class DrillTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static Loop loop;

  @BeforeAll
  static void start() {
    loop = new Loop(POSTGRES.config(), Map.of());
  }

  @AfterAll
  static void stop() {
    loop.close();
  }

  private static Answer post(String body) {
    return loop.send(Role.REVIEWER, "POST", "/v1/drills", body);
  }

  private static JsonNode drill(String body) {
    Answer answer = post(body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(OpenApi.schema("Drill").validate(answer.json())).as(answer.text()).isEmpty();
    return answer.json();
  }

  private static JsonNode find(String id) {
    return loop.send(Role.AUDITOR, "GET", "/v1/drills/" + id, "").json();
  }

  private static int budgetUsed() {
    return loop.send(Role.REVIEWER, "GET", "/v1/automation", "").json().at("/budget/used").asInt();
  }

  private static String with(ObjectNode aggregate) {
    return "{\"aggregate\":" + aggregate + "}";
  }

  @Test
  void goesTheWholeWayAndTouchesNothingReal() {
    loop.declare("rehearsed");
    int used = budgetUsed();
    JsonNode report = drill(with(Loop.scenario("g-010", "rehearsed")));
    assertThat(report.path("disposition").asText()).isEqualTo("ACT");
    assertThat(report.path("over").asBoolean()).isTrue();
    assertThat(report.path("steps").path(0).path("step").asText()).isEqualTo("DECIDED");
    assertThat(report.path("steps"))
        .filteredOn(step -> step.path("subject").asText().startsWith("DISABLE_FLAG "))
        .extracting(step -> step.path("step").asText())
        .containsExactly("INTENT", "LOOK", "WRITE", "READ_BACK", "RESULT", "DONE");
    assertThat(loop.isOn("rehearsed", "{\"targetingKey\":\"u1\"}")).isTrue();
    assertThat(budgetUsed()).isEqualTo(used);
    String id = report.path("drillId").asText();
    JsonNode decision = loop.send(Role.AUDITOR, "GET", "/v1/decisions/" + id, "").json();
    assertThat(decision.at("/aggregate/exposure/environment").asText()).isEqualTo("drill");
    assertThat(decision.path("outcome").asText()).isEqualTo("NOT_APPLICABLE");
    assertThat(loop.action(id, "OPEN_TICKET").at("/receipt/reference").asText())
        .startsWith("sandbox:");
    // What is real of the same subject is an incident of its own.
    JsonNode real = loop.decide(Loop.scenario("g-010", "rehearsed"));
    assertThat(real.path("incidentId")).isNotEqualTo(decision.path("incidentId"));
    assertThat(real.path("disposition").asText()).isEqualTo("ACT");
    assertThat(
            loop.send(Role.AUDITOR, "GET", "/v1/drills/" + real.path("decisionId").asText(), "")
                .status())
        .isEqualTo(404);
  }

  @Test
  void rehearsesWhatPeopleAreAsked() {
    ObjectNode aggregate = Loop.scenario("g-010", "asked-in-a-drill");
    ((ObjectNode) aggregate.path("release")).put("stage", "PRODUCTION");
    JsonNode report = drill(with(aggregate));
    assertThat(report.path("phase").asText()).isEqualTo("WAITING");
    String id = report.path("drillId").asText();
    assertThat(loop.approve(report.path("reviews").path(0).asText()).status()).isEqualTo(200);
    Condition.await(
        Loop.SOON,
        "the drill is over",
        () ->
            find(id).path("over").asBoolean() && find(id).path("phase").asText().equals("DECIDED"));
    assertThat(find(id).path("steps").findValuesAsText("step"))
        .contains("REVIEW_PROPOSED", "REVIEW_APPROVED", "WRITE", "DONE");
  }

  @Test
  void sendsANamedScenarioThroughAsIfItHappenedNow() {
    String name = "exactly two standard deviations on a core step freeze the rollout";
    JsonNode first = drill("{\"scenario\":\"" + name + "\"}");
    assertThat(first.path("steps").findValuesAsText("subject"))
        .anyMatch(subject -> subject.startsWith("FREEZE_ROLLOUT"));
    JsonNode second = drill("{\"scenario\":\"" + name + "\"}");
    assertThat(second.path("disposition")).isEqualTo(first.path("disposition"));
    assertThat(second.path("mode")).isEqualTo(first.path("mode"));
  }

  private static JsonNode get(Role role, String path) {
    Answer answer = loop.send(role, "GET", path, "");
    assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> ids(JsonNode page, String member) {
    return page.path("items").findValuesAsText(member);
  }

  /// Everything about a product of which one decision is real and one a drill.
  private static void checkLists(String product, String real, String drill) {
    String of = "?product=" + product;
    assertThat(ids(get(Role.CALLER, "/v1/decisions" + of), "decisionId")).containsExactly(real);
    JsonNode both = get(Role.CALLER, "/v1/decisions" + of + "&drills=true");
    assertThat(OpenApi.schema("Page").validate(both)).isEmpty();
    assertThat(ids(both, "decisionId")).containsExactly(drill, real);
    assertThat(both.at("/items/0/drill").asBoolean()).isTrue();
    assertThat(both.at("/items/1").has("drill")).isFalse();
    assertThat(ids(get(Role.CALLER, "/v1/decisions" + of + "&drills=only"), "decisionId"))
        .containsExactly(drill);
    assertThat(
            ids(
                get(Role.CALLER, "/v1/decisions" + of + "&category=payment_failure&drills=only"),
                "decisionId"))
        .containsExactly(drill);
    String facets = "/v1/decisions/facets" + of;
    assertThat(get(Role.CALLER, facets).path("decisions").asInt()).isEqualTo(1);
    assertThat(get(Role.CALLER, facets + "&drills=true").path("decisions").asInt()).isEqualTo(2);
    assertThat(get(Role.CALLER, "/v1/decisions/facets").toString()).doesNotContain("drill-");

    String reviews = "/v1/reviews" + of + "&state=OPEN";
    assertThat(ids(get(Role.REVIEWER, reviews), "decisionId")).containsExactly(real);
    JsonNode asked = get(Role.REVIEWER, reviews + "&drills=only");
    assertThat(OpenApi.schema("ReviewList").validate(asked)).isEmpty();
    assertThat(ids(asked, "decisionId")).containsExactly(drill);
    assertThat(asked.at("/items/0/drill").asBoolean()).isTrue();

    String actions = "/v1/actions?limit=500";
    assertThat(ids(get(Role.AUDITOR, actions), "decisionId")).contains(real).doesNotContain(drill);
    JsonNode done = get(Role.AUDITOR, actions + "&drills=only");
    assertThat(OpenApi.schema("LiveActions").validate(done)).isEmpty();
    assertThat(ids(done, "decisionId")).contains(drill).doesNotContain(real);
    assertThat(done.at("/items/0/drill").asBoolean()).isTrue();
    assertThat(ids(get(Role.AUDITOR, "/v1/actions?decision=" + drill), "decisionId"))
        .isNotEmpty()
        .containsOnly(drill);
    for (String path : List.of("/v1/decisions", "/v1/reviews", "/v1/actions")) {
      assertThat(loop.send(Role.AUDITOR, "GET", path + "?drills=yes", "").code())
          .isEqualTo("bad-parameter");
    }
  }

  private static String export(String query) {
    return loop.send(Role.AUDITOR, "GET", "/v1/exports/decisions?" + query, "").text();
  }

  @Test
  void isSeenByNobodyWhoDoesNotAskForDrills() {
    String before = metric("ombud_reviews_open");
    ObjectNode aggregate = Loop.scenario("g-010", "unseen");
    ((ObjectNode) aggregate.path("release")).put("stage", "PRODUCTION");
    aggregate.put("product", "unseen");
    double decided = decided();
    String real = loop.decide(aggregate).path("decisionId").asText();
    JsonNode report = drill(with(aggregate));
    String drill = report.path("drillId").asText();
    checkLists("unseen", real, drill);
    assertThat(decided()).isEqualTo(decided + 1);
    assertThat(Double.parseDouble(metric("ombud_reviews_open")))
        .isEqualTo(Double.parseDouble(before) + 1);

    String incident = get(Role.AUDITOR, "/v1/decisions/" + drill).path("incidentId").asText();
    assertThat(ids(get(Role.AUDITOR, "/v1/decisions?incident=" + incident), "decisionId"))
        .as("whoever names it by its id gets it")
        .containsExactly(drill);
    Condition.await(
        Loop.SOON, "it is sealed", () -> export("drills=true&product=unseen").contains(drill));
    assertThat(export("product=unseen")).contains(real).doesNotContain(drill);
    assertThat(export("drills=only")).contains(drill).doesNotContain(real);
    assertThat(get(Role.AUDITOR, "/v1/decisions/" + drill + "/proof").toString()).contains("hash");

    try (ConsoleClient console = new ConsoleClient(loop.port()).signIn(Role.ADMIN)) {
      assertThat(console.get("/decisions?product=unseen").text())
          .contains(real)
          .doesNotContain(drill);
      assertThat(console.get("/decisions?product=unseen&drills=only").text())
          .contains(drill, ">Drill<")
          .doesNotContain(real);
      assertThat(console.get("/decisions/" + drill).text())
          .contains(">Drill<", "This is a drill: nothing real is touched");
      assertThat(console.get("/decisions/" + real).text()).doesNotContain(">Drill<");
    }
    String review = report.path("reviews").path(0).asText();
    try (ConsoleClient console = new ConsoleClient(loop.port()).signIn(Role.REVIEWER)) {
      assertThat(console.get("/reviews").text()).doesNotContain(review);
      assertThat(console.get("/reviews?drills=true").text()).contains(review, ">Drill<");
      assertThat(console.get("/reviews/" + review).text()).contains(">Drill<");
    }
  }

  @Test
  void countsNowhere() {
    PresentStore present = new PresentStore(POSTGRES.database());
    HitStore hits = new HitStore(POSTGRES.database());
    ObjectNode aggregate = Loop.scenario("g-010", "uncounted");
    Instant start = Instant.now();
    String real = loop.decide(aggregate).path("incidentId").asText();
    long decisions = count(present.count(start, Instant.now().plusSeconds(1)));
    Map<String, HitStore.Hits> before = hits.count(1, "severity", start);
    assertThat(before).isNotEmpty();
    String drill = drill(with(aggregate)).path("drillId").asText();
    String rehearsed = get(Role.AUDITOR, "/v1/decisions/" + drill).path("incidentId").asText();
    assertThat(rehearsed).isNotEmpty();
    assertThat(present.incidents(50))
        .extracting(incident -> incident.id().toString())
        .contains(real)
        .doesNotContain(rehearsed);
    assertThat(count(present.count(start, Instant.now().plusSeconds(1)))).isEqualTo(decisions);
    assertThat(hits.count(1, "severity", start)).isEqualTo(before);
    assertThat(loop.send(Role.AUDITOR, "GET", "/v1/briefs?decision=" + drill, "").text())
        .as("no brief is made of a drill")
        .doesNotContain(drill);
  }

  private static long count(Map<Severity, Long> decisions) {
    return decisions.values().stream().mapToLong(Long::longValue).sum();
  }

  private static double decided() {
    return loop.metrics()
        .lines()
        .filter(line -> line.startsWith("ombud_decisions_total{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static String metric(String name) {
    return loop.metrics()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isNoWordThatAStrangerCanMakeARealIncidentInvisibleWith() {
    ObjectNode aggregate = Loop.scenario("g-010", "hidden");
    ((ObjectNode) aggregate.path("exposure")).put("environment", "drill");
    Answer refused = loop.send(Role.CALLER, "POST", "/v1/decisions", aggregate.toString());
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.code()).isEqualTo("invalid-aggregate");
    assertThat(refused.json().at("/violations/0/pointer").asText())
        .isEqualTo("/exposure/environment");
    assertThat(refused.json().at("/violations/0/code").asText()).isEqualTo("reserved-word");
    assertThat(refused.text()).contains("POST /v1/drills");
    // Whatever it names, a drill is one.
    ((ObjectNode) aggregate.path("exposure")).put("environment", "production");
    String drill = drill(with(aggregate)).path("drillId").asText();
    assertThat(get(Role.AUDITOR, "/v1/decisions/" + drill).path("drill").asBoolean()).isTrue();
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(post("{\"scenario\":\"no such\"}").status()).isEqualTo(404);
    assertThat(post("{}").status()).isEqualTo(422);
    assertThat(post("{\"scenario\":\"a\",\"aggregate\":{}}").status()).isEqualTo(422);
    for (String aggregate : List.of("{}", "{\"a\":[1e400]}", "{\"a\":\"\\ud800\"}")) {
      assertThat(post("{\"aggregate\":" + aggregate + "}").code()).isEqualTo("invalid-aggregate");
    }
    assertThat(loop.send(Role.CALLER, "POST", "/v1/drills", "{}").status()).isEqualTo(403);
  }
}
