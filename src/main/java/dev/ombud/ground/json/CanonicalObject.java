package dev.ombud.ground.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One object in canonical JSON (RFC 8785), written field by field. Fields have to come in the
/// order that the canonical form has, which is checked, and fields without a value are left out.
/// Belongs to one thread.
public final class CanonicalObject {
  private final JsonOutput json;
  private String last = "";

  /// @param capacity about how many bytes it will take
  public CanonicalObject(int capacity) {
    json = new JsonOutput(capacity);
    json.beginObject();
  }

  public CanonicalObject text(String name, @Nullable String value) {
    if (value != null) {
      next(name).text(value);
    }
    return this;
  }

  /// @param utf8 no JSON, but any text
  public CanonicalObject text(String name, byte[] utf8) {
    next(name).text(utf8);
    return this;
  }

  public CanonicalObject number(String name, double value) {
    next(name).number(value);
    return this;
  }

  public CanonicalObject number(String name, long value) {
    next(name).number(value);
    return this;
  }

  public CanonicalObject texts(String name, List<String> values) {
    next(name).beginArray();
    values.forEach(json::text);
    json.endArray();
    return this;
  }

  /// @param values any texts in UTF-8
  public CanonicalObject utf8Texts(String name, List<byte[]> values) {
    next(name).beginArray();
    values.forEach(json::text);
    json.endArray();
    return this;
  }

  /// @param document canonical JSON in UTF-8
  public CanonicalObject document(String name, byte[] document) {
    next(name).document(document);
    return this;
  }

  /// The whole object. Nothing may follow.
  public byte[] toBytes() {
    return json.endObject().toBytes();
  }

  private JsonOutput next(String name) {
    if (name.compareTo(last) <= 0) {
      throw new IllegalStateException("`" + name + "` has to stand before `" + last + "`");
    }
    last = name;
    return json.name(name);
  }

  /// An array of documents that are canonical already.
  public static byte[] array(List<byte[]> documents) {
    return JsonOutput.write(json -> {
      json.beginArray();
      documents.forEach(json::document);
      json.endArray();
    });
  }
}
