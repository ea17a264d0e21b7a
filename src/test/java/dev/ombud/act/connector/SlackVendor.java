package dev.ombud.act.connector;

import static dev.ombud.act.connector.Shaped.require;

import dev.ombud.act.connector.Shaped.Asked;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.Tree;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/// Slack's Web API for one channel: a channel's history shows no replies, and those of a thread
/// come with the message that they stand under.
final class SlackVendor implements Shaped.Vendor {
  static final String CHANNEL = "C0PAYMENTS";

  /// One message as it stands there.
  ///
  /// @param thread the time of the message that it stands under; empty where it stands by itself
  record Posted(String ts, String thread, String text, Object metadata) {
    Map<String, Object> shown() {
      return Map.of("ts", ts, "metadata", metadata);
    }
  }

  final List<Posted> messages = new CopyOnWriteArrayList<>();
  String answers = "";
  boolean mayRead = true;

  List<Posted> under(String ts) {
    return messages.stream().filter(each -> each.thread().equals(ts)).toList();
  }

  @Override
  public Said answer(Asked asked) {
    if (!asked.header("authorization").equals("Bearer " + TrackerVendor.SECRET)) {
      return Said.json(200, Map.of("ok", false, "error", "invalid_auth"));
    }
    if (!answers.isEmpty()) {
      return Said.json(200, Map.of("ok", false, "error", answers));
    }
    if (asked.is("GET", "/api/conversations\\.(history|replies)")) {
      return shown(asked);
    }
    require(asked.is("POST", "/api/chat.postMessage"), "unknown_method");
    require(asked.header("content-type").equals("application/json; charset=utf-8"), "charset");
    Tree message = asked.json();
    require(message.at("channel").text().equals(CHANNEL), "channel_not_found");
    require(!message.at("text").text().isEmpty(), "no_text");
    require(message.at("blocks").items().size() <= 50, "invalid_blocks");
    for (Tree block : message.at("blocks").items()) {
      if (block.at("type").text().equals("actions")) {
        require(!block.at("elements").items().isEmpty(), "invalid_blocks");
        continue;
      }
      String text = block.at("text", "text").text();
      boolean header = block.at("type").text().equals("header");
      require(!text.isEmpty() && text.length() <= (header ? 150 : 3000), "invalid_blocks");
      require(header || !text.contains("<!"), "calls everybody: " + text);
    }
    String thread = message.at("thread_ts").text();
    require(
        thread.isEmpty()
            || messages.stream()
                .anyMatch(each -> each.ts().equals(thread) && each.thread().isEmpty()),
        "thread_not_found");
    String ts = "1772446500.00010" + messages.size();
    messages.add(
        new Posted(
            ts,
            thread,
            message.at("text").text() + " " + asked.body(),
            Objects.requireNonNull(message.at("metadata").value())));
    return Said.json(200, Map.of("ok", true, "channel", CHANNEL, "ts", ts));
  }

  private Said shown(Asked asked) {
    require(CHANNEL.equals(asked.query().get("channel")), "channel_not_found");
    require("true".equals(asked.query().get("include_all_metadata")), "metadata");
    require(String.valueOf(asked.query().get("oldest")).matches("\\d+"), "oldest");
    if (!mayRead) {
      return Said.json(200, Map.of("ok", false, "error", "missing_scope"));
    }
    boolean isThread = asked.path().endsWith("replies");
    String ts = asked.query().getOrDefault("ts", "");
    require(isThread == !ts.isEmpty(), "thread_not_found");
    List<Map<String, Object>> found =
        messages.stream()
            .filter(each ->
                isThread
                    ? each.ts().equals(ts) || each.thread().equals(ts)
                    : each.thread().isEmpty())
            .map(Posted::shown)
            .toList();
    return Said.json(200, Map.of("ok", true, "messages", found, "has_more", false));
  }
}
