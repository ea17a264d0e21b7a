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
import dev.ombud.ground.outbound.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A channel of Microsoft Teams, by the webhook of a workflow (or the older incoming webhook), as
/// an Adaptive Card. The address is the secret. What it took, nobody can look up. Teams refuses
/// more than 28 KB, so the end of a long card is left off. The older webhook says some refusals in
/// the text of a 200.
final class Teams implements Messenger {
  private static final int MAX_BYTES = 27 * 1024;
  private static final String SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json";
  private static final Map<String, Object> BOLD = Map.of("weight", "Bolder");
  private static final Map<String, Object> SUBTLE = Map.of("isSubtle", true);
  private static final String HIDDEN_LIMIT = "returned HTTP error 429";
  private static final String HIDDEN_REFUSAL = "Webhook message delivery failed";

  private final Api api;

  Teams(Api api) {
    this.api = api;
  }

  @Override
  public Receipt post(Message message) throws DeliveryException {
    List<Map<String, Object>> body = new ArrayList<>();
    body.add(text(List.of(run(message.title(), Map.of("size", "Large", "weight", "Bolder")))));
    message.text().stream().flatMap(Teams::elements).forEach(body::add);
    byte[] content = card(message, body);
    while (content.length > MAX_BYTES && body.size() > 2) {
      body.removeLast();
      content = card(message, body);
    }
    Reply.Answered reply =
        api.answer(api.call("POST", "").with("application/json", content), Kind.UNKNOWN);
    String said = new String(reply.body(), StandardCharsets.UTF_8);
    if (said.contains(HIDDEN_LIMIT)) {
      throw api.failure(Kind.LATER, "it takes no more messages for now");
    }
    if (said.contains(HIDDEN_REFUSAL)) {
      throw api.failure(Kind.NEVER, "it took the message and did not show it");
    }
    return new Receipt(message.id(), "", "posted");
  }

  private static byte[] card(Message message, List<Map<String, Object>> body) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("$schema", SCHEMA);
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    card.put("body", body);
    card.put(
        "actions",
        message.link().stream()
            .map(link ->
                Map.of("type", "Action.OpenUrl", "title", "The decision", "url", link.toString()))
            .toList());
    return Api.json(
        Map.of(
            "type",
            "message",
            "attachments",
            List.of(
                Map.of(
                    "contentType", "application/vnd.microsoft.card.adaptive", "content", card))));
  }

  private static Stream<Map<String, Object>> elements(Block block) {
    return switch (block) {
      case Heading(String text) -> Stream.of(text(List.of(run(text, BOLD))));
      case Text(String text) -> Stream.of(text(List.of(run(text, Map.of()))));
      case Items(List<Item> items) ->
          items.stream()
              .map(item ->
                  item.name().isEmpty()
                      ? text(List.of(run("• " + item.text(), Map.of())))
                      : text(List.of(run(item.name() + ": ", BOLD), run(item.text(), Map.of()))));
      case Quote(String text, String source) ->
          Stream.of(text(List.of(run("“" + text + "” (" + source + ")", SUBTLE))));
      // The card's button leads there.
      case Link _ -> Stream.of();
      case Mark _ -> Stream.of();
    };
  }

  /// Rich text takes its runs as they are; a `TextBlock` would read Markdown in them.
  private static Map<String, Object> text(List<Map<String, Object>> runs) {
    return Map.of("type", "RichTextBlock", "inlines", runs);
  }

  private static Map<String, Object> run(String text, Map<String, Object> look) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("type", "TextRun");
    // Spaces at the end part a name from what follows it.
    run.put("text", text.endsWith(" ") ? PlainWriter.line(text) + " " : PlainWriter.line(text));
    run.putAll(look);
    return run;
  }

  @Override
  public Sighting look(Message message, Instant since) {
    return new Sighting.Unknowable();
  }
}
