package dev.ombud.publish.ruleset;

import dev.ombud.decide.check.ConclusionReach;
import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.engine.Stages;
import dev.ombud.decide.gate.GateTrial;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.GateCase;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.domain.Lexicon.Word;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.GateVocabulary;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.ground.field.WordList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Says why a change needs more than one person's consent: it lets something happen by itself, a
/// release be rolled back, or a candidate through a gate, where that was not so before; or it
/// touches rules. Stateless.
final class Consent {
  /// A conclusion that must not reach further without a second pair of eyes.
  ///
  /// @param words one of which is as good as another
  private record Guarded(String table, Field output, Set<String> words) {}

  private static final List<Guarded> GUARDED =
      List.of(
          new Guarded(Stages.AUTOMATION, Vocabulary.MODE, Set.of(Mode.AUTOMATIC.name())),
          new Guarded(Stages.MITIGATION, Vocabulary.TIER, Set.of(Tier.TIER_3.name())),
          new Guarded(Stages.GATE, GateVocabulary.VERDICT, safe()));

  private Consent() {}

  private static Set<String> safe() {
    return Arrays.stream(GateVerdict.values())
        .filter(GateVerdict::isSafe)
        .map(Enum::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

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
        ConclusionReach.widened(before, table, guarded.output(), guarded.words())
            .ifPresent(widening ->
                because.add(
                    "row %s of `%s` concludes %s where nothing did, %s"
                        .formatted(
                            widening.row(),
                            guarded.table(),
                            String.join(" or ", guarded.words()),
                            widening.example())));
      }
    }
    blamed(RulesetCompiler.lexicon(now), RulesetCompiler.lexicon(next)).ifPresent(because::add);
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

  /// Only what can be the fault of a release leads to a mitigation.
  private static Optional<String> blamed(Lexicon now, Lexicon next) {
    if (!now.isDeclared()) {
      return Optional.empty(); // nothing was said of any word before: all of it is new
    }
    List<String> more =
        next.words(WordList.CATEGORY).stream()
            .filter(Word::releaseFault)
            .map(Word::name)
            .filter(name -> !now.canBeReleaseFault(List.of(name)))
            .toList();
    return more.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "category %s can be the fault of a release where it could not before"
                .formatted(String.join(", ", more)));
  }

  /// What gates rest on besides their own table, such as the limits of telemetry, shows in their
  /// cases.
  ///
  /// @param now what decides; nothing where it cannot be loaded, and then it let nothing through
  /// @param cases of gates, of the parts that decide and of those that shall
  static Optional<String> becauseOf(
      Collection<GateCase> cases, Optional<CompiledRuleset> now, CompiledRuleset next) {
    List<GateCase> loosened =
        cases.stream()
            .filter(each -> GateTrial.of(next, each).isSafe())
            .filter(each -> now.filter(it -> GateTrial.of(it, each).isSafe()).isEmpty())
            .toList();
    return loosened.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of the scenarios of gates let through what was held back, for example `%s`"
                .formatted(
                    loosened.stream().map(GateCase::name).distinct().count(),
                    loosened.getFirst().name()));
  }
}
