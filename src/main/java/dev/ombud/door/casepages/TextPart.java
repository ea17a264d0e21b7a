package dev.ombud.door.casepages;

import dev.ombud.ground.domain.Aggregate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A stretch of a masked text: one that tells something, or what stands between. Immutable.
///
/// @param isTold whether it tells something
/// @param label what it tells; may be empty
public record TextPart(String text, boolean isTold, String label) {

  /// Takes a text apart. Of spans that overlap, the one that begins first counts; what does not lie
  /// in the text counts for nothing.
  public static List<TextPart> of(String text, List<Aggregate.Span> spans) {
    int length = text.codePointCount(0, text.length());
    List<TextPart> parts = new ArrayList<>();
    int done = 0;
    List<Aggregate.Span> sorted =
        spans.stream().sorted(Comparator.comparingInt(Aggregate.Span::from)).toList();
    for (Aggregate.Span span : sorted) {
      if (span.from() >= done && span.to() <= length && span.from() < span.to()) {
        add(parts, slice(text, done, span.from()), false, "");
        String label = span.label();
        add(parts, slice(text, span.from(), span.to()), true, label == null ? "" : label);
        done = span.to();
      }
    }
    add(parts, slice(text, done, length), false, "");
    return parts;
  }

  private static String slice(String text, int from, int to) {
    int start = text.offsetByCodePoints(0, from);
    return text.substring(start, text.offsetByCodePoints(start, to - from));
  }

  private static void add(List<TextPart> parts, String text, boolean isTold, String label) {
    if (!text.isEmpty()) {
      parts.add(new TextPart(text, isTold, label));
    }
  }
}
