package dev.ombud.ground.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One JSON document on its way into UTF-8 bytes. Decisions are written tens of thousands of times
/// a second, in many small documents; this does it in one array, at a third of the cost of a
/// general generator. Keeps commas right, and trusts its caller with the rest. Belongs to one
/// thread.
public final class JsonOutput {
  private static final int FIRST_CAPACITY = 512;
  private static final String SHORT = "\b\t\n\f\r\"\\";
  private static final String LETTERS = "btnfr\"\\";

  /// An escape takes six bytes; the longest form in UTF-8 takes three a `char`.
  private static final int MAX_BYTES_A_CHAR = 6;

  private byte[] bytes;
  private int length;
  private boolean separated = true;

  JsonOutput(int capacity) {
    bytes = new byte[capacity];
  }

  /// Writes one document.
  public static byte[] write(Consumer<JsonOutput> content) {
    JsonOutput json = new JsonOutput(FIRST_CAPACITY);
    content.accept(json);
    return json.toBytes();
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  public JsonOutput beginObject() {
    return begin('{');
  }

  public JsonOutput endObject() {
    return end('}');
  }

  public JsonOutput beginArray() {
    return begin('[');
  }

  public JsonOutput endArray() {
    return end(']');
  }

  /// The name of the value that follows.
  public JsonOutput name(String name) {
    separate();
    quoted(name);
    put(':');
    separated = true;
    return this;
  }

  JsonOutput text(String value) {
    separate();
    quoted(value);
    return this;
  }

  /// The same from its form in UTF-8, which is that of JSON but for what has to be escaped.
  JsonOutput text(byte[] utf8) {
    separate();
    room(utf8.length * MAX_BYTES_A_CHAR + 2);
    int at = length;
    bytes[at++] = '"';
    for (byte b : utf8) {
      if (b < 0 || (b >= 0x20 && b != '"' && b != '\\')) {
        bytes[at++] = b;
      } else {
        at = escaped(bytes, at, (char) b);
      }
    }
    bytes[at++] = '"';
    length = at;
    return this;
  }

  /// Digits, `true`, `false` or `null`: ASCII that needs no quotes.
  JsonOutput plain(String value) {
    separate();
    ascii(value);
    return this;
  }

  /// A document that is JSON already.
  public JsonOutput document(String json) {
    return document(json.getBytes(StandardCharsets.UTF_8));
  }

  /// The same in UTF-8.
  JsonOutput document(byte[] utf8) {
    separate();
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
    return this;
  }

  /// A number, as RFC 8785 has it: without a fraction if it has none.
  public JsonOutput number(double value) {
    return plain(CanonicalJson.number(value));
  }

  /// A number, a text, true or false, null, or a collection or map of such values.
  public JsonOutput value(@Nullable Object value) {
    return switch (value) {
      case null -> plain("null");
      case String text -> text(text);
      case Boolean flag -> flag(flag);
      case Number number -> number(number.doubleValue());
      case Collection<?> items -> {
        beginArray();
        items.forEach(this::value);
        yield endArray();
      }
      case Map<?, ?> members -> {
        beginObject();
        members.forEach((name, member) -> name(String.valueOf(name)).value(member));
        yield endObject();
      }
      default -> throw new IllegalStateException("no form in JSON for " + value.getClass());
    };
  }

  JsonOutput number(long value) {
    return plain(Long.toString(value));
  }

  public JsonOutput flag(boolean value) {
    return plain(value ? "true" : "false");
  }

  public JsonOutput field(String name, String value) {
    return name(name).text(value);
  }

  public JsonOutput field(String name, long value) {
    return name(name).number(value);
  }

  private JsonOutput begin(char bracket) {
    separate();
    put(bracket);
    separated = true;
    return this;
  }

  private JsonOutput end(char bracket) {
    put(bracket);
    separated = false;
    return this;
  }

  private void separate() {
    if (!separated) {
      put(',');
    }
    separated = false;
  }

  private void put(int b) {
    room(1);
    bytes[length++] = (byte) b;
  }

  private void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  private void quoted(String text) {
    room(text.length() * MAX_BYTES_A_CHAR + 2);
    byte[] into = bytes;
    int at = length;
    into[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
        into[at++] = (byte) c;
      } else if (c < 0x80) {
        at = escaped(into, at, c);
      } else if (c < 0x800) {
        into[at++] = (byte) (0xC0 | (c >> 6));
        at = following(into, at, c, 0);
      } else if (Character.isSurrogate(c)) {
        i++;
        at = pair(into, at, c, i < text.length() ? text.charAt(i) : 0);
      } else {
        into[at++] = (byte) (0xE0 | (c >> 12));
        at = following(into, at, c, 6);
        at = following(into, at, c, 0);
      }
    }
    into[at++] = '"';
    length = at;
  }

  private static int escaped(byte[] into, int start, char c) {
    int at = start;
    into[at++] = '\\';
    int known = SHORT.indexOf(c);
    if (known >= 0) {
      into[at++] = (byte) LETTERS.charAt(known);
    } else {
      into[at++] = 'u';
      into[at++] = '0';
      into[at++] = '0';
      into[at++] = (byte) Character.forDigit(c >> 4, 16);
      into[at++] = (byte) Character.forDigit(c & 0xF, 16);
    }
    return at;
  }

  private static int pair(byte[] into, int start, char high, int low) {
    if (!Character.isHighSurrogate(high) || !Character.isLowSurrogate((char) low)) {
      throw new IllegalStateException("a lone surrogate has no form in UTF-8");
    }
    int point = Character.toCodePoint(high, (char) low);
    int at = start;
    into[at++] = (byte) (0xF0 | (point >> 18));
    at = following(into, at, point, 12);
    at = following(into, at, point, 6);
    return following(into, at, point, 0);
  }

  /// A byte after the first: six bits of the character.
  private static int following(byte[] into, int at, int point, int shift) {
    into[at] = (byte) (0x80 | ((point >> shift) & 0x3F));
    return at + 1;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
