package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.contract.ScenarioTimes;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.SharedData;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: every scenario of policy holds for a caller, at both doors. Method: the aggregate goes
/// over HTTP, and what is expected is looked up in the JSON of the answer, without the service's
/// own reading of scenarios.
class ScenarioHttpTest {
  private static final Set<String> EXPECTATIONS =
      Set.of(
          "severity",
          "disposition",
          "mitigation",
          "notMode",
          "actions",
          "notActions",
          "reasons",
          "notReasons",
          "owner",
          "ticketChildren",
          "suppressed",
          "notQueued");

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

  @TestFactory
  Stream<DynamicNode> holdsEachScenarioBesideTheTables() throws IOException {
    return tests(Files.readAllLines(Path.of("decision-tables", "scenarios.ndjson")));
  }

  @TestFactory
  Stream<DynamicNode> holdsEachSharedScenario() {
    return tests(SharedData.scenarios());
  }

  private static Stream<DynamicNode> tests(List<String> lines) {
    assertThat(lines).hasSizeGreaterThan(20);
    return lines.stream()
        .map(ApiClient::json)
        .filter(scenario -> scenario.has("aggregate"))
        // Over HTTP the texts say how sure the masking is: StrangersWordsJourneyTest.
        .filter(scenario -> !scenario.has("maskingConfidence"))
        .map(scenario ->
            dynamicContainer(
                scenario.path("name").asText(),
                List.of(
                    dynamicTest("decided", () -> check(scenario, "/v1/decisions", 201)),
                    dynamicTest("evaluated", () -> check(scenario, "/v1/evaluations", 200)))));
  }

  private static void check(JsonNode scenario, String path, int status) {
    String aggregate = sentNow(scenario);
    Answer answer =
        service.client().post(path, ApiClient.JSON, aggregate.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).as("%s", answer.text()).isEqualTo(status);
    JsonNode expect = scenario.path("expect");
    assertThat(expect.fieldNames())
        .toIterable()
        .as("what is expected")
        .isNotEmpty()
        .isSubsetOf(EXPECTATIONS);
    assertThat(misses(expect, answer.json()))
        .as("%s; the answer: %s", scenario.path("because").asText(), answer.text())
        .isEmpty();
  }

  /// As if what it says had happened just so long ago.
  private static String sentNow(JsonNode scenario) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String aggregate = ScenarioTimes.resolved(scenario.path("aggregate"), now).toString();
    if (scenario.path("aggregate").at("/window/end").asText().startsWith("now")) {
      return aggregate;
    }
    return scenario.has("receivedAt")
        ? Aggregates.moved(
            aggregate, Duration.between(Instant.parse(scenario.path("receivedAt").asText()), now))
        : Aggregates.fresh(aggregate);
  }

  /// What of the expectation does not hold.
  private static List<String> misses(JsonNode expect, JsonNode answer) {
    List<String> misses = new ArrayList<>();
    Set<String> actions = Set.copyOf(texts(answer.path("actions"), "kind"));
    Set<String> reasons = Set.copyOf(texts(answer.path("reasons"), "code"));
    String mode = answer.path("mitigation").path("mode").asText();
    oneOf(misses, expect, answer, "severity");
    oneOf(misses, expect, answer, "disposition");
    expect
        .path("mitigation")
        .properties()
        .forEach(part -> {
          if (!answer.path("mitigation").path(part.getKey()).equals(part.getValue())) {
            misses.add("mitigation " + part);
          }
        });
    if (expect.path("notMode").asText().equals(mode)) {
      misses.add("mode " + mode);
    }
    if (expect.has("owner") && !expect.path("owner").equals(answer.path("owner").path("team"))) {
      misses.add("owner " + expect.path("owner"));
    }
    words(expect, "actions").filter(word -> !actions.contains(word)).forEach(misses::add);
    words(expect, "notActions").filter(actions::contains).forEach(misses::add);
    words(expect, "reasons").filter(word -> !reasons.contains(word)).forEach(misses::add);
    words(expect, "notReasons").filter(reasons::contains).forEach(misses::add);
    if (expect.path("suppressed").asBoolean() && !states(answer).equals(Set.of("SUPPRESSED"))) {
      misses.add("suppressed");
    }
    if (expect.path("notQueued").asBoolean() && states(answer).contains("QUEUED")) {
      misses.add("queued");
    }
    long children =
        elements(answer.path("actions"))
            .filter(action -> action.has("parentActionId") || action.has("parentOrdinal"))
            .count();
    if (expect.has("ticketChildren") && expect.path("ticketChildren").asLong() != children) {
      misses.add("ticketChildren " + children);
    }
    return misses;
  }

  private static Set<String> states(JsonNode answer) {
    return Set.copyOf(texts(answer.path("actions"), "state"));
  }

  private static void oneOf(List<String> misses, JsonNode expect, JsonNode answer, String name) {
    String actual = answer.path(name).asText();
    if (expect.has(name) && words(expect, name).noneMatch(actual::equals)) {
      misses.add(name + " " + actual);
    }
  }

  private static Stream<String> words(JsonNode expect, String name) {
    JsonNode value = expect.path(name);
    return value.isTextual() ? Stream.of(value.asText()) : elements(value).map(JsonNode::asText);
  }

  private static List<String> texts(JsonNode array, String name) {
    return elements(array).map(element -> element.path(name).asText()).distinct().toList();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Test
  void findsEveryKindOfMiss() {
    JsonNode answer =
        ApiClient.json(
            """
            {"severity":"P2","disposition":"ACT",
             "mitigation":{"tier":"TIER_1","scope":"GLOBAL","mode":"APPROVAL"},
             "actions":[{"kind":"PAGE_OWNER","state":"QUEUED"},{"kind":"OPEN_TICKET","parentActionId":"1"}],
             "owner":{"team":"payments"},"reasons":[{"code":"CORE_FUNNEL"}]}
            """);
    checkMiss(answer, "{'severity':['P1','P2'],'disposition':['ACT']}", 0);
    checkMiss(answer, "{'severity':['P1','P3'],'disposition':['REVIEW']}", 2);
    checkMiss(answer, "{'mitigation':{'tier':'TIER_1'},'notMode':'AUTOMATIC'}", 0);
    checkMiss(answer, "{'mitigation':{'tier':'NONE','scope':'COHORT'},'notMode':'APPROVAL'}", 3);
    checkMiss(answer, "{'actions':['PAGE_OWNER'],'notActions':['NOTIFY']}", 0);
    checkMiss(answer, "{'actions':['NOTIFY'],'notActions':['PAGE_OWNER']}", 2);
    checkMiss(answer, "{'reasons':['CORE_FUNNEL'],'notReasons':['COOLDOWN']}", 0);
    checkMiss(answer, "{'reasons':['COOLDOWN'],'notReasons':['CORE_FUNNEL']}", 2);
    checkMiss(answer, "{'owner':'payments','ticketChildren':1}", 0);
    checkMiss(answer, "{'owner':'devices','ticketChildren':0}", 2);
    checkMiss(answer, "{'suppressed':true,'notQueued':true}", 2);
  }

  private static void checkMiss(JsonNode answer, String expect, int misses) {
    assertThat(misses(ApiClient.json(expect.replace('\'', '"')), answer)).hasSize(misses);
  }
}
