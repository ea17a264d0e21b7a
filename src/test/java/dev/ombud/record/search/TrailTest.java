package dev.ombud.record.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.SharedData;
import dev.ombud.testing.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: from one source text, everything that it led to. Method: the real aggregates through the
/// running service, every third without the texts of its evidence, and one with a mail address in a
/// text.
class TrailTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String MAIL = "jane.doe@example.com";

  private static RunningService service;

  /// The ids of decisions, by evidence, the oldest first.
  private static final Map<String, List<String>> DECISIONS = new TreeMap<>();

  @BeforeAll
  static void decide() {
    service = RunningService.start(POSTGRES.config());
    List<ObjectNode> aggregates = new ArrayList<>();
    for (String real : SharedData.aggregates()) {
      aggregates.add((ObjectNode) ApiClient.json(real));
    }
    for (int i = 0; i < aggregates.size(); i += 3) {
      aggregates.get(i).path("evidence").forEach(piece -> ((ObjectNode) piece).remove("text"));
    }
    ArrayNode evidence = (ArrayNode) aggregates.get(1).path("evidence");
    ((ObjectNode) evidence.get(0)).put("id", "rv/with space=1").put("text", "ask " + MAIL);
    aggregates.add((ObjectNode) ApiClient.json(Aggregates.freshSurge()));
    StringBuilder lines = new StringBuilder();
    aggregates.forEach(aggregate -> lines.append(aggregate).append('\n'));
    List<JsonNode> answers = service.client().decideAll(lines.toString()).lines();
    for (int i = 0; i < answers.size(); i++) {
      String id = answers.get(i).path("decisionId").asText();
      aggregates
          .get(i)
          .path("evidence")
          .forEach(piece ->
              DECISIONS.computeIfAbsent(piece.path("id").asText(), _ -> new ArrayList<>()).add(id));
    }
    // Some of the real aggregates have one id several times.
    DECISIONS.replaceAll((_, ids) -> ids.stream().distinct().sorted().toList());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String path(String evidenceId) {
    return "/v1/evidence/"
        + evidenceId.replace("/", "%2F").replace(" ", "%20").replace("=", "%3D")
        + "/trail";
  }

  private static List<JsonNode> follow(String evidenceId, int limit) {
    List<JsonNode> steps = new ArrayList<>();
    String cursor = "";
    do {
      Answer answer = service.client().get(path(evidenceId) + "?limit=" + limit + cursor);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(OpenApi.schema("Trail").validate(answer.json())).isEmpty();
      answer.json().path("items").forEach(steps::add);
      JsonNode next = answer.json().path("next");
      cursor = next.isNull() ? "" : "&cursor=" + next.asText();
    } while (!cursor.isEmpty());
    return steps;
  }

  private static List<String> ids(List<JsonNode> steps) {
    return steps.stream().map(step -> step.at("/decision/decisionId").asText()).toList();
  }

  @Test
  void leadsToEachDecisionThatUsedTheEvidence() {
    assertThat(DECISIONS).hasSizeGreaterThan(500);
    int followed = 0;
    for (Map.Entry<String, List<String>> each : DECISIONS.entrySet()) {
      if (followed++ % 20 == 0 || each.getValue().size() > 10) {
        assertThat(ids(follow(each.getKey(), 50))).as(each.getKey()).isEqualTo(each.getValue());
        assertThat(ids(follow(each.getKey(), 1))).as(each.getKey()).isEqualTo(each.getValue());
      }
    }
  }

  @Test
  void showsTheMaskedTextOnly() {
    List<JsonNode> steps = follow("rv/with space=1", 50);
    assertThat(steps).hasSize(1);
    assertThat(steps.toString()).doesNotContain(MAIL);
    assertThat(steps.getFirst().at("/texts/0/text").asText())
        .startsWith("ask ")
        .isNotEqualTo("ask ");
    assertThat(steps.getFirst().at("/texts/0/masked")).isNotEmpty();
    assertThat(steps.getFirst().at("/aggregate/evidence/0/id").asText())
        .isEqualTo("rv/with space=1");
  }

  @Test
  void tellsWhatTheDecisionIsAndWhatWasDoneToIt() {
    String evidence = "rv-1";
    UUID decision = UUID.fromString(DECISIONS.get(evidence).getFirst());
    new AuditLog(POSTGRES.database())
        .append(
            new AuditEvent(
                new TimeIds(Clock.systemUTC()).next(),
                AuditEvent.Kind.TEXT_OPENED,
                "ann",
                "evidence:" + evidence,
                decision,
                "a complaint",
                Map.of("ordinal", 1)));
    JsonNode step = follow(evidence, 50).getFirst();
    Answer detail = service.client().get("/v1/decisions/" + decision);
    for (String same : List.of("firings", "actions", "reasons", "severity", "ruleset")) {
      assertThat(step.at("/decision/" + same)).as(same).isEqualTo(detail.json().path(same));
    }
    assertThat(step.at("/decision/firings")).isNotEmpty();
    assertThat(step.at("/incident/incidentId").asText()).isNotEmpty();
    assertThat(step.at("/incident/incidentId")).isEqualTo(detail.json().path("incidentId"));
    assertThat(step.at("/aggregate/aggregateId")).isEqualTo(detail.json().path("aggregateId"));
    assertThat(step.at("/events/0/actor").asText()).isEqualTo("ann");
    assertThat(step.at("/events/0/reason").asText()).isEqualTo("a complaint");
    assertThat(step.path("moreEvents").asBoolean()).isFalse();
  }

  @Test
  void knowsNothingOfEvidenceThatNobodyUsed() {
    Answer answer = service.client().get(path("rv-unknown"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("no decision on record used evidence `rv-unknown`");
  }

  @Test
  void refusesACursorOfAnotherTrail() {
    List<String> often =
        DECISIONS.entrySet().stream()
            .filter(each -> each.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .limit(2)
            .toList();
    String next =
        service.client().get(path(often.getFirst()) + "?limit=1").json().path("next").asText();
    Answer answer = service.client().get(path(often.getLast()) + "?cursor=" + next);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("`cursor` belongs to another question");
  }
}
