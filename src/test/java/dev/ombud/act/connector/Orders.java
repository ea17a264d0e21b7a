package dev.ombud.act.connector;

import dev.ombud.act.action.Order;
import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.target.Marker;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.testing.Aggregates;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Orders as the outbox gives them to connectors.
final class Orders {
  static final Instant DECIDED = Instant.parse("2026-03-02T10:15:00Z");
  static final String TITLE =
      "Checkout failures after 7.18.1 on Android: <b>\"card\"</b> rejected @everyone";

  private Orders() {}

  /// @param incident whose ticket it is
  static Order order(ActionKind kind, String subject, String incident) {
    return order(kind, subject, incident, Severity.P1, Optional.empty());
  }

  static Order child(String incident, Receipt parent) {
    return order(
        ActionKind.OPEN_TICKET, "team:billing", incident, Severity.P2, Optional.of(parent));
  }

  static Order order(
      ActionKind kind,
      String subject,
      String incident,
      Severity severity,
      Optional<Receipt> parent) {
    UUID action = TimeIds.at(DECIDED);
    return new Order(
        action,
        Marker.digits(action.toString()),
        kind,
        subject,
        "production",
        DECIDED.minusSeconds(60),
        Aggregates.surgeWith(),
        parent,
        brief(incident, severity));
  }

  private static PublicBrief brief(String incident, Severity severity) {
    return new PublicBrief(
        TimeIds.at(DECIDED),
        Optional.of(TimeIds.at(DECIDED)),
        Marker.digits(incident),
        "shop",
        "checkout",
        Optional.of("7.18.1"),
        "android",
        severity,
        87.5,
        0.92,
        TITLE,
        "Since release 7.18.1 customers on Android cannot pay. 120 complained within an hour, six"
            + " times the usual number.",
        List.of(new PublicBrief.Fact("Complaints", "120 against a baseline of 20")),
        "negative share 2.6 standard deviations over baseline on a core step",
        List.of(
            new PublicBrief.Excerpt(
                "ev-1",
                "app_review",
                "card [rejected](http://x) @channel <!here> #1 {{macro}}",
                List.of("a|b"))),
        List.of(new PublicBrief.Fact("Error codes", "E1042, <b>E7</b>")),
        List.of(
            new PublicBrief.Link(
                "Dashboard: <i>checkout</i>", URI.create("https://grafana.example/d/1?a=b&c=(d)"))),
        "payments",
        DECIDED,
        DECIDED.plusSeconds(900),
        "negative share of checkout on Android back under 20 %",
        "Checkout of shop, for android.",
        "Mitigation: the flag or variation off for android, started by the service.",
        List.of("checkout", "payment failure", "team:payments"),
        URI.create("https://ombud.example/decisions/1"));
  }
}
