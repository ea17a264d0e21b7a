package dev.ombud.action;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The gates of all targets that anything was sent to. Thread-safe.
final class Gates {
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();
  private final int places;
  private final Clock clock;

  /// @param places how many attempts at one target at once
  Gates(int places, Clock clock) {
    this.places = places;
    this.clock = clock;
  }

  Gate of(String target) {
    return gates.computeIfAbsent(target, name -> new Gate(name, places, clock));
  }

  List<TargetState> states() {
    return gates.entrySet().stream()
        .map(gate ->
            new TargetState(gate.getKey(), gate.getValue().isShut(), gate.getValue().busy()))
        .toList();
  }
}
