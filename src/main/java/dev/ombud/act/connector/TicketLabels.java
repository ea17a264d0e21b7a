package dev.ombud.act.connector;

import dev.ombud.act.target.TargetConfig;
import dev.ombud.ground.code.Severity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The words that a ticket is filed under.
final class TicketLabels {
  private static final int MAX_LABELS = 10;
  private static final int MAX_LABEL_CHARS = 50;

  private TicketLabels() {}

  /// The marker first, then the brief's own.
  ///
  /// @param joint what stands for whatever is no letter, digit, dot, hyphen or underscore
  static List<String> with(Tracker.Draft draft, String joint) {
    return Stream.concat(
            Stream.of(draft.marker()),
            draft.labels().stream()
                .map(label ->
                    label.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}._-]+", joint))
                .filter(label -> !label.isEmpty() && label.length() <= MAX_LABEL_CHARS))
        .distinct()
        .limit(MAX_LABELS)
        .toList();
  }

  /// That of the four values of the option `priorities` that stands for a severity.
  static String bySeverity(TargetConfig target, Severity severity) {
    List<String> four = target.list("priorities", "");
    return four.get(Math.min(rank(severity), four.size()) - 1);
  }

  /// 1 for the most severe, 4 for the least.
  static int rank(Severity severity) {
    return switch (severity) {
      case P1 -> 1;
      case P2 -> 2;
      case P3 -> 3;
      case P4 -> 4;
    };
  }
}
