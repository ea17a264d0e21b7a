package dev.ombud.door.actapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.app_backend.SlackSignature;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.SlackMessage;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.outbound.Call;
import dev.ombud.ground.outbound.Reply;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a click counts as its person's answer, once, and nothing else does. Method: what Slack
/// would send, signed by Slack's own signer, over HTTP; a double notes what Slack is told.
final class SlackRoutesTest {
  private static final String REPLY = "https://hooks.slack.com/actions/T1/1/x";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Asking asking = new Asking(POSTGRES.database());
  private final Api api = new Api(asking::routes);
  private final ApiClient client =
      new ApiClient(URI.create("http://127.0.0.1:" + api.server.port()));

  @AfterEach
  void stop() {
    client.close();
    api.close();
    asking.close();
  }

  private Review propose(Proposals proposal) {
    return asking
        .reviews
        .find(Proposals.propose(POSTGRES.database(), proposal.at(Instant.now())))
        .orElseThrow();
  }

  private static Map<String, Object> message(Review review) {
    return SlackMessage.of(
        review,
        "Checkout fails on iOS after 7.18.1",
        "120 complaints <!channel> in an hour",
        URI.create("https://ombud.example/v1/reviews/" + review.id()));
  }

  /// The value of a button, as the message has it.
  private static String value(Review review, String button) {
    JsonNode blocks = json(Json.write(message(review))).path("blocks");
    for (JsonNode element : blocks.findPath("elements")) {
      if (element.path("action_id").asText().equals(button)) {
        return element.path("value").asText();
      }
    }
    throw new AssertionError("no button " + button);
  }

  private static JsonNode json(byte[] utf8) {
    return ApiClient.json(new String(utf8, StandardCharsets.UTF_8));
  }

  private static String click(Review review, String button, String user) {
    return click(button, user, value(review, button), REPLY, message(review));
  }

  private static String click(
      String button, String user, String value, String reply, Map<String, Object> message) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "block_actions");
    document.put("user", Map.of("id", user, "username", "somebody", "team_id", "T1"));
    document.put("team", Map.of("id", "T1", "domain", "shop"));
    document.put("container", Map.of("message_ts", "1772474400.000100", "channel_id", "C1"));
    document.put("trigger_id", "1.2.3");
    document.put("message", message);
    document.put("response_url", reply);
    document.put(
        "actions",
        List.of(
            Map.of(
                "action_id",
                button,
                "block_id",
                "ombud_review",
                "type",
                "button",
                "value",
                value,
                "action_ts",
                "1772474400.1")));
    return "payload="
        + URLEncoder.encode(
            new String(Json.write(document), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private int send(String body) {
    return send(body, Asking.NOW.getEpochSecond());
  }

  private int send(String body, long seconds) {
    String time = String.valueOf(seconds);
    return send(body, time, new SlackSignature.Generator(Asking.SECRET).generate(time, body));
  }

  private int send(String body, String time, String signature) {
    return client
        .send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:"
                            + api.server.port()
                            + "/integrations/slack/interactions"))
                .timeout(Duration.ofSeconds(3))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Slack-Request-Timestamp", time)
                .header("X-Slack-Signature", signature)
                .POST(BodyPublishers.ofString(body))
                .build())
        .status();
  }

  /// The next thing that Slack is told.
  private JsonNode told() throws InterruptedException {
    Call call = asking.told.poll(20, TimeUnit.SECONDS);
    assertThat(call).as("something that Slack is told").isNotNull();
    assertThat(call.address()).hasToString(REPLY);
    return json(call.body());
  }

  private ReviewState state(Review review) {
    return asking.reviews.find(review.id()).orElseThrow().state();
  }

  @Test
  void aClickAnswersAsThePersonItIsMappedTo() throws InterruptedException {
    Review review = propose(Proposals.of("shop"));
    assertThat(send(click(review, "ombud_review_approve", "U1"))).isEqualTo(200);
    JsonNode first = told();
    assertThat(first.path("replace_original").asBoolean()).isTrue();
    assertThat(first.has("blocks")).as("buttons").isFalse();
    assertThat(first.path("text").asText()).contains("`rita` wants to approve");
    JsonNode second = told();
    assertThat(second.path("replace_original").asBoolean()).isTrue();
    assertThat(second.path("text").asText())
        .startsWith("Checkout fails on iOS after 7.18.1")
        .contains("APPROVED by `rita`")
        .contains("1 of 1 actions go on");
    Review.Closed closed = asking.reviews.find(review.id()).orElseThrow().closed().orElseThrow();
    assertThat(closed.by()).isEqualTo("rita");
    assertThat(closed.reason()).isEqualTo("by a button in Slack, as `T1/U1`");

    Review other = propose(Proposals.of("shop"));
    assertThat(send(click(other, "ombud_review_reject", "U1"))).isEqualTo(200);
    told();
    assertThat(told().path("text").asText()).contains("REJECTED by `rita`");
    assertThat(state(other)).isEqualTo(ReviewState.REJECTED);
  }

  @Test
  void manyClicksAtOnceAreOneAnswer() throws InterruptedException {
    Review review = propose(Proposals.of("shop"));
    List<String> clicks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clicks.add(click(review, i % 2 == 0 ? "ombud_review_approve" : "ombud_review_reject", "U1"));
    }
    clicks.parallelStream().forEach(each -> assertThat(send(each)).isEqualTo(200));
    int refused = 0;
    for (int i = 0; i < 8; i++) {
      refused += told().path("text").asText().contains("nothing was changed") ? 1 : 0;
    }
    assertThat(refused).isEqualTo(3);
    assertThat(state(review)).isIn(ReviewState.APPROVED, ReviewState.REJECTED);
  }

  @Test
  void whoIsNobodyHereOrNoReviewerChangesNothingAndLeavesTheButtons() throws InterruptedException {
    Review review = propose(Proposals.of("shop"));
    for (String user : List.of("U2", "U3", "")) {
      assertThat(send(click(review, "ombud_review_approve", user))).isEqualTo(200);
      JsonNode answer = told();
      assertThat(answer.path("replace_original").asBoolean(true)).isFalse();
      assertThat(answer.path("response_type").asText()).isEqualTo("ephemeral");
      assertThat(answer.path("text").asText())
          .contains(user.equals("U2") ? "`carl` is no reviewer" : "`T1/" + user + "`");
    }
    assertThat(state(review)).isEqualTo(ReviewState.OPEN);
    assertThat(asking.told).isEmpty();
  }

  @Test
  void aButtonOfOlderEvidenceIsRefusedAndSaysWhatChanged() throws InterruptedException {
    Proposals first = Proposals.of("shop");
    Review old = propose(first);
    Review next = propose(first.later());
    assertThat(send(click(old, "ombud_review_approve", "U1"))).isEqualTo(200);
    told();
    assertThat(told().path("text").asText()).contains("is void").contains(next.id().toString());
    // The button of one review with the binding of another.
    String mixed = next.id() + " " + old.bindingHash();
    assertThat(send(click("ombud_review_approve", "U1", mixed, REPLY, message(next))))
        .isEqualTo(200);
    told();
    assertThat(told().path("text").asText()).contains("proposes something else");
    assertThat(state(next)).isEqualTo(ReviewState.OPEN);
  }

  @Test
  void whatIsNotSignedBySlackNowIsRefused() {
    Review review = propose(Proposals.of("shop"));
    String body = click(review, "ombud_review_approve", "U1");
    long now = Asking.NOW.getEpochSecond();
    assertThat(send(body, now - 301)).isEqualTo(403);
    assertThat(send(body, now + 301)).isEqualTo(403);
    String time = String.valueOf(now);
    String signature = new SlackSignature.Generator(Asking.SECRET).generate(time, body);
    assertThat(send(body + "&x=1", time, signature)).isEqualTo(403);
    assertThat(send(body.replace("approve", "reject"), time, signature)).isEqualTo(403);
    assertThat(send(body, time, "v0=00")).isEqualTo(403);
    assertThat(send(body, String.valueOf(now + 1), signature)).isEqualTo(403);
    assertThat(send(body, time, new SlackSignature.Generator("other").generate(time, body)))
        .isEqualTo(403);
    assertThat(state(review)).isEqualTo(ReviewState.OPEN);
    assertThat(asking.told).isEmpty();
  }

  @Test
  void whatIsNoClickOfOursIsLeftAlone() {
    Review review = propose(Proposals.of("shop"));
    String value = value(review, "ombud_review_approve");
    Map<String, Object> message = message(review);
    assertThat(send(click("ombud_review_open", "U1", "", REPLY, message))).isEqualTo(200);
    assertThat(send(click("other_app", "U1", value, REPLY, message))).isEqualTo(200);
    assertThat(send(click("ombud_review_approve", "U1", "nonsense", REPLY, message)))
        .isEqualTo(200);
    for (String elsewhere :
        List.of(
            "https://hooks.slack.com.evil.example/x",
            "http://hooks.slack.com/x",
            "https://hooks.slack.com:8443/x",
            "https://me@hooks.slack.com/x",
            "https://169.254.169.254/latest",
            "")) {
      assertThat(send(click("ombud_review_approve", "U1", value, elsewhere, message)))
          .as(elsewhere)
          .isEqualTo(200);
    }
    assertThat(send("payload=%7B")).isEqualTo(400);
    assertThat(send("payload=%zz")).isEqualTo(400);
    assertThat(state(review)).isEqualTo(ReviewState.OPEN);
    assertThat(asking.told).isEmpty();
  }

  @Test
  void theAnswerCountsEvenWhereSlackCannotBeTold() throws InterruptedException {
    asking.answer(new Reply.Unanswered("no answer", Duration.ofSeconds(20)));
    Review review = propose(Proposals.of("shop"));
    assertThat(send(click(review, "ombud_review_approve", "U1"))).isEqualTo(200);
    told();
    told();
    assertThat(state(review)).isEqualTo(ReviewState.APPROVED);
  }

  @Test
  void aMessageShowsTheDoubtAndHidesWhatCouldBeDone() {
    Review review = propose(Proposals.of("shop").confidence(0.52));
    String text = new String(Json.write(message(review)), StandardCharsets.UTF_8);
    assertThat(text)
        .contains("0.52: too uncertain to act on by itself")
        .contains("DISABLE_FLAG")
        .contains("&lt;!channel&gt;")
        .doesNotContain("<!channel>");
    assertThat(value(review, "ombud_review_approve"))
        .isEqualTo(review.id() + " " + review.bindingHash());
  }

  @Test
  void aMessageIsCutWhereSlackCounts() {
    Review review = propose(Proposals.of("shop"));
    Map<String, Object> message =
        SlackMessage.of(review, "&".repeat(200), "&".repeat(700), URI.create("https://o.example/"));
    JsonNode written = json(Json.write(message));
    for (String text : written.path("blocks").findValuesAsText("text")) {
      assertThat(text).hasSizeLessThanOrEqualTo(3_000).doesNotEndWith("&am…");
    }
    assertThat(written.path("blocks").get(1).at("/text/text").asText()).endsWith("&amp;…");
    assertThat(written.path("text").asText()).hasSizeLessThanOrEqualTo(150);
  }

  private static List<String> labels(Review review) {
    return json(Json.write(message(review)))
        .path("blocks")
        .findPath("elements")
        .findValues("text")
        .stream()
        .map(text -> text.path("text").asText())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  @Test
  void aButtonNamesWhatItDoes() {
    assertThat(labels(propose(Proposals.of("shop"))))
        .containsExactly("Approve: disable flag new-checkout", "Reject", "See the evidence");
    List<String> many = labels(propose(Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK)));
    assertThat(many.getFirst())
        .startsWith("Approve all 4: disable flag new-checkout, switch fallback checkout, ")
        .hasSizeLessThanOrEqualTo(75);
    assertThat(many.get(1)).isEqualTo("Reject all 4");
    assertThat(labels(propose(Proposals.of("shop").tier(Tier.NONE, List.of()))).getFirst())
        .isEqualTo("Approve");
  }

  @Test
  void tellsChangesFromTellsAndFromWhatPeopleDo() throws InterruptedException {
    Review review =
        propose(
            Proposals.of("shop")
                .tier(
                    Tier.TIER_3,
                    List.of(
                        new Proposed(1, ActionKind.DISABLE_FLAG, "flag:f"),
                        new Proposed(2, ActionKind.PAGE_OWNER, "team:a"),
                        new Proposed(3, ActionKind.ROLLBACK_RELEASE, "release:2", true, null))));
    List<String> texts = new ArrayList<>();
    json(Json.write(message(review)))
        .path("blocks")
        .forEach(block -> texts.add(block.at("/text/text").asText()));
    assertThat(texts)
        .contains(
            "*Proposed*\n• DISABLE_FLAG `flag:f`",
            "*Told, held until somebody answers*\n• PAGE_OWNER `team:a`",
            "*Recommended: people do it, Ombud does not*\n• ROLLBACK_RELEASE `release:2`");
    assertThat(labels(review).getFirst())
        .isEqualTo("Approve all 3: disable flag f, page owner a, rollback release 2 (you do it)");
    assertThat(send(click(review, "ombud_review_approve", "U1"))).isEqualTo(200);
    told();
    assertThat(told().path("text").asText())
        .contains("2 of 2 actions go on, 1 of 1 recommended agreed with, for people to do");
  }

  @Test
  void nobodyAgreesHereWithWhatIsNotShownHere() {
    List<Proposed> many = new ArrayList<>();
    for (int ordinal = 1; ordinal <= 60; ordinal++) {
      many.add(new Proposed(ordinal, ActionKind.NOTIFY, "#" + "c".repeat(80) + ordinal));
    }
    Review review = propose(Proposals.of("shop").tier(Tier.NONE, many));
    assertThat(labels(review)).containsExactly("Reject all 60", "See the evidence");
    JsonNode blocks = json(Json.write(message(review))).path("blocks");
    assertThat(blocks.toString()).containsPattern("… and \\d+ more: see the evidence");
    for (JsonNode block : blocks) {
      assertThat(block.at("/text/text").asText().length()).isLessThanOrEqualTo(3_000);
    }
  }
}
