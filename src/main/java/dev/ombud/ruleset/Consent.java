package dev.ombud.ruleset;

import dev.ombud.engine.RulesetCompiler;
import dev.ombud.engine.RulesetParts;
import dev.ombud.table.DecisionTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Says why a change needs more than one person's consent. Stateless.
final class Consent {
  private Consent() {}

  /// @param now the parts that decide, and their tables by name
  /// @param next the parts that shall decide, and theirs
  /// @return a clause for each reason; nothing where one person's consent is enough
  static List<String> because(
      RulesetParts now,
      Map<String, DecisionTable> nowTables,
      RulesetParts next,
      Map<String, DecisionTable> nextTables) {
    List<String> because = new ArrayList<>();
    TreeSet<String> paths = new TreeSet<>(now.parts().keySet());
    paths.addAll(next.parts().keySet());
    for (String path : paths) {
      if (path.startsWith(RulesetCompiler.RULES)
          && !Arrays.equals(now.parts().get(path), next.parts().get(path))) {
        because.add("`" + path + "` is changed, and rules may do anything");
      }
    }
    return because;
  }
}
