package dev.ombud.ground.json;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Violation;
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
    return JsonOutput.write(json -> {
      json.beginObject();
      json.field("type", "/docs/errors#" + code.code());
      json.field("title", code.title());
      json.field("status", code.status());
      json.field("detail", wellFormed(detail));
      json.field("instance", wellFormed(instance));
      json.field("code", code.code());
      for (Map.Entry<String, Object> member : new TreeMap<>(members).entrySet()) {
        json.name(member.getKey());
        Object value = member.getValue();
        json.value(value instanceof String text ? wellFormed(text) : value);
      }
      if (!violations.isEmpty()) {
        json.name("violations").beginArray();
        for (Violation violation : violations) {
          json.beginObject();
          json.field("pointer", wellFormed(violation.pointer()));
          json.field("code", violation.code().code());
          json.field("detail", wellFormed(violation.detail()));
          json.endObject();
        }
        json.endArray();
      }
      json.endObject();
    });
  }

  /// A message may quote half of a surrogate pair, which UTF-8 has no form for.
  static String wellFormed(String text) {
    return TextLimit.hasLoneSurrogate(text)
        ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        : text;
  }
}
