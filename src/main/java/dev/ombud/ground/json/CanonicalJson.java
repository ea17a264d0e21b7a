package dev.ombud.ground.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON in the one form that digests are taken of: RFC 8785 (JCS), as UTF-8.
///
/// | what | how |
/// |---|---|
/// | white space | none |
/// | keys of an object | sorted by UTF-16 code units |
/// | numbers | as ECMAScript writes the nearest double: `333333333.3333333`, `1e+30`, `0.002` |
/// | texts | `\b \t \n \f \r \" \\`, other control characters as `\u001f`, all else as it is |
///
/// Infinities, NaN and lone surrogates have no such form: they are a bug of the caller here, which
/// has to refuse them before. Thread-safe.
public final class CanonicalJson {
  private static final double WHOLE = 9_007_199_254_740_992.0;
  private static final double TINY = 1e-320;

  private CanonicalJson() {}

  public static byte[] write(JsonNode tree) {
    JsonOutput output = new JsonOutput(2_048);
    value(output, tree);
    return output.toBytes();
  }

  /// The canonical form of plain values: a `Map`, `Collection`, `String`, `Number`, `Boolean`, or
  /// null.
  ///
  /// @throws IllegalStateException for other types, lone surrogates and numbers that are not finite
  public static byte[] of(@Nullable Object value) {
    JsonOutput output = new JsonOutput(256);
    plain(output, value);
    return output.toBytes();
  }

  private static void plain(JsonOutput output, @Nullable Object value) {
    switch (value) {
      case Number number -> output.plain(number(number.doubleValue()));
      case Collection<?> items -> {
        output.beginArray();
        items.forEach(item -> plain(output, item));
        output.endArray();
      }
      case Map<?, ?> members -> {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        members.forEach((name, member) -> sorted.put(String.valueOf(name), member));
        output.beginObject();
        sorted.forEach((name, member) -> plain(output.name(name), member));
        output.endObject();
      }
      case null, default -> output.value(value);
    }
  }

  /// A number as ECMAScript's `Number.prototype.toString` writes it.
  public static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalStateException("the number " + value + " has no form in JSON");
    }
    if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
      return Long.toString((long) value);
    }
    String sign = value < 0 ? "-" : "";
    return sign + (Math.abs(value) < TINY ? tiny(Math.abs(value)) : usual(Math.abs(value)));
  }

  private static String usual(double value) {
    String text = Double.toString(value);
    int mark = text.indexOf('E');
    String mantissa = mark < 0 ? text : text.substring(0, mark);
    int exponent = mark < 0 ? 0 : Integer.parseInt(text, mark + 1, text.length(), 10);
    int point = mantissa.indexOf('.');
    String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
    int start = 0;
    while (digits.charAt(start) == '0') {
      start++;
    }
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return layOut(digits.substring(start, end), point + exponent - start);
  }

  /// Java prefers two digits where one would do (4.9E-324), ECMAScript does not (5e-324). It only
  /// matters where doubles are so sparse that one digit can tell them apart.
  private static String tiny(double value) {
    BigDecimal one = new BigDecimal(value).round(new MathContext(1));
    if (one.doubleValue() != value) {
      return usual(value);
    }
    return layOut(one.unscaledValue().toString(), one.precision() - one.scale());
  }

  /// Lays out digits as ECMAScript does.
  ///
  /// @param exponent where the decimal point stands: the value is `0.digits` times ten to it
  private static String layOut(String digits, int exponent) {
    int count = digits.length();
    if (count <= exponent && exponent <= 21) {
      return digits + "0".repeat(exponent - count);
    }
    if (0 < exponent && exponent <= 21) {
      return digits.substring(0, exponent) + "." + digits.substring(exponent);
    }
    if (-6 < exponent && exponent <= 0) {
      return "0." + "0".repeat(-exponent) + digits;
    }
    int power = exponent - 1;
    String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + "e" + (power < 0 ? "-" : "+") + Math.abs(power);
  }

  /// As [#firstDifference(JsonNode, JsonNode)], for two documents in UTF-8.
  public static Optional<String> firstDifference(byte[] first, byte[] second) {
    return firstDifference(JsonReader.read(first), JsonReader.read(second));
  }

  /// The RFC 6901 pointer of the first field in which two documents differ, in the order of the
  /// first document's fields; empty if their canonical forms are the same.
  static Optional<String> firstDifference(JsonNode first, JsonNode second) {
    return Optional.ofNullable(difference("", first, second));
  }

  private static @Nullable String difference(String pointer, JsonNode first, JsonNode second) {
    if (first.isObject() && second.isObject()) {
      return objectDifference(pointer, first, second);
    }
    if (first.isArray() && second.isArray()) {
      for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
        String item = pointer + "/" + i;
        if (i >= first.size() || i >= second.size()) {
          return item;
        }
        String inner = difference(item, first.get(i), second.get(i));
        if (inner != null) {
          return inner;
        }
      }
      return null;
    }
    if (first.isNumber() && second.isNumber()) {
      return first.doubleValue() == second.doubleValue() ? null : pointer;
    }
    return first.equals(second) ? null : pointer;
  }

  private static @Nullable String objectDifference(
      String pointer, JsonNode first, JsonNode second) {
    for (Map.Entry<String, JsonNode> field : first.properties()) {
      String inner = pointer + "/" + Pointer.escape(field.getKey());
      JsonNode other = second.get(field.getKey());
      String found = other == null ? inner : difference(inner, field.getValue(), other);
      if (found != null) {
        return found;
      }
    }
    for (Map.Entry<String, JsonNode> field : second.properties()) {
      if (!first.has(field.getKey())) {
        return pointer + "/" + Pointer.escape(field.getKey());
      }
    }
    return null;
  }

  private static void value(JsonOutput output, JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> object(output, node);
      case ARRAY -> array(output, node);
      case STRING -> output.text(node.textValue());
      case NUMBER -> output.plain(number(node.doubleValue()));
      case BOOLEAN -> output.plain(node.booleanValue() ? "true" : "false");
      case NULL -> output.plain("null");
      default -> throw new IllegalStateException(node.getNodeType() + " is not JSON");
    }
  }

  private static void object(JsonOutput output, JsonNode node) {
    String[] names = new String[node.size()];
    int count = 0;
    for (Iterator<String> all = node.fieldNames(); all.hasNext(); ) {
      names[count++] = all.next();
    }
    Arrays.sort(names);
    output.beginObject();
    for (String name : names) {
      value(output.name(name), node.get(name));
    }
    output.endObject();
  }

  private static void array(JsonOutput output, JsonNode node) {
    output.beginArray();
    for (JsonNode item : node) {
      value(output, item);
    }
    output.endArray();
  }
}
