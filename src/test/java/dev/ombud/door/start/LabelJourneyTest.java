package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a reviewer says over HTTP what is wrong about the labels of a decision, and everybody who
/// reads the decision sees it, while the record stays. Method: a real decision of the running
/// service, and every answer held against the published contract.
final class LabelJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final List<Proposed> LATER =
      List.of(
          new Proposed(2001, ActionKind.SWITCH_FALLBACK, "surface:checkout"),
          new Proposed(2002, ActionKind.ROLLBACK_RELEASE, "release:2->1"));

  private static RunningService service;
  private static ApiClient client;

  private UUID decision = Proposals.id();
  private String path = "";
  private String hash = "";

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    client = service.client();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer get(Role role, String path) {
    return client.send(client.request(path, role).GET().build());
  }

  private static JsonNode good(Answer answer, String schema) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(OpenApi.schema(schema).validate(answer.json())).as(answer.text()).isEmpty();
    return answer.json();
  }

  private void ask(String id, List<Proposed> actions) {
    decision =
        UUID.fromString(
            client
                .decide(
                    Aggregates.edit(
                        Aggregates.surge(),
                        "storefront/2026-03-02T18:00:00Z/7.19.0-rc1/payment_failure",
                        id))
                .decisionId());
    Proposals proposal = Proposals.of("storefront").decision(decision).tier(Tier.TIER_3, actions);
    path = "/v1/reviews/" + Proposals.propose(POSTGRES.database(), proposal.at(Instant.now()));
    hash = get(Role.REVIEWER, path).json().path("bindingHash").asText();
  }

  private Answer amend(Role role, String what) {
    String body = "{\"bindingHash\":\"%s\",\"reason\":\"less\",%s}".formatted(hash, what);
    return client.send(
        client
            .request(path + "/amend", role)
            .header("Content-Type", ApiClient.JSON)
            .POST(BodyPublishers.ofString(body.replace('\'', '"')))
            .build());
  }

  private JsonNode amended(String what) {
    return good(amend(Role.REVIEWER, what), "Review");
  }

  private void refused(String what, int status, String detail) {
    Answer answer = amend(Role.REVIEWER, what);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().path("detail").asText()).contains(detail);
  }

  /// All that was decided, without what has become of it.
  private String recorded() {
    ObjectNode detail = (ObjectNode) get(Role.OWNER, "/v1/decisions/" + decision).json();
    detail.remove(List.of("corrections", "phase", "attention", "outcome"));
    return detail.toString();
  }

  @Test
  void whatIsNoLabelIsRefusedAndSaysWhatToDo() {
    ask("labels-0", LATER);
    refused("'labels':{}", 422, "corrects nothing");
    refused("'labels':[]", 422, "is no object");
    refused("'labels':{'team':'a'}", 422, "`team` is no field here");
    refused("'labels':{'severity':'P5'}", 422, "use one of");
    refused("'labels':{'severity':'P1'}", 422, "say so already");
    refused("'labels':{'categories':[]}", 422, "name 1 to 16");
    refused("'labels':{'categories':[1]}", 422, "words in quotes");
    refused("'labels':{'categories':'a'}", 422, "a list of words");
    refused("'labels':{'categories':['A b']}", 422, "no category");
    refused("'labels':{'owner':''}", 422, "`owner`");
    refused("'ordinals':[2001],'tier':'NONE'", 422, "send one of them");
    for (Role role : List.of(Role.CALLER, Role.OWNER, Role.AUDITOR, Role.OPERATOR, Role.ADMIN)) {
      assertThat(amend(role, "'labels':{'owner':'search'}").status()).as("%s", role).isEqualTo(403);
    }
    hash = "sha256:0";
    refused("'labels':{'owner':'search'}", 412, "something else");
    assertThat(get(Role.REVIEWER, path).json().path("corrections")).isEmpty();
  }

  @Test
  void aCorrectionStandsBesideTheRecordAndBesideTheAnswer() {
    ask("labels-1", LATER);
    String recorded = recorded();
    JsonNode relabelled = amended("'labels':{'severity':'P3','categories':['app_crash']}");
    assertThat(relabelled.path("state").asText())
        .as("what waits goes on waiting")
        .isEqualTo("OPEN");
    assertThat(relabelled.path("bindingHash").asText()).isEqualTo(hash);
    assertThat(relabelled.at("/corrections/0/from"))
        .isEqualTo(ApiClient.json("{\"categories\":[\"payment_failure\"],\"severity\":\"P1\"}"));
    assertThat(relabelled.at("/corrections/0/by").asText()).isEqualTo("test-reviewer");

    JsonNode answered = amended("'ordinals':[2001],'labels':{'owner':'search'}");
    assertThat(answered.path("state").asText()).isEqualTo("AMENDED");
    assertThat(answered.path("released")).hasToString("[2001]");
    assertThat(answered.path("corrections")).hasSize(2);
    refused("'ordinals':[2002],'labels':{'owner':'platform'}", 409, "was amended by");
    assertThat(amended("'labels':{'owner':'platform'}").path("corrections"))
        .as("also afterwards")
        .hasSize(3);
    assertThat(recorded()).as("the record").isEqualTo(recorded);
    checkShown();
  }

  private void checkShown() {
    String address = "/v1/decisions/" + decision;
    JsonNode corrections = good(get(Role.OWNER, address), "DecisionDetail").path("corrections");
    assertThat(corrections).hasSize(3);
    assertThat(corrections.at("/2/from")).isEqualTo(ApiClient.json("{\"owner\":\"search\"}"));
    assertThat(corrections.at("/2/to")).isEqualTo(ApiClient.json("{\"owner\":\"platform\"}"));
    assertThat(good(get(Role.OWNER, address + "/explanation"), "Explanation").path("corrections"))
        .isEqualTo(corrections);
    Answer markdown =
        client.send(
            client
                .request(address + "/explanation", Role.OWNER)
                .header("Accept", "text/markdown")
                .GET()
                .build());
    assertThat(markdown.text())
        .contains("## What people corrected since")
        .contains("Owner search in place of payments, by test-reviewer at");
    JsonNode events =
        get(Role.AUDITOR, "/v1/audit/events?kind=LABELS_CORRECTED&decision=" + decision).json();
    assertThat(OpenApi.schema("AuditEvents").validate(events)).as("%s", events).isEmpty();
    assertThat(events.path("items")).hasSize(3);
    assertThat(get(Role.AUDITOR, "/v1/evidence/rv-1/trail").text()).contains("LABELS_CORRECTED");
  }

  @Test
  void allThatIsProposedMayGoWithOtherLabels() {
    ask("labels-2", LATER);
    refused("'ordinals':[2001,2002]", 422, "approve it instead");
    JsonNode answered = amended("'ordinals':[2001,2002],'labels':{'owner':'search'}");
    assertThat(answered.path("state").asText()).isEqualTo("AMENDED");
    assertThat(answered.path("released")).hasToString("[2001,2002]");
  }

  @Test
  void whereNothingIsProposedLabelsAreTheAnswer() {
    ask("labels-3", List.of());
    assertThat(amended("'labels':{'severity':'P4'}").path("state").asText()).isEqualTo("AMENDED");
  }
}
