package dev.ombud.testing;

import dev.ombud.ground.domain.Decision;
import dev.ombud.record.decision.DecisionMeter;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/// Counts nothing.
public record SilentMeter() implements DecisionMeter {
  @Override
  public void committed(List<Decision> decisions, Duration duration) {}

  @Override
  public void answered(Duration latency) {}

  @Override
  public void replayed(int count) {}

  @Override
  public void failed(int count) {}

  @Override
  public void unrecorded(int count) {}

  @Override
  public void watchQueue(IntSupplier depth) {}
}
