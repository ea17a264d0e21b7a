package dev.ombud.bench;

import java.time.Duration;
import java.util.OptionalLong;

/// How the processors were shared while something was measured, in cores.
///
/// @param all NaN where the machine does not tell
record Shares(double service, double load, double all) {
  static Shares of(
      Duration time, Duration service, Duration load, OptionalLong before, OptionalLong after) {
    double nanos = time.toNanos();
    double all =
        before.isPresent() && after.isPresent()
            ? (after.getAsLong() - before.getAsLong()) / nanos
            : Double.NaN;
    return new Shares(service.toNanos() / nanos, load.toNanos() / nanos, all);
  }

  String text() {
    return "%.2f / %.2f / %.2f".formatted(service, load, all);
  }
}
