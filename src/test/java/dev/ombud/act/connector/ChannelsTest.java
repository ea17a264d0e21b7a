package dev.ombud.act.connector;

import static dev.ombud.act.connector.Shaped.require;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.connector.Shaped.Asked;
import dev.ombud.act.connector.Shaped.Fault;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Slack and Teams, which say no in a 200 and show little or nothing of what they took.
class ChannelsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static MessageDesk slack(SlackVendor vendor) {
    return MessageDesk.of(
        POSTGRES.database(),
        TargetKind.SLACK,
        "",
        TrackerVendor.SECRET,
        Map.of("channel", SlackVendor.CHANNEL),
        vendor);
  }

  @Test
  void postsToSlackOnceThoughTheAnswerWasLost() throws Exception {
    SlackVendor vendor = new SlackVendor();
    try (MessageDesk desk = slack(vendor)) {
      Order order = MessageDesk.order(ActionKind.NOTIFY, "#payments");
      desk.server().fails(new Fault.Silence("POST"));
      assertThat(desk.failure(order).kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(desk.connector().look(order))
          .isEqualTo(
              new RemoteState.Done(new Receipt("C0PAYMENTS/1772446500.000100", "", "posted")));
      assertThat(vendor.messages).hasSize(1);
      desk.carryOut(MessageDesk.order(ActionKind.NOTIFY, "#payments"));
      assertThat(vendor.messages).hasSize(2);
    }
  }

  @Test
  void asksAPersonWhereSlackLetsNobodyLook() throws Exception {
    SlackVendor vendor = new SlackVendor();
    vendor.mayRead = false;
    try (MessageDesk desk = slack(vendor)) {
      Order order = MessageDesk.order(ActionKind.NOTIFY, "#payments");
      desk.server().fails(new Fault.Half("POST"));
      assertThat(desk.failure(order).kind()).isEqualTo(Kind.UNKNOWN);
      DeliveryException asks = desk.failure(order);
      assertThat(asks.kind()).isEqualTo(Kind.NEVER);
      assertThat(asks).hasMessageContaining("nobody can tell");
      // The person looked, and retries.
      desk.carryOut(order);
      assertThat(vendor.messages).hasSize(2);
    }
  }

  @Test
  void understandsSlacksNoInATwoHundred() throws Exception {
    SlackVendor vendor = new SlackVendor();
    try (MessageDesk desk = slack(vendor)) {
      for (String error : List.of("channel_not_found", "invalid_auth", "msg_too_long")) {
        vendor.answers = error;
        DeliveryException no = desk.failure(MessageDesk.order(ActionKind.NOTIFY, "#payments"));
        assertThat(no.kind()).isEqualTo(Kind.NEVER);
        assertThat(no).hasMessageContaining(error);
      }
      vendor.answers = "ratelimited";
      assertThat(desk.failure(MessageDesk.order(ActionKind.NOTIFY, "#payments")).kind())
          .isEqualTo(Kind.LATER);
      vendor.answers = "internal_error";
      assertThat(desk.failure(MessageDesk.order(ActionKind.NOTIFY, "#payments")).kind())
          .isEqualTo(Kind.UNKNOWN);
      vendor.answers = "";
      desk.server().fails(new Fault.Refusal("POST", Said.status(429).with("Retry-After", "30")));
      DeliveryException limited = desk.failure(MessageDesk.order(ActionKind.NOTIFY, "#payments"));
      assertThat(limited.kind()).isEqualTo(Kind.LATER);
      assertThat(limited.after()).contains(Duration.ofSeconds(30));
    }
  }

  static Said teams(Asked asked) {
    require(asked.is("POST", "/workflows/planted-secret-path"), "no such webhook");
    require(asked.header("content-type").startsWith("application/json"), "JSON");
    require(asked.body().getBytes(StandardCharsets.UTF_8).length <= 28 * 1024, "28 KB at most");
    require(asked.json().at("type").text().equals("message"), "a message");
    Tree attachment = asked.json().at("attachments").first();
    require(
        attachment.at("contentType").text().equals("application/vnd.microsoft.card.adaptive"),
        "an Adaptive Card");
    Tree card = attachment.at("content");
    require(card.at("type").text().equals("AdaptiveCard"), "an Adaptive Card");
    require(card.at("version").text().matches("1\\.[0-5]"), "a version that Teams shows");
    for (Tree element : card.at("body").items()) {
      require(
          element.at("type").text().equals("RichTextBlock"), "no Markdown in what others wrote");
      element
          .at("inlines")
          .items()
          .forEach(run ->
              require(
                  run.at("type").text().equals("TextRun") && !run.at("text").text().isEmpty(),
                  "runs"));
    }
    require(card.at("actions").first().at("type").text().equals("Action.OpenUrl"), "a button");
    return Said.status(202);
  }

  @Test
  void postsACardToTeamsAndNeverItsAddress() throws Exception {
    try (MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.TEAMS,
            "/workflows/planted-secret-path",
            "unused",
            Map.of(),
            ChannelsTest::teams)) {
      desk.carryOut(MessageDesk.order(ActionKind.NOTIFY, "#payments"));
      Order order = MessageDesk.order(ActionKind.NOTIFY, "#payments");
      desk.server().fails(new Fault.Silence("POST"));
      assertThat(desk.failure(order)).hasMessageNotContaining("planted");
      DeliveryException asks = desk.failure(order);
      assertThat(asks.kind()).isEqualTo(Kind.NEVER);
      assertThat(asks).hasMessageNotContaining("planted");
      desk.carryOut(order);
    }
  }

  @Test
  void seesARefusalOfTeamsInATwoHundred() throws Exception {
    try (MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.TEAMS,
            "/workflows/planted-secret-path",
            "unused",
            Map.of(),
            ChannelsTest::teams)) {
      String said =
          "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error %s";
      desk.server()
          .fails(new Fault.Refusal("POST", new Said(200, Map.of(), said.formatted("429"))));
      assertThat(desk.failure(MessageDesk.order(ActionKind.NOTIFY, "#x")).kind())
          .isEqualTo(Kind.LATER);
      desk.server()
          .fails(new Fault.Refusal("POST", new Said(200, Map.of(), said.formatted("413"))));
      assertThat(desk.failure(MessageDesk.order(ActionKind.NOTIFY, "#x")).kind())
          .isEqualTo(Kind.NEVER);
    }
  }
}
