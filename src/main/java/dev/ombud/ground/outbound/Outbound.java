package dev.ombud.ground.outbound;

/// Speaks to systems outside. Thread-safe.
@FunctionalInterface
public interface Outbound {
  /// Sends one request and waits for its answer; never follows a redirect, never sends twice.
  Reply send(Call call);
}
