package dev.ombud.act.connector;

import dev.ombud.act.connector.Shaped.Asked;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A tracker, a pager, a channel and a broker, as a service is configured with them.
final class Town implements Shaped.Vendor, AutoCloseable {
  final RedmineVendor tracker = new RedmineVendor();
  final PagerDutyVendor pager = new PagerDutyVendor();
  final SlackVendor slack = new SlackVendor();
  private final List<Tree> events = new CopyOnWriteArrayList<>();
  final Shaped server = new Shaped(this);

  /// What the targets of this file say no to as long as it is set.
  volatile String down = "";

  /// What the broker took about an incident.
  List<Tree> events(String incident) {
    return events.stream()
        .filter(each -> each.at("data", "incidentId").text().equals(incident))
        .toList();
  }

  @Override
  public Said answer(Asked asked) {
    if (!down.isEmpty() && asked.path().startsWith(down)) {
      return Said.status(503);
    }
    if (asked.path().startsWith("/redmine")) {
      return tracker.answer(asked);
    }
    if (asked.path().startsWith("/v2/")) {
      return pager.answer(asked);
    }
    if (asked.path().startsWith("/events")) {
      events.add(asked.json());
      return Said.status(202);
    }
    return slack.answer(asked);
  }

  /// Where pages go.
  static String pages(String target) {
    return "{\"subject\": \"*\", \"actions\": [\"PAGE_OWNER\"], \"target\": \"%s\"},"
        .formatted(target);
  }

  /// Where people are asked.
  static String reviews(String target) {
    return "{\"subject\": \"review:*\", \"target\": \"%s\"},".formatted(target);
  }

  /// @param routes before the usual ones: [#pages], [#reviews]
  Map<String, String> settings(Path folder, String... routes) {
    try {
      Path targets =
          Files.writeString(
              folder.resolve("targets.json"),
              """
              {"targets": [
                 {"name": "tracker", "kind": "redmine", "url": "URL/redmine", "inside": true,
                  "secret": "env:TOWN_KEY",
                  "options": {"project": "shop", "priorities": "7,6,5,4", "tracker": "1"}},
                 {"name": "pager", "kind": "pagerduty", "url": "URL", "inside": true,
                  "secret": "env:PAGER_KEY"},
                 {"name": "slack", "kind": "slack", "url": "URL", "inside": true,
                  "secret": "env:TOWN_KEY", "options": {"channel": "C0PAYMENTS"}},
                 {"name": "events", "kind": "cloudevents", "url": "URL/events", "inside": true}],
               "routes": [
                 ROUTES
                 {"subject": "event:issue-resolved", "least": "P2", "target": "events"},
                 {"subject": "*", "actions": ["OPEN_TICKET"], "target": "tracker"},
                 {"subject": "team:*", "actions": ["NOTIFY"], "target": "slack"},
                 {"subject": "#*", "actions": ["NOTIFY"], "target": "slack"}]}
              """
                  .replace("URL", server.url("").toString())
                  .replace("ROUTES", String.join("\n", routes)));
      return Map.of(
          "OMBUD_TARGETS",
          targets.toString(),
          "TOWN_KEY",
          TrackerVendor.SECRET,
          "PAGER_KEY",
          PagerDutyVendor.KEY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
