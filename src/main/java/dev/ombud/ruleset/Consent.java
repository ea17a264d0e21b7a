package dev.ombud.ruleset;

import dev.ombud.domain.Field;
import dev.ombud.domain.Mode;
import dev.ombud.domain.Tier;
import dev.ombud.domain.Vocabulary;
import dev.ombud.engine.RulesetCompiler;
import dev.ombud.engine.RulesetParts;
import dev.ombud.engine.Stages;
import dev.ombud.table.DecisionTable;
import dev.ombud.table.check.Reach;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Says why a change needs more than one person's consent: it lets something happen by itself, or a
/// release be rolled back, where that was not so before; or it touches rules. Stateless.
final class Consent {
  /// A conclusion that must not reach further without a second pair of eyes.
  private record Guarded(String table, Field output, String word) {}

  private static final List<Guarded> GUARDED =
      List.of(
          new Guarded(Stages.AUTOMATION, Vocabulary.MODE, Mode.AUTOMATIC.name()),
          new Guarded(Stages.MITIGATION, Vocabulary.TIER, Tier.TIER_3.name()));

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
    for (Guarded guarded : GUARDED) {
      DecisionTable table = nextTables.get(guarded.table());
      Optional<DecisionTable> before = Optional.ofNullable(nowTables.get(guarded.table()));
      if (table != null) {
        Reach.widened(before, table, guarded.output(), guarded.word())
            .ifPresent(widening ->
                because.add(
                    "row %s of `%s` concludes %s where nothing did, for example for %s"
                        .formatted(
                            widening.row(), guarded.table(), guarded.word(), widening.example())));
      }
    }
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
