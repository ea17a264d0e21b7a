package dev.ombud.act.platform;

import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks into plain JSON values that another system sent. Stateless.
final class Plain {
  private Plain() {}

  static String text(@Nullable Object object, String name) {
    Object value = object instanceof Map<?, ?> map ? map.get(name) : null;
    return value == null ? "" : value.toString();
  }

  static List<?> list(@Nullable Object object, String name) {
    return object instanceof Map<?, ?> map && map.get(name) instanceof List<?> list
        ? list
        : List.of();
  }

  static Map<String, @Nullable Object> map(@Nullable Object object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach((name, value) -> copy.put(String.valueOf(name), value));
    }
    return copy;
  }

  static Map<String, @Nullable Object> map(@Nullable Object object, String name) {
    return map(object instanceof Map<?, ?> map ? map.get(name) : null);
  }

  static boolean isTrue(@Nullable Object object, String name) {
    return object instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get(name));
  }

  /// Whole numbers that a system sends as a number or as a text.
  static long number(@Nullable Object object, String name, long otherwise) {
    String text = text(object, name);
    return text.matches("-?\\d{1,15}(\\.\\d+)?") ? (long) Double.parseDouble(text) : otherwise;
  }

  static String json(@Nullable Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  /// On lines of their own, as people keep such files.
  static String pretty(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    pretty(text, value, "\n");
    return text.append('\n').toString();
  }

  private static void pretty(StringBuilder text, @Nullable Object value, String line) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      String separator = "{";
      for (Map.Entry<?, ?> each : map.entrySet()) {
        text.append(separator).append(line).append("  ").append(json(each.getKey())).append(": ");
        pretty(text, each.getValue(), line + "  ");
        separator = ",";
      }
      text.append(line).append('}');
    } else if (value instanceof List<?> list && list.stream().anyMatch(Plain::isDeep)) {
      String separator = "[";
      for (Object each : list) {
        text.append(separator).append(line).append("  ");
        pretty(text, each, line + "  ");
        separator = ",";
      }
      text.append(line).append(']');
    } else {
      text.append(json(value));
    }
  }

  private static boolean isDeep(@Nullable Object value) {
    return value instanceof Map || value instanceof List;
  }

  static @Nullable Object parsed(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
