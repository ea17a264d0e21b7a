package dev.ombud.act.review;

import dev.ombud.ground.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One click on a button of [SlackMessage]. Immutable.
///
/// @param person the workspace and the user, `T…/U…`
/// @param reply where the message can be replaced; only ever an address of Slack's
/// @param text of the message, as Slack has it
/// @param blocks of the message
record SlackClick(
    String person,
    boolean isApproval,
    SlackMessage.Button button,
    URI reply,
    String text,
    List<?> blocks) {
  /// Reads the form that Slack sends, whose one field is a JSON document; nothing where it is no
  /// click on a button of ours.
  ///
  /// @throws dev.ombud.ground.base.ServiceException MALFORMED_JSON
  /// @throws IllegalArgumentException where it is no form
  static Optional<SlackClick> read(byte[] form) {
    String body = new String(form, StandardCharsets.UTF_8);
    String field = body.substring(body.indexOf('=') + 1);
    int end = field.indexOf('&');
    String json =
        URLDecoder.decode(end < 0 ? field : field.substring(0, end), StandardCharsets.UTF_8);
    Object document = Json.read(json.getBytes(StandardCharsets.UTF_8));
    if (!Json.isWritable(document)
        || !text(document, "type").equals("block_actions")
        || !(member(document, "actions") instanceof List<?> actions)
        || actions.size() != 1) {
      return Optional.empty();
    }
    String id = text(actions.getFirst(), "action_id");
    Optional<URI> reply = address(text(document, "response_url"));
    if (reply.isEmpty() || !(id.equals(SlackMessage.APPROVE) || id.equals(SlackMessage.REJECT))) {
      return Optional.empty();
    }
    Object message = member(document, "message");
    return SlackMessage.Button.read(text(actions.getFirst(), "value"))
        .map(button ->
            new SlackClick(
                text(member(document, "team"), "id") + "/" + text(member(document, "user"), "id"),
                id.equals(SlackMessage.APPROVE),
                button,
                reply.get(),
                text(message, "text"),
                member(message, "blocks") instanceof List<?> blocks ? blocks : List.of()));
  }

  private static Optional<URI> address(String text) {
    try {
      URI address = new URI(text);
      return "https".equals(address.getScheme())
              && SlackClicks.REPLIES.equals(address.getHost())
              && address.getPort() == -1
              && address.getUserInfo() == null
          ? Optional.of(address)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Object member(@Nullable Object object, String name) {
    return object instanceof Map<?, ?> members ? members.get(name) : null;
  }

  /// Empty where there is none.
  private static String text(@Nullable Object object, String name) {
    return member(object, name) instanceof String text ? text : "";
  }
}
