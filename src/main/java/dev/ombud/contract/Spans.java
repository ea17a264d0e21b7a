package dev.ombud.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/// Keeps the spans of a text right where it is masked: what the record says is about the masked
/// text, since that is the one that people see. A span stays if masking leaves it as it is,
/// whatever stands around it, and is dropped otherwise. Stateless.
final class Spans {
  private Spans() {}

  /// Changes the spans of a text.
  ///
  /// @return whether anything was changed
  static boolean follow(ArrayNode spans, String text, UnaryOperator<String> masking) {
    if (spans.isEmpty()) {
      return false;
    }
    String masked = masking.apply(text);
    if (masked.equals(text) && !text.isEmpty()) {
      return false;
    }
    for (int i = spans.size() - 1; i >= 0; i--) {
      if (!(spans.get(i) instanceof ObjectNode span) || !follow(span, text, masked, masking)) {
        spans.remove(i);
      }
    }
    return true;
  }

  private static boolean follow(
      ObjectNode span, String text, String masked, UnaryOperator<String> masking) {
    int from = span.path("from").intValue();
    int to = span.path("to").intValue();
    if (to > text.codePointCount(0, text.length())) {
      return false;
    }
    int start = text.offsetByCodePoints(0, from);
    int end = text.offsetByCodePoints(start, to - from);
    String before = masking.apply(text.substring(0, start));
    String itself = text.substring(start, end);
    if (!masked.equals(before + itself + masking.apply(text.substring(end)))) {
      return false;
    }
    int moved = before.codePointCount(0, before.length());
    span.put("from", moved);
    span.put("to", moved + to - from);
    return true;
  }
}
