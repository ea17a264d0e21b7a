package dev.ombud.decision;

import dev.ombud.domain.Judgement;
import dev.ombud.engine.TableTrace;
import java.util.List;

/// A judgement with what every table made of the aggregate, in the order in which they were asked.
/// Immutable.
public record TracedJudgement(Judgement judgement, List<TableTrace> traces) {
  public TracedJudgement {
    traces = List.copyOf(traces);
  }
}
