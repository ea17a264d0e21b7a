package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.HeavyWork;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads, checks and compiles the ruleset that decides a few times over, and throws the result
/// away: what the first upload and the first activation of an instance run is compiled by then, and
/// whoever comes first waits no longer than the second. Each round takes a place of heavy work for
/// part of a second and gives it back, so that nobody waits for all of them. Thread-safe.
public final class Rehearsal {
  /// After six, what a table of 5,000 rows takes is that of a JVM that has read many.
  private static final int ROUNDS = 6;

  /// Compiled code belongs to the process: what one instance practised is practised for all in it.
  private static final AtomicBoolean PLAYED = new AtomicBoolean();

  private final Rulesets rulesets;
  private final RulesetSwitch live;
  private final RulesetCheck check;

  public Rehearsal(Rulesets rulesets, RulesetSwitch live, RulesetCompiler compiler) {
    this.rulesets = rulesets;
    this.live = live;
    this.check = new RulesetCheck(compiler);
  }

  /// Plays it through, unless that was done in this process.
  public void playOnce() {
    if (!PLAYED.getAndSet(true)) {
      int _ = play();
    }
  }

  /// Plays it through.
  ///
  /// @return how often the ruleset was judged by its scenarios
  public int play() {
    RulesetParts parts = rulesets.parts(live.get().ref().version());
    int judged = 0;
    for (int i = 0; i < ROUNDS; i++) {
      judged += HeavyWork.run("the rehearsal of an upload", () -> round(parts));
    }
    return judged;
  }

  private int round(RulesetParts parts) {
    try (RulesetCheck.Checked checked = check.check(parts, Map.of())) {
      checked.ruleset().ifPresent(ruleset -> judge(ruleset, checked));
      return checked.ruleset().isPresent() ? 1 : 0;
    }
  }

  private static void judge(CompiledRuleset ruleset, RulesetCheck.Checked checked) {
    ruleset.warm(1);
    ScenarioRun.run(ruleset, checked.scenarios());
  }
}
