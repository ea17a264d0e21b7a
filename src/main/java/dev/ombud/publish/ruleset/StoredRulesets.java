package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.record.replay.RulesetSource;
import java.util.UUID;

/// Gives the record the bytes of rulesets, of versions and drafts. Thread-safe.
public record StoredRulesets(Rulesets rulesets, Drafts drafts) implements RulesetSource {
  @Override
  public RulesetParts stored(long version) {
    return rulesets.parts(version);
  }

  @Override
  public RulesetParts published(long version) {
    return rulesets.parts(rulesets.load(version).version());
  }

  @Override
  public RulesetParts active() {
    return rulesets.parts(rulesets.active().version());
  }

  @Override
  public RulesetParts draft(UUID id) {
    return drafts.parts(drafts.load(id).id());
  }
}
