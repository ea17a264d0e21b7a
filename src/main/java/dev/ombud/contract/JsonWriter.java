package dev.ombud.contract;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Writes one JSON document as UTF-8, without a line break. Thread-safe.
final class JsonWriter {
  private static final double WHOLE = 9_007_199_254_740_992.0;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newBoundedPool(64)).build();

  private JsonWriter() {}

  /// What goes into the document.
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] write(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// A number, without a fraction if it has none.
  static void number(JsonGenerator json, double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalStateException("the number " + value + " has no form in JSON");
    }
    if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }

  /// A value of a field: a number, a text, true or false, a list of texts, or null.
  static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean flag -> json.writeBoolean(flag);
      case Number number -> number(json, number.doubleValue());
      case Collection<?> items -> {
        json.writeStartArray();
        for (Object item : items) {
          value(json, item);
        }
        json.writeEndArray();
      }
      default -> throw new IllegalStateException("no form in JSON for " + value.getClass());
    }
  }
}
