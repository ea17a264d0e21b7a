package dev.ombud.record.replay;

import dev.ombud.decide.engine.RulesetParts;
import java.util.UUID;

/// Where rulesets lie, for whoever judges by one again: the record knows nobody who publishes.
/// Thread-safe.
public interface RulesetSource {
  /// The bytes of a published version; no parts where it is not stored any more.
  RulesetParts stored(long version);

  /// The bytes of a published version.
  ///
  /// @throws dev.ombud.ground.base.ServiceException NOT_FOUND
  RulesetParts published(long version);

  /// The bytes of the version that decides now.
  RulesetParts active();

  /// The bytes of a draft as it stands.
  ///
  /// @throws dev.ombud.ground.base.ServiceException NOT_FOUND
  RulesetParts draft(UUID id);
}
