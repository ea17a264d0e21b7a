package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times of scenarios may be written as offsets of the moment at which the aggregate is received:
/// `now`, `now-2h`, `now+30m`, `now-3d`, `now-90s`. Stateless.
public final class ScenarioTimes {
  /// What `now` is where nobody says it; scenarios must not depend on the day on which they run.
  public static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

  private static final Set<String> MOMENTS =
      Set.of("start", "end", "deployedAt", "firstSeenAt", "observedAt", "at", "ingestedAt");

  private static final Pattern OFFSET = Pattern.compile("now(?:([+-])(\\d{1,6})([smhd]))?");

  private ScenarioTimes() {}

  /// A moment: an offset, or a time as RFC 3339 has it.
  ///
  /// @throws java.time.format.DateTimeParseException for anything else
  static Instant moment(String text, Instant now) {
    Matcher offset = OFFSET.matcher(text);
    return offset.matches() ? now.plus(duration(offset)) : Instant.parse(text);
  }

  private static Duration duration(Matcher offset) {
    if (offset.group(1) == null) {
      return Duration.ZERO;
    }
    long number = Long.parseLong(offset.group(2));
    Duration duration =
        switch (offset.group(3)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    return offset.group(1).equals("-") ? duration.negated() : duration;
  }

  /// Whether any time is an offset.
  static boolean hasOffsets(JsonNode aggregate) {
    return !resolved(aggregate, NOW).equals(aggregate);
  }

  /// The same document with every offset in the place of a time replaced by that time.
  public static JsonNode resolved(JsonNode node, Instant now) {
    JsonNode copy = node.deepCopy();
    resolve(copy, now);
    return copy;
  }

  private static void resolve(JsonNode node, Instant now) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        JsonNode value = member.getValue();
        if (value.isTextual()
            && MOMENTS.contains(member.getKey())
            && OFFSET.matcher(value.textValue()).matches()) {
          member.setValue(TextNode.valueOf(moment(value.textValue(), now).toString()));
        } else {
          resolve(value, now);
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(item -> resolve(item, now));
    }
  }
}
