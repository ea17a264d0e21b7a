package dev.ombud.app;

import dev.ombud.api.GateRoutes;
import dev.ombud.database.Database;
import dev.ombud.decision.Decisions;
import dev.ombud.domain.TimeIds;
import dev.ombud.engine.LiveRuleset;
import dev.ombud.gate.ExperimentPauseStore;
import dev.ombud.gate.GateOverrides;
import dev.ombud.gate.Gates;
import dev.ombud.inquiry.ReplayRulesets;
import dev.ombud.ruleset.Rulesets;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import java.util.List;
import java.util.function.Supplier;

/// The release gates, wired by hand.
final class Gating {
  private final Settings settings;
  private final Database database;
  private final TimeIds ids;

  Gating(Settings settings, Database database, TimeIds ids) {
    this.settings = settings;
    this.database = database;
    this.ids = ids;
  }

  /// @param past rulesets that decided once, compiled
  List<Route> routes(
      Access access,
      Supplier<LiveRuleset> live,
      Rulesets rulesets,
      ReplayRulesets past,
      Decisions decisions) {
    Gates gates =
        new Gates(
            database,
            live,
            version -> past.compile(rulesets.parts(version)),
            new ExperimentPauseStore(
                database, decisions::find, ids, settings.reviewing().patience()),
            ids,
            Version.engine());
    return GateRoutes.routes(access, gates, new GateOverrides(database, ids));
  }
}
