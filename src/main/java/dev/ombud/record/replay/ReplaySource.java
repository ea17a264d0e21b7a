package dev.ombud.record.replay;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetException;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.DecisionRow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where everything comes from that judging a decision again takes. Thread-safe.
final class ReplaySource {
  private final ReplayStore store;
  private final RulesetSource rulesets;
  private final ReplayRulesets compiled;

  ReplaySource(Database database, RulesetSource rulesets, ReplayRulesets compiled) {
    this.store = new ReplayStore(database);
    this.rulesets = rulesets;
    this.compiled = compiled;
  }

  /// @throws ServiceException NOT_FOUND
  DecisionRow load(UUID id) {
    return store
        .find(id)
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.NOT_FOUND, "there is no decision `" + id + "`: check the id"));
  }

  /// The ruleset that decided, from the memory of this instance where it is there.
  Optional<CompiledRuleset> known(DecisionRow row, List<String> problems) {
    Optional<CompiledRuleset> known = compiled.find(Sha256.text(row.rulesetDigest()));
    return known.isPresent() ? known : verified(row, problems);
  }

  /// The ruleset as its bytes stand in the database now, whatever they are.
  ///
  /// @param problems gets what is wrong with them, in plain words
  Optional<CompiledRuleset> verified(DecisionRow row, List<String> problems) {
    RulesetParts parts = rulesets.stored(row.rulesetVersion());
    if (parts.parts().isEmpty()) {
      problems.add("ruleset " + row.rulesetVersion() + " is not stored any more");
      return Optional.empty();
    }
    String recorded = Sha256.text(row.rulesetDigest());
    if (!parts.digestText().equals(recorded)) {
      problems.add(
          "the stored bytes of ruleset %d are not those that decided: their digest is %s, on record is %s"
              .formatted(row.rulesetVersion(), parts.digestText(), recorded));
    }
    try {
      return Optional.of(compiled.compile(parts));
    } catch (RulesetException e) {
      problems.add(
          "ruleset %d cannot be compiled by this build: %s"
              .formatted(row.rulesetVersion(), e.findings().getFirst().line()));
      return Optional.empty();
    }
  }
}
