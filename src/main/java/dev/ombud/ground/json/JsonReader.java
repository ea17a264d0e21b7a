package dev.ombud.ground.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.text.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one JSON document (RFC 8259, and I-JSON's ban on duplicate keys) into a tree. What is not
/// JSON is refused as [ErrorCode#MALFORMED_JSON] with `line` and `column`, both from 1; a column
/// counts UTF-16 code units. A number beyond the range of a double becomes an infinity, for the
/// caller to refuse as out of range. Thread-safe.
public final class JsonReader {
  /// Jackson's messages name its own settings and sources, which mean nothing to a caller.
  private static final Pattern INTERNALS =
      Pattern.compile("(?s)( \\(start marker at .*|: enable `JsonReadFeature.*|\\n.*)$");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          // Requests run on virtual threads, for which thread-local buffers would never be reused.
          .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(AggregateLimits.MAX_JSON_STRING_CHARS)
                  .maxNameLength(AggregateLimits.MAX_JSON_NAME_CHARS)
                  .maxNumberLength(AggregateLimits.MAX_JSON_NUMBER_CHARS)
                  .build())
          .build();

  private static final String TOO_LONG =
      String.format(
          Locale.ROOT,
          "a text of more than %,d characters, a key of more than %,d, or a number of more than"
              + " %,d: send a shorter one",
          AggregateLimits.MAX_JSON_STRING_CHARS,
          AggregateLimits.MAX_JSON_NAME_CHARS,
          AggregateLimits.MAX_JSON_NUMBER_CHARS);

  private static final Pattern NOT_FINITE = Pattern.compile("^Non-standard token '([^']*)'");

  private JsonReader() {}

  public static JsonNode read(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    // Malformed bytes have become U+FFFD; only a text with one is worth a second, strict look.
    if (text.indexOf('\uFFFD') >= 0) {
      requireUtf8(utf8);
    }
    return read(text);
  }

  public static JsonNode read(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return document(parser);
    } catch (JsonProcessingException e) {
      throw malformed(e.getLocation(), plain(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode document(JsonParser parser) throws IOException {
    try {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw malformed(1, 1, "there is no JSON at all: send one JSON object");
      }
      JsonNode root = value(parser, first, 1);
      if (parser.nextToken() != null) {
        throw malformed(
            parser.currentTokenLocation(), "something follows the document: send only one");
      }
      return root;
    } catch (StreamConstraintsException e) {
      throw malformed(parser.currentTokenLocation(), TOO_LONG);
    } catch (JsonParseException e) {
      Matcher token = NOT_FINITE.matcher(e.getOriginalMessage());
      if (!token.find()) {
        throw e;
      }
      JsonLocation end = e.getLocation();
      throw malformed(
          end.getLineNr(),
          end.getColumnNr() - token.group(1).length(),
          "NaN and Infinity are not JSON: leave the field out, or send null");
    }
  }

  private static JsonNode value(JsonParser parser, JsonToken token, int depth) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser, depth);
      case START_ARRAY -> array(parser, depth);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new IllegalStateException("no value begins with " + token);
    };
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? NODES.numberNode(parser.getDoubleValue())
        : NODES.numberNode(parser.getLongValue());
  }

  private static ObjectNode object(JsonParser parser, int depth) throws IOException {
    requireShallow(parser, depth);
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonLocation location = parser.currentTokenLocation();
      if (object.replace(name, value(parser, parser.nextToken(), depth + 1)) != null) {
        throw malformed(
            location,
            "key `" + Excerpt.of(name) + "` stands twice in one object: keep one of them");
      }
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser, int depth) throws IOException {
    requireShallow(parser, depth);
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(parser, token, depth + 1));
    }
    return array;
  }

  private static void requireShallow(JsonParser parser, int depth) {
    if (depth > AggregateLimits.MAX_JSON_DEPTH) {
      throw malformed(
          parser.currentTokenLocation(),
          "nested deeper than "
              + AggregateLimits.MAX_JSON_DEPTH
              + " levels: send a flatter document");
    }
  }

  private static void requireUtf8(byte[] utf8) {
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CharBuffer chars = CharBuffer.allocate(utf8.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true);
    if (result.isError()) {
      String before = chars.flip().toString();
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      int column = before.length() - before.lastIndexOf('\n');
      throw malformed(
          line,
          column,
          String.format(
              Locale.ROOT,
              "byte 0x%02x is not valid UTF-8 here: send the document as UTF-8",
              utf8[bytes.position()]));
    }
  }

  private static String plain(String message) {
    String text = INTERNALS.matcher(message).replaceFirst("");
    return Excerpt.of(text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1), 300);
  }

  /// The same problem where the document is one line of many.
  static ServiceException inLine(ServiceException malformed, long line) {
    String detail = malformed.detail();
    return malformed(
        line,
        malformed.members().get("column") instanceof Integer column ? column : 1,
        detail.substring(detail.indexOf(": ") + 2));
  }

  private static ServiceException malformed(JsonLocation location, String detail) {
    return malformed(location.getLineNr(), location.getColumnNr(), detail);
  }

  private static ServiceException malformed(long line, int column, String detail) {
    return new ServiceException(
        ErrorCode.MALFORMED_JSON,
        "line " + line + ", column " + column + ": " + detail,
        Map.of("line", line, "column", column),
        List.of());
  }
}
