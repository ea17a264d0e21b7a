package dev.ombud.door.recordpages;

import java.util.List;

/// What gates said about a release, newest first.
@FunctionalInterface
public interface GateAnswers {
  /// Nobody was asked.
  GateAnswers NONE = (_, _) -> List.of();

  List<Answer> about(String product, String release);

  /// One answer, in words.
  ///
  /// @param isSafe whether a pipeline may go on
  /// @param reasons what decides first
  /// @param signals what it rests on, a line each
  record Answer(
      String at,
      String gate,
      String verdict,
      boolean isSafe,
      String note,
      List<String> reasons,
      List<String> signals) {
    public Answer {
      reasons = List.copyOf(reasons);
      signals = List.copyOf(signals);
    }
  }
}
