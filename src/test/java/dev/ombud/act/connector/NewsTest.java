package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.News;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.connector.Shaped.Asked;
import dev.ombud.act.connector.Shaped.Fault;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.Marker;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What follows up on something is said where that was said: to the alert, in the thread; once,
/// though answers are lost.
class NewsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static News news(News.What what, ActionKind told, boolean closes) {
    return new News(
        what,
        Marker.digits("incident"),
        told,
        closes,
        Severity.P2,
        "Resolved: Checkout failures <!channel>",
        List.of(
            new PublicBrief.Fact("Resolved", "2 windows in a row were clear."),
            new PublicBrief.Fact("Rejected by rita", "no, <!here> @everyone")),
        Orders.TITLE,
        Orders.DECIDED);
  }

  private static Order order(Optional<Receipt> first) {
    return Orders.order(
        ActionKind.NOTIFY,
        "ended:team:payments/" + UUID.randomUUID(),
        UUID.randomUUID().toString(),
        Severity.P4,
        first);
  }

  private static MessageDesk saying(MessageDesk desk, News news) {
    Connector connector = ((MessageConnector) desk.connector()).saying(news);
    return new MessageDesk(desk.server(), connector);
  }

  private static MessageDesk pager(PagerDutyVendor vendor) {
    return MessageDesk.of(
        POSTGRES.database(), TargetKind.PAGERDUTY, "", PagerDutyVendor.KEY, Map.of(), vendor);
  }

  @Test
  void resolvesTheAlertThatWasTriggeredAndNoOther() throws Exception {
    PagerDutyVendor vendor = new PagerDutyVendor();
    try (MessageDesk desk = pager(vendor)) {
      Receipt paged = desk.carryOut(MessageDesk.order(ActionKind.PAGE_OWNER, "team:payments"));
      desk.carryOut(MessageDesk.order(ActionKind.PAGE_OWNER, "team:payments"));
      assertThat(vendor.open).hasSize(2);
      MessageDesk ended = saying(desk, news(News.What.ENDED, ActionKind.PAGE_OWNER, true));
      Order order = order(Optional.of(paged));
      desk.server().fails(new Fault.Silence("POST"));
      assertThat(ended.failure(order).kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(ended.carryOut(order)).isEqualTo(new Receipt(paged.reference(), "", "resolved"));
      assertThat(vendor.open).hasSize(1).doesNotContain(paged.reference());
      saying(desk, news(News.What.REOPENED, ActionKind.PAGE_OWNER, false))
          .carryOut(order(Optional.of(paged)));
      assertThat(vendor.open).hasSize(2).contains(paged.reference());
      assertThat(desk.server().asked("POST").getLast().json().at("payload", "severity").text())
          .isEqualTo("error");
    }
  }

  @Test
  void resolvesWhatMayHaveWokenSomebodyThoughNoAnswerCame() throws Exception {
    PagerDutyVendor vendor = new PagerDutyVendor();
    try (MessageDesk desk = pager(vendor)) {
      saying(desk, news(News.What.ENDED, ActionKind.PAGE_OWNER, true))
          .carryOut(order(Optional.empty()));
      assertThat(vendor.events).containsExactly("resolve " + Marker.digits("incident"));
    }
  }

  @Test
  void resolvesNothingWhereOnlyAPartIsLeftOutOrNobodyWasPaged() throws Exception {
    PagerDutyVendor vendor = new PagerDutyVendor();
    try (MessageDesk desk = pager(vendor)) {
      Receipt first = new Receipt("key", "", "triggered");
      saying(desk, news(News.What.ANSWERED, ActionKind.PAGE_OWNER, false))
          .carryOut(order(Optional.of(first)));
      saying(desk, news(News.What.ENDED, ActionKind.NOTIFY, true))
          .carryOut(order(Optional.of(first)));
      assertThat(vendor.events).containsExactly("change", "change");
    }
  }

  @Test
  void answersInTheThreadOnceThoughTheAnswerWasLost() throws Exception {
    SlackVendor vendor = new SlackVendor();
    try (MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.SLACK,
            "",
            TrackerVendor.SECRET,
            Map.of("channel", SlackVendor.CHANNEL),
            vendor)) {
      Receipt first = desk.carryOut(MessageDesk.order(ActionKind.NOTIFY, "#payments"));
      MessageDesk ended = saying(desk, news(News.What.ENDED, ActionKind.NOTIFY, true));
      Order order = order(Optional.of(first));
      desk.server().fails(new Fault.Silence("POST"));
      assertThat(ended.failure(order).kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(ended.connector().look(order)).isInstanceOf(RemoteState.Done.class);
      assertThat(vendor.under(first.reference().substring("C0PAYMENTS/".length()))).hasSize(1);
      assertThat(vendor.messages).hasSize(2);
      // Where it stood is not on record.
      ended.carryOut(order(Optional.of(new Receipt("somewhere", "", "posted"))));
      assertThat(vendor.messages.getLast().thread()).isEmpty();
      assertThat(vendor.messages.getLast().text())
          .contains("This follows up on", "2026-03-02 10:15 UTC");
    }
  }

  @Test
  void namesTheFirstMessageWhereThereAreNoThreads() throws Exception {
    try (MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.TEAMS,
            "/workflows/planted-secret-path",
            "unused",
            Map.of(),
            ChannelsTest::teams)) {
      saying(desk, news(News.What.ENDED, ActionKind.NOTIFY, true))
          .carryOut(order(Optional.of(new Receipt(UUID.randomUUID().toString(), "", "posted"))));
      assertThat(desk.server().asked("POST").getLast().body())
          .contains("Resolved: ", "This follows up on “Checkout failures");
    }
  }

  @Test
  void tellsATeamsOwnEndpointWhatHasHappenedUnderAWordOfItsOwn() throws Exception {
    try (MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.WEBHOOK,
            "/hook",
            "whsec_"
                + Base64.getEncoder()
                    .encodeToString("k".repeat(32).getBytes(StandardCharsets.UTF_8)),
            Map.of(),
            NewsTest::taken)) {
      String first = TimeIds.at(Orders.DECIDED).toString();
      for (News.What what : News.What.values()) {
        saying(desk, news(what, ActionKind.OPEN_TICKET, false))
            .carryOut(order(Optional.of(new Receipt(first, "", "taken by hook"))));
      }
      assertThat(desk.server().asked("POST"))
          .extracting(asked -> asked.json().at("type").text())
          .containsExactly("incident.ended", "incident.reopened", "review.answered");
      Tree data = desk.server().asked("POST").getFirst().json().at("data");
      assertThat(data.at("receipt", "reference").text()).isEqualTo(first);
      assertThat(data.at("what").text()).isEqualTo("ENDED");
      assertThat(data.at("said").first().at("text").text())
          .isEqualTo("2 windows in a row were clear.");
    }
  }

  private static Said taken(Asked asked) {
    Shaped.require(asked.is("POST", "/hook"), "no such hook");
    return Said.status(204);
  }
}
