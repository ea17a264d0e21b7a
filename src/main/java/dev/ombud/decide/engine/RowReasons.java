package dev.ombud.decide.engine;

import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Firing;
import java.util.List;
import java.util.StringJoiner;

/// Says of the rows that led to a severity, a mitigation, a ticket or a page what they are and what
/// they compared, so that none of these is ever without a reason. Stateless.
final class RowReasons {
  private RowReasons() {}

  /// @param rows of the table, those that count
  /// @param first where their firings begin
  static void give(Case subject, String table, List<RowFact.Body> rows, int first) {
    switch (table) {
      case Stages.SEVERITY -> {
        if (subject.severity() != Severity.P4) {
          give(subject, ReasonCode.SEVERITY_RULE, subject.severity().name(), rows, first);
        }
      }
      case Stages.MITIGATION -> {
        if (subject.tier() != Tier.NONE) {
          give(subject, ReasonCode.MITIGATION_RULE, subject.tier().name(), rows, first);
        }
      }
      case Stages.RUNBOOK -> actions(subject, rows, first);
      default -> {}
    }
  }

  private static void give(
      Case subject, ReasonCode code, String conclusion, List<RowFact.Body> rows, int first) {
    if (!rows.isEmpty()) {
      subject.explain(code, words(conclusion, rows.getFirst(), subject.firings().get(first)));
    }
  }

  private static String words(String conclusion, RowFact.Body row, Firing firing) {
    StringJoiner words = new StringJoiner(", ");
    for (Comparison compared : firing.compared()) {
      words.add(
          compared.field()
              + " "
              + (compared.value() == null ? "not known" : Words.of(compared.value()))
              + (compared.value() instanceof Boolean ? "" : " (needs " + compared.needs() + ")"));
    }
    String note = row.row().note();
    return conclusion
        + " by "
        + firing.rule()
        + (note.isEmpty() ? "" : " (" + note + ")")
        + (words.length() == 0 ? "" : ": " + words);
  }

  /// What everybody gets daily needs no reason.
  private static void actions(Case subject, List<RowFact.Body> rows, int first) {
    StringJoiner words = new StringJoiner("; ");
    for (int i = 0; i < rows.size(); i++) {
      Firing firing = subject.firings().get(first + i);
      String action = String.valueOf(firing.effects().getFirst().value());
      if (!action.equals("ADD_TO_DIGEST")) {
        words.add(action + " by " + firing.rule());
      }
    }
    if (words.length() > 0) {
      subject.explain(ReasonCode.ACTION_RULE, words.toString());
    }
  }
}
