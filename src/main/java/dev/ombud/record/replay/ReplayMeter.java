package dev.ombud.record.replay;

/// Counts replays. Called on any thread.
@FunctionalInterface
public interface ReplayMeter {
  /// @param identical has to be true, always
  void replayedAgain(boolean identical);
}
