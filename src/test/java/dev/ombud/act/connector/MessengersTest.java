package dev.ombud.act.connector;

import static dev.ombud.act.connector.Shaped.require;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.Order;
import dev.ombud.act.connector.Shaped.Asked;
import dev.ombud.act.connector.Shaped.Fault;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.Marker;
import dev.ombud.act.target.NamedEvent;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.Tree;
import dev.ombud.act.target.WebhookSignature;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.testing.Node;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pagers, channels, endpoints and events: each against a server that enforces the documented shape
/// and says no in the vendor's own way.
class MessengersTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Instant NOW = MessageDesk.NOW;
  private static final String WEBHOOK_KEY =
      "whsec_"
          + Base64.getEncoder()
              .encodeToString("planted-key-of-32-bytes-planted!".getBytes(StandardCharsets.UTF_8));

  private static Order page() {
    return MessageDesk.order(ActionKind.PAGE_OWNER, "team:payments");
  }

  // PagerDuty.

  @Test
  void pagesOnceAnIncidentWithOneOfFourSeverities() throws Exception {
    try (MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.PAGERDUTY,
            "",
            PagerDutyVendor.KEY,
            Map.of(),
            new PagerDutyVendor())) {
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
    try (MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.PAGERDUTY,
            "",
            PagerDutyVendor.KEY,
            Map.of(),
            new PagerDutyVendor())) {
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
    try (MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.PAGERDUTY,
            "",
            PagerDutyVendor.KEY,
            Map.of(),
            new PagerDutyVendor())) {
      desk.carryOut(MessageDesk.order(ActionKind.NOTIFY, "event:mitigation-executed"));
      assertThat(desk.server().asked("POST").getFirst().path()).isEqualTo("/v2/change/enqueue");
    }
  }

  @Test
  void aRefusedPageIsForAPersonAndHoldsNoKey() throws Exception {
    try (MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.PAGERDUTY,
            "",
            PagerDutyVendor.KEY,
            Map.of(),
            new PagerDutyVendor())) {
      desk.server()
          .fails(
              new Fault.Refusal(
                  "POST",
                  Said.json(
                      400,
                      Map.of(
                          "status",
                          "invalid event",
                          "errors",
                          List.of("bad key " + PagerDutyVendor.KEY)))));
      DeliveryException refused = desk.failure(page());
      assertThat(refused.kind()).isEqualTo(Kind.NEVER);
      assertThat(refused)
          .hasMessageContaining("invalid event")
          .hasMessageNotContaining(PagerDutyVendor.KEY);
      desk.server().fails(new Fault.Refusal("POST", Said.status(429)));
      assertThat(desk.failure(page()).kind()).isEqualTo(Kind.LATER);
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
    try (MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.WEBHOOK,
            "/hook",
            WEBHOOK_KEY,
            Map.of(),
            MessengersTest::receiver)) {
      Order order = MessageDesk.order(ActionKind.ROLLBACK_RELEASE, "release:7.18.1->7.17.0");
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
    require(asked.header("content-type").equals("application/cloudevents+json"), "structured");
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

  private static MessageDesk toldEveryEvent() throws Exception {
    MessageDesk desk =
        MessageDesk.of(
            POSTGRES.database(),
            TargetKind.CLOUDEVENTS,
            "/events",
            "token",
            Map.of(),
            MessengersTest::broker);
    for (NamedEvent event : NamedEvent.values()) {
      desk.carryOut(MessageDesk.order(ActionKind.NOTIFY, event.subject()));
    }
    return desk;
  }

  @Test
  void tellsEveryNamedEvent() throws Exception {
    try (MessageDesk desk = toldEveryEvent()) {
      assertThat(desk.server().asked("POST"))
          .extracting(asked -> asked.json().at("type").text())
          .containsExactly(
              "dev.ombud.sentiment-anomaly-detected",
              "dev.ombud.decision-made",
              "dev.ombud.ticket-opened",
              "dev.ombud.mitigation-executed",
              "dev.ombud.rollback-executed",
              "dev.ombud.issue-resolved");
      DeliveryException stray = desk.failure(MessageDesk.order(ActionKind.NOTIFY, "event:teatime"));
      assertThat(stray.kind()).isEqualTo(Kind.NEVER);
    }
  }

  /// The library that most receivers on Node have.
  @Test
  void npmCloudeventsTakesEveryEvent() throws Exception {
    Path installed = Node.folder("contract");
    try (MessageDesk desk = toldEveryEvent()) {
      String lines =
          desk.server().asked("POST").stream()
              .map(asked -> Map.of("headers", asked.headers(), "body", asked.body()))
              .map(line -> new String(Json.write(line), StandardCharsets.UTF_8) + "\n")
              .collect(Collectors.joining());
      Node.Said said = Node.run(installed, lines, "node", "receive-events.js");
      assertThat(said.code()).as(said.text()).isZero();
      assertThat(said.text().lines())
          .hasSize(NamedEvent.values().length)
          .allMatch(line -> line.matches("dev\\.ombud\\.[a-z-]+ [0-9a-f-]{36} object"));
    }
  }
}
