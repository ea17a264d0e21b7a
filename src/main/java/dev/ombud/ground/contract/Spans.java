package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps the spans of a text right where it is masked: what the record says is about the masked
/// text, since that is the one that people see. A span stays where masking left it as it is, and is
/// dropped otherwise. The text is masked once, however many spans it has. Stateless.
public final class Spans {
  private static final Pattern MASK = Pattern.compile("\\[[a-z][a-z-]*]");

  private Spans() {}

  /// Changes the spans of a text.
  ///
  /// @param masking puts `[kind]` in the place of what it masks, and changes nothing else
  /// @return whether anything was changed
  public static boolean follow(ArrayNode spans, String text, UnaryOperator<String> masking) {
    if (spans.isEmpty()) {
      return false;
    }
    String masked = masking.apply(text);
    if (masked.equals(text) && !text.isEmpty()) {
      return false;
    }
    List<Kept> kept = kept(text, masked);
    for (int i = spans.size() - 1; i >= 0; i--) {
      if (!(spans.get(i) instanceof ObjectNode span) || !follow(span, text, masked, kept)) {
        spans.remove(i);
      }
    }
    return true;
  }

  /// A stretch that masking left.
  ///
  /// @param moved by how many characters
  private record Kept(int start, int end, int moved) {}

  /// What stands between the masks, in its order: each stretch where the text has it first, and the
  /// last one at the end.
  private static List<Kept> kept(String text, String masked) {
    List<Kept> kept = new ArrayList<>();
    Matcher mask = MASK.matcher(masked);
    int done = 0;
    int from = 0;
    while (mask.find()) {
      String stretch = masked.substring(from, mask.start());
      int start = text.indexOf(stretch, done);
      if (start < 0) {
        return kept;
      }
      done = start + stretch.length();
      kept.add(new Kept(start, done, from - start));
      from = mask.end();
    }
    int last = from + text.length() - masked.length();
    if (last >= done && text.endsWith(masked.substring(from))) {
      kept.add(new Kept(last, text.length(), from - last));
    }
    return kept;
  }

  private static boolean follow(ObjectNode span, String text, String masked, List<Kept> kept) {
    int from = span.path("from").intValue();
    int to = span.path("to").intValue();
    if (to > text.codePointCount(0, text.length())) {
      return false;
    }
    int start = text.offsetByCodePoints(0, from);
    int end = text.offsetByCodePoints(start, to - from);
    for (Kept each : kept) {
      if (start >= each.start() && end <= each.end()) {
        int moved = masked.codePointCount(0, start + each.moved());
        span.put("from", moved);
        span.put("to", moved + to - from);
        return true;
      }
    }
    return false;
  }
}
