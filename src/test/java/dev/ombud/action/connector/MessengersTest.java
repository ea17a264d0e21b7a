package dev.ombud.action.connector;

import static dev.ombud.action.connector.Shaped.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.action.Connector;
import dev.ombud.action.DeliveryException;
import dev.ombud.action.DeliveryException.Kind;
import dev.ombud.action.Look;
import dev.ombud.action.Order;
import dev.ombud.action.Receipt;
import dev.ombud.action.connector.Shaped.Asked;
import dev.ombud.action.connector.Shaped.Fault;
import dev.ombud.action.connector.Shaped.Said;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.Severity;
import dev.ombud.outbound.Secret;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pagers, channels, endpoints and events: each against a server that enforces the documented shape
/// and says no in the vendor's own way.
class MessengersTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Instant NOW = Orders.DECIDED.plusSeconds(30);
  private static final String PAGER_KEY = "planted0routing0key0planted0rout";
  private static final String WEBHOOK_KEY =
      "whsec_"
          + Base64.getEncoder()
              .encodeToString("planted-key-of-32-bytes-planted!".getBytes(StandardCharsets.UTF_8));

  /// A vendor's server and the connector to it.
  private record Desk(Shaped server, Connector connector) implements AutoCloseable {
    DeliveryException failure(Order order) {
      return catchThrowableOfType(DeliveryException.class, () -> carryOut(order));
    }

    Receipt carryOut(Order order) throws DeliveryException {
      Look before = connector.look(order);
      assertThat(before).isInstanceOf(Look.Open.class);
      Receipt receipt = connector.write(order, (Look.Open) before);
      assertThat(connector.look(order)).isEqualTo(new Look.Done(receipt));
      return receipt;
    }

    @Override
    public void close() {
      server.close();
      assertThat(server.violations()).isEmpty();
    }
  }

  private static Desk desk(
      TargetKind kind,
      String path,
      String secret,
      Map<String, String> options,
      Shaped.Vendor vendor) {
    Shaped server = new Shaped(vendor);
    Target target =
        new Target(
            kind.word(), kind, server.url(path), Optional.of(new Secret(secret)), options, true);
    Route route =
        new Route("*", "*", Set.copyOf(kind.actions()), Severity.P4, kind.word(), Map.of());
    Connectors connectors =
        new Connectors(
            new Targets(Map.of(kind.word(), target), List.of(route)),
            server.outbound(),
            POSTGRES.database(),
            () -> NOW);
    ActionKind first = kind.actions().getFirst();
    return new Desk(
        server, connectors.forTarget("team:payments", "shop", first, Severity.P1).orElseThrow());
  }

  private static Order order(ActionKind kind, String subject) {
    return Orders.order(kind, subject, UUID.randomUUID().toString());
  }

  private static Order page() {
    return order(ActionKind.PAGE_OWNER, "team:payments");
  }

  // PagerDuty.

  private static Said pagerDuty(Asked asked) {
    require(asked.method().equals("POST"), "a post");
    require(asked.header("authorization").isEmpty(), "the key is in the body");
    Tree event = asked.json();
    require(event.at("routing_key").text().equals(PAGER_KEY), "Invalid routing key");
    String summary = event.at("payload", "summary").text();
    require(!summary.isEmpty() && summary.length() <= 1024, "summary has 1024 characters");
    require(!event.at("payload", "source").text().isEmpty(), "source is required");
    require(Instant.parse(event.at("payload", "timestamp").text()) != null, "timestamp");
    require(event.at("links").first().at("href").text().startsWith("https://"), "links");
    if (asked.path().equals("/v2/change/enqueue")) {
      require(event.at("payload", "severity").isMissing(), "a change has no severity");
      return Said.json(202, Map.of("status", "success", "message", "Change event processed"));
    }
    require(asked.path().equals("/v2/enqueue"), "no such path");
    require(event.at("event_action").text().equals("trigger"), "an action");
    require(
        Set.of("critical", "error", "warning", "info")
            .contains(event.at("payload", "severity").text()),
        "severity must be one of four");
    String key = event.at("dedup_key").text();
    require(!key.isEmpty() && key.length() <= 255, "dedup_key has 255 characters");
    return Said.json(
        202, Map.of("status", "success", "message", "Event processed", "dedup_key", key));
  }

  @Test
  void pagesOnceAnIncidentWithOneOfFourSeverities() throws Exception {
    try (Desk desk =
        desk(TargetKind.PAGERDUTY, "", PAGER_KEY, Map.of(), MessengersTest::pagerDuty)) {
      String incident = UUID.randomUUID().toString();
      List<String> severities = new ArrayList<>();
      for (Severity severity : Severity.values()) {
        Order order =
            Orders.order(
                ActionKind.PAGE_OWNER, "team:payments", incident, severity, Optional.empty());
        assertThat(desk.carryOut(order).reference()).isEqualTo(Marker.digits(incident));
        severities.add(
            desk.server().asked("POST").getLast().json().at("payload", "severity").text());
      }
      assertThat(severities).containsExactly("critical", "error", "warning", "info");
    }
  }

  @Test
  void aPageThatWasNotAnsweredIsSentAgainUnderTheSameKey() throws Exception {
    try (Desk desk =
        desk(TargetKind.PAGERDUTY, "", PAGER_KEY, Map.of(), MessengersTest::pagerDuty)) {
      Order order = page();
      desk.server().fails(new Fault.Silence("POST"));
      assertThat(desk.failure(order).kind()).isEqualTo(Kind.UNKNOWN);
      desk.carryOut(order);
      assertThat(
              desk.server().asked("POST").stream()
                  .map(asked -> asked.json().at("dedup_key").text())
                  .distinct())
          .hasSize(1);
    }
  }

  @Test
  void whatIsNoPageBecomesAChangeEvent() throws Exception {
    try (Desk desk =
        desk(TargetKind.PAGERDUTY, "", PAGER_KEY, Map.of(), MessengersTest::pagerDuty)) {
      desk.carryOut(order(ActionKind.NOTIFY, "event:mitigation-executed"));
      assertThat(desk.server().asked("POST").getFirst().path()).isEqualTo("/v2/change/enqueue");
    }
  }

  @Test
  void aRefusedPageIsForAPersonAndHoldsNoKey() throws Exception {
    try (Desk desk =
        desk(TargetKind.PAGERDUTY, "", PAGER_KEY, Map.of(), MessengersTest::pagerDuty)) {
      desk.server()
          .fails(
              new Fault.Refusal(
                  "POST",
                  Said.json(
                      400,
                      Map.of(
                          "status", "invalid event", "errors", List.of("bad key " + PAGER_KEY)))));
      DeliveryException refused = desk.failure(page());
      assertThat(refused.kind()).isEqualTo(Kind.NEVER);
      assertThat(refused).hasMessageContaining("invalid event").hasMessageNotContaining(PAGER_KEY);
      desk.server().fails(new Fault.Refusal("POST", Said.status(429)));
      assertThat(desk.failure(page()).kind()).isEqualTo(Kind.LATER);
    }
  }

  // Slack.

  private static final class SlackVendor implements Shaped.Vendor {
    final List<Map<String, Object>> messages = new ArrayList<>();
    String answers = "";
    boolean mayRead = true;

    @Override
    public Said answer(Asked asked) {
      if (!asked.header("authorization").equals("Bearer " + TrackerVendor.SECRET)) {
        return Said.json(200, Map.of("ok", false, "error", "invalid_auth"));
      }
      if (!answers.isEmpty()) {
        return Said.json(200, Map.of("ok", false, "error", answers));
      }
      if (asked.is("GET", "/api/conversations.history")) {
        require(asked.query().get("channel").equals("C0PAYMENTS"), "channel_not_found");
        require(asked.query().get("include_all_metadata").equals("true"), "metadata");
        require(asked.query().get("oldest").matches("\\d+"), "oldest");
        return mayRead
            ? Said.json(200, Map.of("ok", true, "messages", messages, "has_more", false))
            : Said.json(200, Map.of("ok", false, "error", "missing_scope"));
      }
      require(asked.is("POST", "/api/chat.postMessage"), "unknown_method");
      require(asked.header("content-type").equals("application/json; charset=utf-8"), "charset");
      Tree message = asked.json();
      require(!message.at("text").text().isEmpty(), "no_text");
      require(message.at("blocks").items().size() <= 50, "invalid_blocks");
      for (Tree block : message.at("blocks").items()) {
        String text = block.at("text", "text").text();
        boolean header = block.at("type").text().equals("header");
        require(!text.isEmpty() && text.length() <= (header ? 150 : 3000), "invalid_blocks");
        require(header || !text.contains("<!"), "calls everybody: " + text);
      }
      String ts = "1772446500.00010" + messages.size();
      messages.add(
          Map.of("ts", ts, "metadata", Objects.requireNonNull(message.at("metadata").value())));
      return Said.json(200, Map.of("ok", true, "channel", "C0PAYMENTS", "ts", ts));
    }
  }

  private static Desk slack(SlackVendor vendor) {
    return desk(
        TargetKind.SLACK, "", TrackerVendor.SECRET, Map.of("channel", "C0PAYMENTS"), vendor);
  }

  @Test
  void postsToSlackOnceThoughTheAnswerWasLost() throws Exception {
    SlackVendor vendor = new SlackVendor();
    try (Desk desk = slack(vendor)) {
      Order order = order(ActionKind.NOTIFY, "#payments");
      desk.server().fails(new Fault.Silence("POST"));
      assertThat(desk.failure(order).kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(desk.connector().look(order))
          .isEqualTo(new Look.Done(new Receipt("C0PAYMENTS/1772446500.000100", "", "posted")));
      assertThat(vendor.messages).hasSize(1);
      desk.carryOut(order(ActionKind.NOTIFY, "#payments"));
      assertThat(vendor.messages).hasSize(2);
    }
  }

  @Test
  void asksAPersonWhereSlackLetsNobodyLook() throws Exception {
    SlackVendor vendor = new SlackVendor();
    vendor.mayRead = false;
    try (Desk desk = slack(vendor)) {
      Order order = order(ActionKind.NOTIFY, "#payments");
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
    try (Desk desk = slack(vendor)) {
      for (String error : List.of("channel_not_found", "invalid_auth", "msg_too_long")) {
        vendor.answers = error;
        DeliveryException no = desk.failure(order(ActionKind.NOTIFY, "#payments"));
        assertThat(no.kind()).isEqualTo(Kind.NEVER);
        assertThat(no).hasMessageContaining(error);
      }
      vendor.answers = "ratelimited";
      assertThat(desk.failure(order(ActionKind.NOTIFY, "#payments")).kind()).isEqualTo(Kind.LATER);
      vendor.answers = "internal_error";
      assertThat(desk.failure(order(ActionKind.NOTIFY, "#payments")).kind())
          .isEqualTo(Kind.UNKNOWN);
      vendor.answers = "";
      desk.server().fails(new Fault.Refusal("POST", Said.status(429).with("Retry-After", "30")));
      DeliveryException limited = desk.failure(order(ActionKind.NOTIFY, "#payments"));
      assertThat(limited.kind()).isEqualTo(Kind.LATER);
      assertThat(limited.after()).contains(Duration.ofSeconds(30));
    }
  }

  // Teams.

  private static Said teams(Asked asked) {
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
    try (Desk desk =
        desk(
            TargetKind.TEAMS,
            "/workflows/planted-secret-path",
            "unused",
            Map.of(),
            MessengersTest::teams)) {
      desk.carryOut(order(ActionKind.NOTIFY, "#payments"));
      Order order = order(ActionKind.NOTIFY, "#payments");
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
    try (Desk desk =
        desk(
            TargetKind.TEAMS,
            "/workflows/planted-secret-path",
            "unused",
            Map.of(),
            MessengersTest::teams)) {
      String said =
          "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error %s";
      desk.server()
          .fails(new Fault.Refusal("POST", new Said(200, Map.of(), said.formatted("429"))));
      assertThat(desk.failure(order(ActionKind.NOTIFY, "#x")).kind()).isEqualTo(Kind.LATER);
      desk.server()
          .fails(new Fault.Refusal("POST", new Said(200, Map.of(), said.formatted("413"))));
      assertThat(desk.failure(order(ActionKind.NOTIFY, "#x")).kind()).isEqualTo(Kind.NEVER);
    }
  }

  // The signed webhook.

  /// Checks as a receiver does that never saw our code: the algorithm is that of the standard.
  private static Said receiver(Asked asked) {
    require(asked.is("POST", "/hook"), "no such hook");
    String signed =
        asked.header("webhook-id") + "." + asked.header("webhook-timestamp") + "." + asked.body();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              "planted-key-of-32-bytes-planted!".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String right =
          "v1,"
              + Base64.getEncoder()
                  .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
      require(asked.header("webhook-signature").equals(right), "the signature does not fit");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    require(asked.header("webhook-timestamp").equals(String.valueOf(NOW.getEpochSecond())), "now");
    require(asked.json().at("type").text().equals("action.rollback_release"), "a type");
    require(asked.json().at("data", "release", "previousStable").text().length() > 1, "where to");
    return Said.status(204);
  }

  @Test
  void callsATeamsOwnEndpointSignedAndWithOneIdForAllAttempts() throws Exception {
    try (Desk desk =
        desk(TargetKind.WEBHOOK, "/hook", WEBHOOK_KEY, Map.of(), MessengersTest::receiver)) {
      Order order = order(ActionKind.ROLLBACK_RELEASE, "release:7.18.1->7.17.0");
      desk.server().fails(new Fault.Silence("POST"));
      assertThat(desk.failure(order).kind()).isEqualTo(Kind.UNKNOWN);
      desk.carryOut(order);
      assertThat(desk.server().asked("POST"))
          .extracting(asked -> asked.header("webhook-id"))
          .containsOnly(order.actionId().toString())
          .hasSize(2);
    }
  }

  /// The example of the standard's own libraries.
  @Test
  void signsAsTheStandardsExample() {
    String signature =
        WebhookSignature.of(
            new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.ofEpochSecond(1_614_265_330),
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  // CloudEvents.

  private static Said broker(Asked asked) {
    require(asked.header("content-type").startsWith("application/cloudevents+json"), "structured");
    Tree event = asked.json();
    require(event.at("specversion").text().equals("1.0"), "specversion");
    for (String name : List.of("id", "source", "type", "subject")) {
      require(!event.at(name).text().isEmpty(), name + " is not empty");
    }
    require(event.at("type").text().startsWith("dev.ombud."), "a type of ours");
    require(Instant.parse(event.at("time").text()) != null, "RFC 3339");
    require(event.at("datacontenttype").text().equals("application/json"), "datacontenttype");
    require(event.at("data").value() instanceof Map, "data");
    return Said.status(202);
  }

  @Test
  void tellsEveryNamedEvent() throws Exception {
    try (Desk desk =
        desk(TargetKind.CLOUDEVENTS, "/events", "token", Map.of(), MessengersTest::broker)) {
      for (NamedEvent event : NamedEvent.values()) {
        desk.carryOut(order(ActionKind.NOTIFY, event.subject()));
      }
      assertThat(desk.server().asked("POST"))
          .extracting(asked -> asked.json().at("type").text())
          .containsExactly(
              "dev.ombud.sentiment-anomaly-detected",
              "dev.ombud.decision-made",
              "dev.ombud.ticket-opened",
              "dev.ombud.mitigation-executed",
              "dev.ombud.rollback-executed",
              "dev.ombud.issue-resolved");
      DeliveryException stray = desk.failure(order(ActionKind.NOTIFY, "event:teatime"));
      assertThat(stray.kind()).isEqualTo(Kind.NEVER);
    }
  }
}
