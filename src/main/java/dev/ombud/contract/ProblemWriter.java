package dev.ombud.contract;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes problem details (RFC 9457), as every error of the HTTP API is told. Thread-safe.
public final class ProblemWriter {

  /// Writes one problem.
  ///
  /// @param detail what happened, where, and the remedy
  /// @param instance names this one occurrence, for example `urn:trace:` and a trace id
  /// @param members further members, for example `line` and `column`; written in the order of names
  /// @param violations all that is wrong with an aggregate, or nothing
  public byte[] write(
      ErrorCode code,
      String detail,
      String instance,
      Map<String, Object> members,
      List<Violation> violations) {
    return JsonWriter.write(json -> {
      json.writeStartObject();
      json.writeStringField("type", "/docs/errors#" + code.code());
      json.writeStringField("title", code.title());
      json.writeNumberField("status", code.status());
      json.writeStringField("detail", wellFormed(detail));
      json.writeStringField("instance", wellFormed(instance));
      json.writeStringField("code", code.code());
      for (Map.Entry<String, Object> member : new TreeMap<>(members).entrySet()) {
        json.writeFieldName(member.getKey());
        Object value = member.getValue();
        JsonWriter.value(json, value instanceof String text ? wellFormed(text) : value);
      }
      if (!violations.isEmpty()) {
        json.writeArrayFieldStart("violations");
        for (Violation violation : violations) {
          json.writeStartObject();
          json.writeStringField("pointer", wellFormed(violation.pointer()));
          json.writeStringField("code", violation.code());
          json.writeStringField("detail", wellFormed(violation.detail()));
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    });
  }

  /// A message may quote half of a surrogate pair, which UTF-8 has no form for.
  private static String wellFormed(String text) {
    return TextLimit.hasLoneSurrogate(text)
        ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        : text;
  }
}
