package dev.ombud.record.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.SharedData;
import dev.ombud.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: finding over HTTP keeps its promises to people who page, mistype and attack. Method: the
/// running service with real decisions.
class FindingApiTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final int FIRST = 400;

  private static RunningService service;
  private static List<String> ids;

  @BeforeAll
  static void decide() {
    service = RunningService.start(POSTGRES.config());
    ids = decideAll(SharedData.aggregates().subList(0, FIRST));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static List<String> decideAll(List<String> aggregates) {
    return service.client().decideAll(String.join("\n", aggregates)).lines().stream()
        .map(line -> line.path("decisionId").asText())
        .toList();
  }

  private static Answer list(String query) {
    return service.client().get("/v1/decisions?" + query);
  }

  private static void checkRefused(String query, String detail) {
    Answer answer = list(query);
    assertThat(answer.status()).as(query).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("bad-parameter");
    assertThat(answer.json().path("detail").asText()).as(query).contains(detail);
  }

  private static List<String> found(String query) {
    Answer answer = list(query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> found = new ArrayList<>();
    answer.json().path("items").forEach(item -> found.add(item.path("decisionId").asText()));
    return found;
  }

  @Test
  void coversEachDecisionOnceInOrderWhileOthersAreMade() throws InterruptedException {
    for (String order : List.of("newest", "oldest", "priority")) {
      AtomicBoolean isPaging = new AtomicBoolean(true);
      AtomicInteger made = new AtomicInteger();
      Thread others =
          Thread.ofVirtual()
              .start(() -> {
                while (isPaging.get()) {
                  String id = order + "-" + made.incrementAndGet();
                  decideAll(
                      List.of(
                          Aggregates.edit(
                              oneLine(), "\"aggregateId\": \"", "\"aggregateId\": \"" + id)));
                }
              });
      List<JsonNode> items = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = list("limit=23&order=" + order + cursor).json();
        page.path("items").forEach(items::add);
        cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
      } while (!cursor.isEmpty() && items.size() < 3 * FIRST + made.get());
      isPaging.set(false);
      others.join();
      List<String> seen = items.stream().map(item -> item.path("decisionId").asText()).toList();
      assertThat(made.get()).isPositive();
      assertThat(seen).doesNotHaveDuplicates().containsAll(ids);
      switch (order) {
        case "newest" -> assertThat(seen).isSortedAccordingTo(Collections.reverseOrder());
        case "oldest" -> assertThat(seen).isSorted();
        default ->
            assertThat(items.stream().map(item -> item.path("priority").asDouble()).toList())
                .isSortedAccordingTo(Collections.reverseOrder());
      }
    }
  }

  private static String oneLine() {
    return SharedData.aggregates().get(FIRST);
  }

  @Test
  void findsByTheTraceAndTheCallerOfOneRequest() {
    String aggregate = Aggregates.edit(oneLine(), "\"aggregateId\": \"", "\"aggregateId\": \"one-");
    Answer one = service.client().decide(aggregate);
    assertThat(one.status()).isEqualTo(201);
    String trace = one.json().path("traceId").asText();
    assertThat(found("trace=" + trace)).containsExactly(one.decisionId());
    assertThat(found("trace=" + trace + "&caller=test-caller")).containsExactly(one.decisionId());
    assertThat(found("trace=" + trace + "&caller=somebody")).isEmpty();
    assertThat(found("trace=" + "a".repeat(32))).isEmpty();
  }

  @Test
  void joinsParametersByAndAndTheirValuesByOr() {
    List<String> either = found("severity=P3&severity=P4&limit=500&to=" + now());
    List<String> third = found("severity=P3&limit=500&to=" + now());
    List<String> fourth = found("severity=P4&limit=500&to=" + now());
    assertThat(either).hasSize(third.size() + fourth.size()).containsAll(third);
    assertThat(found("severity=P3&severity=P3&limit=500&to=" + now())).isEqualTo(third);
  }

  /// When the last of the first decisions had been made.
  private static String now() {
    return service
        .client()
        .get("/v1/decisions/" + Collections.max(ids))
        .json()
        .path("decidedAt")
        .asText();
  }

  @Test
  void refusesAFilterThatIsNone() {
    checkRefused("severity=P5", "use one of [P1, P2, P3, P4]");
    checkRefused("disposition=act", "did you mean `ACT`? use one of [ACT, REVIEW, TICKET");
    checkRefused("tier=TIER_4", "use one of [NONE, TIER_1, TIER_2, TIER_3]");
    checkRefused("mode=auto", "use one of [AUTOMATIC, APPROVAL, RECOMMENDATION]");
    checkRefused("reason=COOL_DOWN", "did you mean `COOLDOWN`?");
    checkRefused("from=yesterday", "`from` is `yesterday`: write a time such as");
    checkRefused("from=2024-02-01T00:00:00Z&to=2024-02-01T00:00:00Z", "`from` is not before `to`");
    checkRefused("from=2024-02-01T00:00:00Z&from=2024-02-01T00:00:00Z", "`from` is given twice");
    checkRefused("limit=0", "write a whole number from 1 to 500");
    checkRefused("limit=501", "write a whole number from 1 to 500");
    checkRefused("limit=many", "`limit` is `many`");
    checkRefused("order=random", "`order` is `random`");
    checkRefused("row=SEV-017", "write the table and the row");
    checkRefused("ruleset=0", "write a whole number from 1");
    checkRefused("ruleset=99999999999999999999", "write a whole number from 1");
    checkRefused("incident=1-1-1-1-1", "write the `incidentId` of a decision");
    checkRefused("trace=xyz", "32 hexadecimal digits");
    checkRefused("product=", "`product` needs 1 to 200 characters");
    checkRefused("product=a%00b", "`product` needs 1 to 200 characters");
    checkRefused("text=---", "`text` has no word to look for");
    checkRefused("text=-card", "`text` names no word that must be there");
    checkRefused("sevrity=P1", "did you mean `severity`?");
    checkRefused("product=a&".repeat(21), "`product` is given 21 times: give at most 20");
  }

  @Test
  void takesTimesThatAreFarOut() {
    assertThat(found("from=-1000000000-01-01T00:00:00Z&limit=500")).containsAll(ids.subList(0, 9));
    assertThat(found("to=%2B1000000000-12-31T00:00:00Z&limit=500")).isNotEmpty();
    assertThat(found("to=1970-01-01T00:00:00.001Z")).isEmpty();
  }

  @Test
  void refusesACursorThatIsNoneOrOfAnotherQuestion() {
    String next = list("limit=5&product=netflix-android").json().path("next").asText();
    assertThat(next).matches("[A-Za-z0-9_-]{43}");
    assertThat(found("limit=7&product=netflix-android&cursor=" + next)).hasSize(7);
    checkRefused("product=netflix&cursor=" + next, "`cursor` belongs to another question");
    checkRefused("cursor=" + next, "`cursor` belongs to another question");
    checkRefused(
        "product=netflix-android&order=oldest&cursor=" + next,
        "`cursor` belongs to another question");
    checkRefused("cursor=AAAA", "`cursor` is none of ours");
    checkRefused("cursor=!", "`cursor` is none of ours");
    checkRefused("cursor=" + "A".repeat(5_000), "`cursor` is none of ours");
  }

  @Test
  void countsByEachCriterion() {
    String query = "severity=P4&to=" + now() + "&limit=500";
    Answer answer = service.client().get("/v1/decisions/facets?" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(OpenApi.schema("Facets").validate(answer.json())).isEmpty();
    assertThat(answer.json().path("complete").asBoolean()).isTrue();
    assertThat(answer.json().path("decisions").asInt()).isEqualTo(found(query).size()).isPositive();
    for (JsonNode count : answer.json().at("/facets/surface/values")) {
      assertThat(found(query + "&surface=" + count.path("value").asText()))
          .hasSize(count.path("decisions").asInt());
    }
    assertThat(answer.json().at("/facets/surface/values")).isNotEmpty();
  }
}
