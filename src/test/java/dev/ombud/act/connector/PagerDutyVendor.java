package dev.ombud.act.connector;

import static dev.ombud.act.connector.Shaped.require;

import dev.ombud.act.connector.Shaped.Asked;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// PagerDuty's Events API v2: an alert is open from its trigger to its resolve, under one key.
final class PagerDutyVendor implements Shaped.Vendor {
  static final String KEY = "planted0routing0key0planted0rout";

  /// What was done to alerts, for example `trigger 4f…`.
  final List<String> events = new CopyOnWriteArrayList<>();

  /// The alerts that are open.
  final Set<String> open = ConcurrentHashMap.newKeySet();

  @Override
  public Said answer(Asked asked) {
    require(asked.method().equals("POST"), "a post");
    require(asked.header("authorization").isEmpty(), "the key is in the body");
    Tree event = asked.json();
    require(event.at("routing_key").text().equals(KEY), "Invalid routing key");
    if (asked.path().equals("/v2/change/enqueue")) {
      payload(event);
      require(event.at("payload", "severity").isMissing(), "a change has no severity");
      events.add("change");
      return Said.json(202, Map.of("status", "success", "message", "Change event processed"));
    }
    require(asked.path().equals("/v2/enqueue"), "no such path");
    String action = event.at("event_action").text();
    String key = event.at("dedup_key").text();
    require(!key.isEmpty() && key.length() <= 255, "dedup_key has 255 characters");
    require(Set.of("trigger", "resolve").contains(action), "an action");
    if (action.equals("trigger")) {
      payload(event);
      require(
          Set.of("critical", "error", "warning", "info")
              .contains(event.at("payload", "severity").text()),
          "severity must be one of four");
      open.add(key);
    } else {
      open.remove(key);
    }
    events.add(action + " " + key);
    return Said.json(
        202, Map.of("status", "success", "message", "Event processed", "dedup_key", key));
  }

  private static void payload(Tree event) {
    String summary = event.at("payload", "summary").text();
    require(!summary.isEmpty() && summary.length() <= 1024, "summary has 1024 characters");
    require(!event.at("payload", "source").text().isEmpty(), "source is required");
    require(Instant.parse(event.at("payload", "timestamp").text()) != null, "timestamp");
    require(event.at("links").first().at("href").text().matches("https?://.+"), "links");
  }

  long count(String action) {
    return events.stream().filter(each -> each.startsWith(action)).count();
  }
}
