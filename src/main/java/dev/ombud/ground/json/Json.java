package dev.ombud.ground.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON (RFC 8259) from and to plain values: a `Map`, `List`, `String`, `Double` or `Long`,
/// `Boolean`, or null. For documents that nobody sends or asks for thousands of times a second.
/// Stateless, so thread-safe.
public final class Json {
  private Json() {}

  /// Writes a document; keys stand in the order of the map.
  ///
  /// @throws IllegalStateException for other types, lone surrogates and numbers that are not finite
  public static byte[] write(@Nullable Object value) {
    return JsonOutput.write(json -> json.value(value));
  }

  /// Whether it can be written again as it was read: half of a surrogate pair and a number beyond
  /// the range of a double cannot.
  public static boolean isWritable(@Nullable Object value) {
    return switch (value) {
      case Double number -> Double.isFinite(number);
      case String text -> !TextLimit.hasLoneSurrogate(text);
      case List<?> list -> list.stream().allMatch(Json::isWritable);
      case Map<?, ?> map ->
          map.keySet().stream().allMatch(Json::isWritable)
              && map.values().stream().allMatch(Json::isWritable);
      case null, default -> true;
    };
  }

  /// What to say where something is not writable.
  ///
  /// @param what for example `the aggregate`
  public static String unwritable(String what) {
    return what + " has a number that is too large, or half of a surrogate pair: correct it";
  }

  /// @throws ServiceException INVALID_REQUEST where it cannot be written again
  public static void requireWritable(@Nullable Object value, String what) {
    if (!isWritable(value)) {
      throw ServiceException.invalid(unwritable(what));
    }
  }

  /// Reads a document.
  ///
  /// @throws ServiceException MALFORMED_JSON with line and column
  public static @Nullable Object read(byte[] utf8) {
    return plain(JsonReader.read(utf8));
  }

  /// What is wrong with a document that is one line of many, told by its line of the whole.
  ///
  /// @param line from 1
  public static ServiceException inLine(ServiceException failure, long line) {
    return failure.code() == ErrorCode.MALFORMED_JSON ? JsonReader.inLine(failure, line) : failure;
  }

  /// Reads an object that we wrote ourselves.
  ///
  /// @throws IllegalStateException where it is none
  public static Map<?, ?> readMembers(byte[] utf8) {
    if (read(utf8) instanceof Map<?, ?> object) {
      return object;
    }
    throw new IllegalStateException("a stored document is no object");
  }

  /// A part of a document that we wrote ourselves, an object.
  ///
  /// @throws IllegalStateException where it is none
  public static Map<?, ?> members(@Nullable Object part) {
    if (part instanceof Map<?, ?> object) {
      return object;
    }
    throw new IllegalStateException("a part of a stored document is no object");
  }

  /// A part of a document that we wrote ourselves, a list of texts; empty where it is absent.
  public static List<String> texts(@Nullable Object part) {
    return part instanceof List<?> items ? items.stream().map(String::valueOf).toList() : List.of();
  }

  /// Reads a document that has to be an object.
  ///
  /// @throws ServiceException MALFORMED_JSON, or INVALID_REQUEST where it is no object
  public static JsonObject readObject(byte[] utf8) {
    return JsonObject.of(read(utf8));
  }

  static @Nullable public Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> object = LinkedHashMap.newLinkedHashMap(node.size());
        node.properties().forEach(entry -> object.put(entry.getKey(), plain(entry.getValue())));
        yield object;
      }
      case ARRAY -> {
        List<@Nullable Object> array = new ArrayList<>(node.size());
        node.forEach(item -> array.add(plain(item)));
        yield array;
      }
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : node.doubleValue();
      case NULL -> null;
      default -> throw new IllegalStateException("no plain value for " + node.getNodeType());
    };
  }
}
