package dev.ombud.record.decision;

import static dev.ombud.decide.engine.Stages.AUTOMATION;
import static dev.ombud.decide.engine.Stages.EVIDENCE;
import static dev.ombud.decide.engine.Stages.MITIGATION;
import static dev.ombud.decide.engine.Stages.ROUTING;
import static dev.ombud.decide.engine.Stages.RUNBOOK;
import static dev.ombud.decide.engine.Stages.SEVERITY;

import dev.ombud.ground.domain.Judgement.Firing;
import java.util.List;

/// Tells in which stage of [Judge] something fired. Stateless.
final class Firings {
  static final int FIRST_STAGE = -1;

  private static final List<String> TABLES =
      List.of(EVIDENCE, SEVERITY, MITIGATION, RUNBOOK, AUTOMATION, ROUTING);

  /// What the engine notes where a table says nothing, or two things at once.
  private static final String TABLE = "table ";

  private static final String UNDECIDED = " is undecided";

  private Firings() {}

  /// Tables have the even numbers in their order; what rules do between two tables has the odd
  /// number between. A firing of a rule does not name its stage, so the firing before it counts.
  ///
  /// @param before the stage of the firing before, at first [#FIRST_STAGE]
  static int stage(Firing firing, int before) {
    int table = TABLES.indexOf(table(firing));
    if (table >= 0) {
      return 2 * table;
    }
    return before % 2 == 0 ? before + 1 : before;
  }

  private static String table(Firing firing) {
    if (firing.cells() != null) {
      return firing.cells().table();
    }
    String rule = firing.rule();
    return rule.startsWith(TABLE) && rule.endsWith(UNDECIDED)
        ? rule.substring(TABLE.length(), rule.length() - UNDECIDED.length())
        : "";
  }
}
