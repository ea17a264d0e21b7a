package dev.ombud.act.action;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The gates of all targets that anything was sent to. Thread-safe.
public final class TargetBreakers {
  private final Map<String, TargetBreaker> gates = new ConcurrentHashMap<>();
  private final int places;
  private final Clock clock;

  /// @param places how many attempts at one target at once
  public TargetBreakers(int places, Clock clock) {
    this.places = places;
    this.clock = clock;
  }

  public TargetBreaker of(String target) {
    return gates.computeIfAbsent(target, name -> new TargetBreaker(name, places, clock));
  }

  public List<TargetState> states() {
    return gates.entrySet().stream()
        .map(gate ->
            new TargetState(gate.getKey(), gate.getValue().isShut(), gate.getValue().busy()))
        .toList();
  }
}
