package dev.ombud.door.start;

import dev.ombud.door.recordpages.GateAnswers;
import dev.ombud.gate.evaluation.GateEvaluation;
import dev.ombud.gate.evaluation.Gates;
import java.util.List;

/// What gates said about a release, as the console shows it. Thread-safe.
record GateShelf(Gates gates) implements GateAnswers {
  @Override
  public List<Answer> about(String product, String release) {
    return gates.about(product, release).stream().map(GateShelf::answer).toList();
  }

  private static Answer answer(GateEvaluation evaluation) {
    return new Answer(
        evaluation.at().toString(),
        evaluation.gate(),
        evaluation.verdict().name(),
        evaluation.isSafe(),
        evaluation
            .override()
            .map(each ->
                "`%s` let it through until %s: %s"
                    .formatted(each.approvedBy(), each.until(), each.reason()))
            .orElse(""),
        evaluation.reasons(),
        evaluation.signals());
  }
}
