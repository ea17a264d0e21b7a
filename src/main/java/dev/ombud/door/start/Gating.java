package dev.ombud.door.start;

import dev.ombud.door.command.Version;
import dev.ombud.gate.evaluation.ExperimentPauseStore;
import dev.ombud.gate.evaluation.GateOverrides;
import dev.ombud.gate.evaluation.Gates;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.Pool;

/// The release gates.
final class Gating {
  final Gates gates;
  final GateOverrides overrides;

  /// By whose connections a gate answers those who ask it.
  final Database asked;

  Gating(Base base, Publishing publishing, Deciding deciding) {
    gates =
        new Gates(
            base.database,
            publishing.switching,
            version -> publishing.replayed.compile(publishing.rulesets.parts(version)),
            new ExperimentPauseStore(
                base.database,
                deciding.pipeline::find,
                base.ids,
                base.settings.reviewing().patience()),
            base.meters,
            base.ids,
            Version.engine());
    overrides = new GateOverrides(base.database, base.ids);
    base.meters.watchGateOverrides(() -> base.vital.during(overrides::inForceCount));
    asked = base.database.of(Pool.DECISIONS).leaving(Publishing.LANES);
  }
}
