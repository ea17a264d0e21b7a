package dev.ombud.record.decision;

import dev.ombud.decide.engine.TableTrace;
import dev.ombud.ground.domain.Judgement;
import java.util.List;

/// A judgement with what every table made of the aggregate, in the order in which they were asked.
/// Immutable.
public record TracedJudgement(Judgement judgement, List<TableTrace> traces) {
  public TracedJudgement {
    traces = List.copyOf(traces);
  }
}
