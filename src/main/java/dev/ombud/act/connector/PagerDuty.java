package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.News;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.PlainWriter;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.code.ActionKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// PagerDuty's Events API v2. `PAGE_OWNER` triggers an alert under a key of the incident, so that
/// one incident wakes a team once while its alert is open; everything else becomes a change event,
/// which wakes nobody. A change event that was not answered is sent again: it only stands there
/// twice. What says that there is nothing left to look at resolves the alert, under the key that it
/// was triggered with.
final class PagerDuty implements Messenger {
  private static final int MAX_SUMMARY_CHARS = 1024;

  /// Members that hold addresses of ours and of tickets.
  private static final Set<String> OURS = Set.of("link", "receipt");

  private final TargetConfig target;
  private final Api api;

  PagerDuty(TargetConfig target, Api api) {
    this.target = target;
    this.api = api;
  }

  @Override
  public Receipt post(Message message) throws DeliveryException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("routing_key", target.requiredSecret().reveal());
    if (message.news().filter(PagerDuty::resolves).isPresent()) {
      body.put("event_action", "resolve");
      body.put("dedup_key", alert(message));
      return enqueue(body, "resolved");
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("summary", PlainWriter.cut(message.title(), MAX_SUMMARY_CHARS));
    event.put("source", message.source());
    event.put("timestamp", message.at().toString());
    event.put("custom_details", details(message));
    body.put("payload", event);
    body.put(
        "links",
        message.link().stream()
            .map(link -> Map.of("href", link.toString(), "text", "The decision"))
            .toList());
    if (!pages(message)) {
      api.run(api.call("POST", "/v2/change/enqueue", body));
      return new Receipt(message.id(), "", "change event");
    }
    body.put("event_action", "trigger");
    body.put("dedup_key", alert(message));
    body.put("client", "Ombud");
    message.link().ifPresent(link -> body.put("client_url", link.toString()));
    event.put("severity", severity(message));
    return enqueue(body, "triggered");
  }

  /// PagerDuty makes links of whatever looks like one: only ours may.
  private static Map<String, Object> details(Message message) {
    Map<String, Object> details = new LinkedHashMap<>();
    message
        .data()
        .forEach((name, value) ->
            details.put(name, OURS.contains(name) ? value : PlainWriter.inert(value)));
    return details;
  }

  private static boolean resolves(News news) {
    return news.told() == ActionKind.PAGE_OWNER && news.closes();
  }

  /// That an incident goes on wakes those who were told that it is over.
  private static boolean pages(Message message) {
    return message
        .news()
        .map(news -> news.told() == ActionKind.PAGE_OWNER && news.what() == News.What.REOPENED)
        .orElseGet(() -> message.kind().filter(ActionKind.PAGE_OWNER::equals).isPresent());
  }

  /// The key that an alert was triggered with, or is.
  private static String alert(Message message) {
    return message
        .news()
        .map(news -> message.parent().map(Receipt::reference).orElse(news.about()))
        .orElse(message.about());
  }

  private Receipt enqueue(Map<String, Object> body, String state) throws DeliveryException {
    Tree answer = api.change(api.call("POST", "/v2/enqueue", body));
    if (!answer.at("status").text().equals("success")) {
      throw api.failure(Kind.UNKNOWN, "the answer does not say `success`");
    }
    return new Receipt(answer.at("dedup_key").text(), "", state);
  }

  private static String severity(Message message) {
    return switch (message.severity()) {
      case P1 -> "critical";
      case P2 -> "error";
      case P3 -> "warning";
      case P4 -> "info";
    };
  }

  @Override
  public Sighting look(Message message, Instant since) {
    return new Sighting.SendAgain();
  }
}
