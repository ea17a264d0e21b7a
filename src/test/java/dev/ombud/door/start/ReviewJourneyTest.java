package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a reviewer gets all they need over HTTP, and every refusal says what to do. Method: real
/// decisions of the running service, reviews proposed on them, and every answer held against the
/// published contract.
final class ReviewJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static ApiClient client;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    client = service.client();
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  private static Answer get(Role role, String path) {
    return client.send(client.request(path, role).GET().build());
  }

  private static Answer post(Role role, String path, String body) {
    return client.send(
        client
            .request(path, role)
            .header("Content-Type", ApiClient.JSON)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static JsonNode good(Answer answer, int status, String schema) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(OpenApi.schema(schema).validate(answer.json())).as(answer.text()).isEmpty();
    return answer.json();
  }

  private static void refused(Answer answer, int status, String detail) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().path("detail").asText()).contains(detail);
  }

  private static UUID decide(String id) {
    Answer answer =
        client.decide(
            Aggregates.edit(
                Aggregates.surge(),
                "storefront/2026-03-02T18:00:00Z/7.19.0-rc1/payment_failure",
                id));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return UUID.fromString(answer.decisionId());
  }

  /// About the product and cluster of the surge.
  private static Proposals surge() {
    return Proposals.of("storefront").cluster("card-authorization");
  }

  private static UUID propose(Proposals proposal) {
    return Proposals.propose(POSTGRES.database(), proposal.at(Instant.now()));
  }

  private static String hash(UUID review) {
    return get(Role.REVIEWER, "/v1/reviews/" + review).json().path("bindingHash").asText();
  }

  private static String body(String hash) {
    return "{\"bindingHash\":\"%s\",\"reason\":\"looked at it\"}".formatted(hash);
  }

  @Test
  void aReviewShowsWhyItIsAskedAndHowSureAnybodyIs() {
    UUID decision = decide("evidence-1");
    UUID other = decide("evidence-2");
    Proposals proposal = surge().decision(decision).confidence(0.52);
    UUID sibling = propose(surge());
    UUID id = propose(proposal);

    JsonNode review = good(get(Role.REVIEWER, "/v1/reviews/" + id), 200, "Review");
    assertThat(review.path("certainty").asText())
        .isEqualTo("0.52: too uncertain to act on by itself");
    assertThat(review.at("/decision/reasons").findValuesAsText("code")).contains("SENTIMENT_SURGE");
    assertThat(review.at("/decision/numbers/volume/count").asInt()).isEqualTo(120);
    assertThat(review.at("/excerpts/0/text").asText()).startsWith("Card authorization fails");
    assertThat(review.path("duplicates").findValuesAsText("reviewId"))
        .contains(sibling.toString())
        .doesNotContain(id.toString());
    assertThat(review.path("otherDecisions").findValuesAsText("decisionId"))
        .contains(other.toString())
        .doesNotContain(decision.toString());

    post(Role.REVIEWER, "/v1/reviews/" + sibling + "/reject", body(hash(sibling)));
    good(
        post(
            Role.CALLER,
            "/v1/outcomes",
            """
            {"id":"known-1","kind":"TICKET_RESOLVED","decisionId":"%s","ticket":"PAY-7",
             "at":"2026-03-03T09:00:00Z","detail":"fixed in 7.18.2"}
            """
                .formatted(decision)),
        201,
        "Outcome");
    JsonNode later = good(get(Role.AUDITOR, "/v1/reviews/" + id), 200, "Review");
    assertThat(later.path("knownIssues").findValuesAsText("ticket")).containsExactly("PAY-7");
    assertThat(later.path("knownIssues").findValuesAsText("closedBy")).contains("test-reviewer");
    assertThat(later.path("duplicates").findValuesAsText("reviewId"))
        .doesNotContain(sibling.toString());
  }

  @Test
  void anAnswerNeedsTheHashAReasonAndTheRole() {
    UUID id = propose(Proposals.of("answers").tier(Tier.TIER_3, Proposals.ROLLBACK));
    String path = "/v1/reviews/" + id;
    String hash = hash(id);
    for (Role role : List.of(Role.CALLER, Role.OWNER, Role.AUDITOR, Role.OPERATOR, Role.ADMIN)) {
      assertThat(post(role, path + "/approve", body(hash)).status()).as("%s", role).isEqualTo(403);
      assertThat(post(role, path + "/amend", body(hash)).status()).isEqualTo(403);
    }
    for (Role role : List.of(Role.CALLER, Role.OWNER, Role.OPERATOR, Role.ADMIN)) {
      assertThat(get(role, path).status()).as("%s", role).isEqualTo(403);
    }
    refused(post(Role.REVIEWER, path + "/approve", "{\"reason\":\"x\"}"), 422, "`bindingHash`");
    refused(
        post(Role.REVIEWER, path + "/approve", "{\"bindingHash\":\"" + hash + "\"}"),
        422,
        "`reason`");
    refused(post(Role.REVIEWER, path + "/approve", body("sha256:0")), 412, "something else");
    refused(post(Role.REVIEWER, path + "/amend", body(hash)), 422, "either `ordinals`");
    refused(amend(path, hash, "\"ordinals\":[9]"), 422, "was not proposed");
    refused(amend(path, hash, "\"ordinals\":\"1\""), 422, "a list");
    refused(amend(path, hash, "\"ordinals\":[1.5]"), 422, "whole numbers");
    refused(amend(path, hash, "\"tier\":\"TIER_9\""), 422, "use one of");
    refused(amend(path, hash, "\"tier\":\"TIER_3\""), 422, "approve it instead");

    JsonNode amended = good(amend(path, hash, "\"tier\":\"TIER_1\""), 200, "Review");
    assertThat(amended.path("state").asText()).isEqualTo("AMENDED");
    assertThat(amended.path("closedBy").asText()).isEqualTo("test-reviewer");
    assertThat(amended.path("released")).hasToString("[1,4]");
    assertThat(amended.path("actions")).hasSize(4);
    refused(post(Role.REVIEWER, path + "/approve", body(hash)), 409, "was amended by");
    refused(
        post(Role.REVIEWER, "/v1/reviews/" + Proposals.id() + "/approve", body(hash)),
        404,
        "no review");
    JsonNode events = get(Role.AUDITOR, "/v1/audit/events?subject=review:" + id).json();
    assertThat(events.path("items").findValuesAsText("kind")).containsExactly("REVIEW_AMENDED");
    assertThat(OpenApi.schema("AuditEvents").validate(events)).as("%s", events).isEmpty();
  }

  private static Answer amend(String path, String hash, String what) {
    return post(
        Role.REVIEWER,
        path + "/amend",
        "{\"bindingHash\":\"%s\",\"reason\":\"less\",%s}".formatted(hash, what));
  }

  @Test
  void anApprovalNamesNoActions() {
    UUID id = propose(Proposals.of("named").tier(Tier.TIER_3, Proposals.ROLLBACK));
    refused(
        post(
            Role.REVIEWER,
            "/v1/reviews/" + id + "/approve",
            "{\"bindingHash\":\"%s\",\"reason\":\"x\",\"ordinals\":[1]}".formatted(hash(id))),
        422,
        "`ordinals` is no field here");
    assertThat(get(Role.REVIEWER, "/v1/reviews/" + id).json().path("state").asText())
        .isEqualTo("OPEN");
  }

  @Test
  void newerEvidenceIsToldToWhoeverStillReadsTheOlder() {
    Proposals first = Proposals.of("moving");
    UUID read = propose(first);
    String hash = hash(read);
    UUID next = propose(first.later().tier(Tier.TIER_2, Proposals.ROLLBACK));
    Answer answer = post(Role.REVIEWER, "/v1/reviews/" + read + "/approve", body(hash));
    refused(answer, 412, "tier TIER_2 in place of TIER_1");
    assertThat(answer.json().path("reviewId").asText()).isEqualTo(next.toString());
    assertThat(answer.json().path("changes").isArray()).isTrue();
    JsonNode raised = good(get(Role.REVIEWER, "/v1/reviews/" + next), 200, "Review");
    assertThat(raised.path("raisedFrom").asText()).isEqualTo("TIER_1");
    JsonNode old = good(get(Role.REVIEWER, "/v1/reviews/" + read), 200, "Review");
    assertThat(old.path("state").asText()).isEqualTo("SUPERSEDED");
  }

  @Test
  void theQueueIsFilteredAndPaged() {
    propose(Proposals.of("lanes").severity(Severity.P1).priority(90));
    propose(Proposals.of("lanes").severity(Severity.P2).priority(60));
    propose(Proposals.of("lanes").severity(Severity.P4).tier(Tier.NONE, List.of()).priority(10));
    assertThat(lanes("")).containsExactly("FAST", "WORKBENCH", "BULK");
    assertThat(lanes("&lane=BULK&lane=FAST")).containsExactly("FAST", "BULK");
    assertThat(lanes("&severity=P2")).containsExactly("WORKBENCH");
    assertThat(lanes("&owner=payments&state=OPEN")).hasSize(3);
    assertThat(lanes("&owner=nobody")).isEmpty();
    assertThat(lanes("&state=EXPIRED")).isEmpty();
    List<String> paged = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < 3; page++) {
      JsonNode list =
          good(get(Role.REVIEWER, "/v1/reviews?product=lanes&limit=1" + cursor), 200, "ReviewList");
      paged.addAll(list.path("items").findValuesAsText("lane"));
      cursor = "&cursor=" + list.path("next").asText();
      assertThat(list.path("next").isNull()).isEqualTo(page == 2);
    }
    assertThat(paged).containsExactly("FAST", "WORKBENCH", "BULK");
    for (String wrong :
        List.of(
            "lane=SLOW",
            "state=open",
            "severity=P9",
            "limit=0",
            "limit=201",
            "cursor=x",
            "q=1",
            "product=")) {
      assertThat(get(Role.REVIEWER, "/v1/reviews?" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  private static List<String> lanes(String query) {
    return good(get(Role.REVIEWER, "/v1/reviews?product=lanes" + query), 200, "ReviewList")
        .path("items")
        .findValuesAsText("lane");
  }

  @Test
  void anOverrideHasAnEndAReasonAndAName() {
    Instant soon = Instant.now().plus(Duration.ofHours(2));
    String good = override("flag:new-checkout", "FORBID_AUTOMATION", soon);
    assertThat(post(Role.OPERATOR, "/v1/overrides", good).status()).isEqualTo(403);
    JsonNode placed = good(post(Role.REVIEWER, "/v1/overrides", good), 201, "PlacedOverride");
    assertThat(placed.path("placedBy").asText()).isEqualTo("test-reviewer");
    refused(
        post(Role.REVIEWER, "/v1/overrides", override("new-checkout", "FORBID_AUTOMATION", soon)),
        422,
        "write flag:");
    refused(
        post(Role.REVIEWER, "/v1/overrides", override("flag:a", "ALLOW_ALL", soon)),
        422,
        "use one of");
    refused(
        post(
            Role.REVIEWER,
            "/v1/overrides",
            override("flag:a", "FORBID_AUTOMATION", Instant.now().minusSeconds(1))),
        422,
        "not in the future");
    refused(
        post(
            Role.REVIEWER,
            "/v1/overrides",
            override("flag:a", "FORBID_AUTOMATION", Instant.now().plus(Duration.ofDays(8)))),
        422,
        "more than 7 days");

    String end = "/v1/overrides/" + placed.path("id").asText() + "/end";
    assertThat(post(Role.CALLER, end, "{\"reason\":\"over\"}").status()).isEqualTo(403);
    JsonNode ended = good(post(Role.REVIEWER, end, "{\"reason\":\"over\"}"), 200, "PlacedOverride");
    assertThat(ended.path("endReason").asText()).isEqualTo("over");
    JsonNode again =
        good(post(Role.REVIEWER, end, "{\"reason\":\"twice\"}"), 200, "PlacedOverride");
    assertThat(again).isEqualTo(ended);
    JsonNode list = good(get(Role.OWNER, "/v1/overrides?product=shop"), 200, "OverrideList");
    assertThat(list.path("items")).hasSize(1);
    JsonNode events =
        get(Role.AUDITOR, "/v1/audit/events?subject=override:" + placed.path("id").asText()).json();
    assertThat(events.path("items").findValuesAsText("kind"))
        .containsExactly("OVERRIDE_ENDED", "OVERRIDE_PLACED");
  }

  private static String override(String subject, String effect, Instant until) {
    return """
    {"product":"shop","subject":"%s","effect":"%s","until":"%s","reason":"the fix is on its way"}
    """
        .formatted(subject, effect, until);
  }

  @Test
  void anOutcomeCountsOnceAndIsOnRecord() {
    UUID decision = decide("outcome-1");
    String body = outcome("jira-1", "DEPLOYED", decision, "");
    JsonNode first = good(post(Role.CALLER, "/v1/outcomes", body), 201, "Outcome");
    Answer second = post(Role.CALLER, "/v1/outcomes", body);
    assertThat(good(second, 200, "Outcome")).isEqualTo(first);
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    refused(
        post(Role.CALLER, "/v1/outcomes", outcome("jira-1", "TICKET_RESOLVED", decision, "")),
        409,
        "with other content");
    refused(
        post(Role.CALLER, "/v1/outcomes", outcome("jira-2", "DEPLOYED", Proposals.id(), "")),
        422,
        "there is no decision");
    refused(
        post(
            Role.CALLER,
            "/v1/outcomes",
            "{\"id\":\"x\",\"kind\":\"DEPLOYED\",\"at\":\"2026-03-03T09:00:00Z\"}"),
        422,
        "names nothing");
    String label = ",\"label\":\"PARTIALLY_CORRECT\"";
    refused(
        post(Role.CALLER, "/v1/outcomes", outcome("l-1", "LABELLED", decision, label)),
        403,
        "no reviewer");
    refused(
        post(Role.REVIEWER, "/v1/outcomes", outcome("l-1", "LABELLED", decision, "")),
        422,
        "`label`");
    refused(
        post(Role.REVIEWER, "/v1/outcomes", outcome("l-1", "DEPLOYED", decision, label)),
        422,
        "`label`");
    good(
        post(Role.REVIEWER, "/v1/outcomes", outcome("l-1", "LABELLED", decision, label)),
        201,
        "Outcome");
    assertThat(post(Role.AUDITOR, "/v1/outcomes", body).status()).isEqualTo(403);
    JsonNode list = good(get(Role.OWNER, "/v1/outcomes?decision=" + decision), 200, "OutcomeList");
    assertThat(list.path("items").findValuesAsText("id")).containsExactly("l-1", "jira-1");
    JsonNode labels =
        good(
            get(Role.OWNER, "/v1/outcomes?kind=LABELLED&decision=" + decision), 200, "OutcomeList");
    assertThat(labels.path("items").findValuesAsText("label")).containsExactly("PARTIALLY_CORRECT");
    JsonNode events =
        get(Role.AUDITOR, "/v1/audit/events?kind=OUTCOME_REPORTED&decision=" + decision).json();
    assertThat(events.path("items")).hasSize(2);
    assertThat(events.at("/items/0/kind").asText()).isEqualTo("OUTCOME_REPORTED");
    assertThat(events.at("/items/0/detail/label").asText()).isEqualTo("PARTIALLY_CORRECT");
    assertThat(events.at("/items/1/subject").asText()).isEqualTo("outcome:jira-1");
  }

  private static String outcome(String id, String kind, UUID decision, String more) {
    return """
    {"id":"%s","kind":"%s","decisionId":"%s","at":"2026-03-03T09:00:00.123456Z"%s}
    """
        .formatted(id, kind, decision, more);
  }
}
