package dev.ombud.gate.evaluation;

import dev.ombud.ground.code.GateVerdict;
import java.time.Duration;

/// What gates tell whoever counts. Called on any thread: be quick.
@FunctionalInterface
public interface GateMeter {
  /// A question was answered, and both are on record.
  ///
  /// @param gate as callers name it: there may be many
  /// @param duration from the question to the commit; what was waited for before is not in it
  void evaluated(String gate, GateVerdict verdict, Duration duration);
}
