package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.Block.Heading;
import dev.ombud.act.target.Block.Item;
import dev.ombud.act.target.Block.Items;
import dev.ombud.act.target.Block.Link;
import dev.ombud.act.target.Block.Mark;
import dev.ombud.act.target.Block.Quote;
import dev.ombud.act.target.Block.Text;
import dev.ombud.act.target.PlainWriter;
import dev.ombud.act.target.SlackView;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.Targets;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.outbound.Reply;
import dev.ombud.ground.text.SlackText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Slack's `chat.postMessage`. Slack says *no* with HTTP 200 and `{"ok":false,"error":…}`. The key
/// of a message travels in its metadata, by which one that was not answered is found in the
/// channel's history; where the token may not read that (`channels:history`), nobody knows. What
/// follows up on a message stands in the thread under it; where that is not known, it is a message
/// of its own, which names the first.
final class Slack implements Messenger {
  private static final int MAX_HEADER_CHARS = 150;
  private static final int MAX_SECTION_CHARS = 3000;
  private static final int MAX_BLOCKS = 48;
  private static final String EVENT = "ombud_message";
  private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(2);

  /// Errors after which it may or may not stand in the channel.
  private static final Set<String> DOUBTFUL =
      Set.of("internal_error", "fatal_error", "service_unavailable", "request_timeout");

  private static final Set<String> LIMITS = Set.of("ratelimited", "rate_limited");
  private static final Set<String> BLIND =
      Set.of("missing_scope", "not_in_channel", "access_denied");

  private final TargetConfig target;
  private final Api api;
  private final SlackView view;

  Slack(TargetConfig target, Api api, SlackView view) {
    this.target = target;
    this.api = api;
    this.view = view;
  }

  @Override
  public Receipt post(Message message) throws DeliveryException {
    if (changes(message)) {
      return change(message);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    Optional<Place> thread = thread(message);
    body.put("channel", thread.map(Place::channel).orElseGet(() -> target.option("channel")));
    thread.ifPresent(under -> body.put("thread_ts", under.timestamp()));
    body.putAll(content(message));
    body.put("parse", "none");
    body.put("link_names", false);
    body.put("unfurl_links", false);
    body.put("unfurl_media", false);
    body.put(
        "metadata", Map.of("event_type", EVENT, "event_payload", Map.of("key", message.key())));
    Tree answer = checked("chat.postMessage", body, Kind.UNKNOWN);
    return receipt(answer.at("channel").text(), answer.at("ts").text());
  }

  private Map<String, Object> content(Message message) {
    return view.of(
            message.subject(), message.title(), String.valueOf(message.data().get("summary")))
        .orElseGet(() -> Map.of("text", SlackText.of(message.title()), "blocks", blocks(message)));
  }

  /// Whether it takes the place of the message that its parent left.
  private static boolean changes(Message message) {
    return message.subject().endsWith(Targets.CLOSED) && message.parent().isPresent();
  }

  /// Where a message stands.
  private record Place(String channel, String timestamp) {
    /// Nothing where a receipt is not one of ours.
    static Optional<Place> of(Receipt receipt) {
      int slash = receipt.reference().indexOf('/');
      return slash < 1
          ? Optional.empty()
          : Optional.of(
              new Place(
                  receipt.reference().substring(0, slash),
                  receipt.reference().substring(slash + 1)));
    }
  }

  /// The message that another one follows up on.
  private static Optional<Place> thread(Message message) {
    return message.news().flatMap(_ -> message.parent()).flatMap(Place::of);
  }

  /// Twice is once.
  private Receipt change(Message message) throws DeliveryException {
    Receipt posted = message.parent().orElseThrow();
    Place place =
        Place.of(posted)
            .orElseThrow(() -> api.failure(Kind.NEVER, "its message is not on record: drop it"));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("channel", place.channel());
    body.put("ts", place.timestamp());
    body.putAll(content(message));
    checked("chat.update", body, Kind.UNKNOWN);
    return new Receipt(posted.reference(), "", "changed");
  }

  private static Receipt receipt(String channel, String timestamp) {
    return new Receipt(channel + "/" + timestamp, "", "posted");
  }

  @Override
  public Sighting look(Message message, Instant since) throws DeliveryException {
    if (changes(message)) {
      return new Sighting.SendAgain();
    }
    Optional<Place> thread = thread(message);
    String channel = thread.map(Place::channel).orElseGet(() -> target.option("channel"));
    String query =
        "/api/conversations.%s?channel=%s%s&oldest=%d&limit=200&include_all_metadata=true"
            .formatted(
                thread.isPresent() ? "replies" : "history",
                Api.encode(channel),
                thread.map(under -> "&ts=" + Api.encode(under.timestamp())).orElse(""),
                since.minus(CLOCKS_DIFFER_BY).getEpochSecond());
    Reply.Answered reply = api.answer(api.call("GET", query), Kind.LATER);
    Tree answer = api.tree(reply, Kind.LATER);
    if (BLIND.contains(answer.at("error").text())) {
      return new Sighting.Unknowable();
    }
    require(answer, reply, Kind.LATER);
    Optional<Tree> found =
        answer.at("messages").items().stream()
            .filter(
                each -> each.at("metadata", "event_payload", "key").text().equals(message.key()))
            .findFirst();
    if (found.isPresent()) {
      return new Sighting.Arrived(receipt(channel, found.get().at("ts").text()));
    }
    // Newest first: what is behind the page may be the one that is looked for.
    return answer.at("has_more").isTrue() ? new Sighting.Unknowable() : new Sighting.SendAgain();
  }

  private Tree checked(String method, Map<String, Object> body, Kind doubt)
      throws DeliveryException {
    Reply.Answered reply =
        api.answer(
            // Slack alone asks for a charset, and warns of `missing_charset` without.
            api.call("POST", "/api/" + method)
                .with("application/json; charset=utf-8", Api.json(body)),
            doubt);
    Tree answer = api.tree(reply, doubt);
    require(answer, reply, doubt);
    return answer;
  }

  private void require(Tree answer, Reply.Answered reply, Kind doubt) throws DeliveryException {
    if (answer.at("ok").isTrue()) {
      return;
    }
    String error = answer.at("error").text();
    if (LIMITS.contains(error)) {
      throw new DeliveryException(
          Kind.LATER,
          "target `%s`: it takes no more messages for now".formatted(target.name()),
          api.wait(reply));
    }
    throw api.failure(
        DOUBTFUL.contains(error) || error.isEmpty() ? doubt : Kind.NEVER,
        "Slack says `%s`: its page on this error has the remedy".formatted(error));
  }

  private static List<Map<String, Object>> blocks(Message message) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    blocks.add(
        Map.of(
            "type",
            "header",
            "text",
            SlackText.plain(PlainWriter.cut(message.title(), MAX_HEADER_CHARS))));
    for (Block block : message.text()) {
      if (blocks.size() < MAX_BLOCKS) {
        String text = SlackText.cut(mrkdwn(block), MAX_SECTION_CHARS);
        blocks.add(Map.of("type", "section", "text", SlackText.object(text)));
      }
    }
    return blocks;
  }

  /// Slack's own markup, in which `<!channel>` would call everybody: what is text is escaped.
  private static String mrkdwn(Block block) {
    return switch (block) {
      case Heading(String text) -> "*" + SlackText.of(text) + "*";
      case Text(String text) -> SlackText.of(text);
      case Items(List<Item> items) ->
          items.stream().map(Slack::item).collect(Collectors.joining("\n"));
      case Quote(String text, String source) ->
          "> " + SlackText.of(text) + "\n> (" + SlackText.of(source) + ")";
      case Link link -> link(link);
      case Mark(String text) -> SlackText.of(text);
    };
  }

  private static String link(Link link) {
    return "<"
        + link.address().toString().replace("|", "%7C")
        + "|"
        + SlackText.of(link.text()).replace('|', '/')
        + ">";
  }

  private static String item(Item item) {
    return "• "
        + (item.name().isEmpty() ? "" : "*" + SlackText.of(item.name()) + ":* ")
        + SlackText.of(item.text())
        + item.link().map(link -> " (" + link(link) + ")").orElse("");
  }
}
