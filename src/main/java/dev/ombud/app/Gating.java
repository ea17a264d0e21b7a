package dev.ombud.app;

import dev.ombud.action.connector.Connectors;
import dev.ombud.api.GateRoutes;
import dev.ombud.api.GitHubRoutes;
import dev.ombud.database.Database;
import dev.ombud.decision.Decisions;
import dev.ombud.domain.TimeIds;
import dev.ombud.engine.LiveRuleset;
import dev.ombud.gate.Deployments;
import dev.ombud.gate.ExperimentPauseStore;
import dev.ombud.gate.GateOverrides;
import dev.ombud.gate.Gates;
import dev.ombud.gate.GitHubSigning;
import dev.ombud.inquiry.ReplayRulesets;
import dev.ombud.outbound.HttpOutbound;
import dev.ombud.outbound.Secret;
import dev.ombud.ruleset.Rulesets;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The release gates, wired by hand. Stopped in the opposite order.
final class Gating implements AutoCloseable {
  private final Settings settings;
  private final Database database;
  private final TimeIds ids;
  private final HttpOutbound outbound;
  private final Chores chores = new Chores();

  Gating(Settings settings, Database database, TimeIds ids) {
    this.settings = settings;
    this.database = database;
    this.ids = ids;
    this.outbound = new HttpOutbound(settings.targets().destinations());
  }

  /// Starts to answer deployments, where GitHub is heard.
  ///
  /// @param past rulesets that decided once, compiled
  List<Route> start(
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
    List<Route> routes =
        new ArrayList<>(GateRoutes.routes(access, gates, new GateOverrides(database, ids)));
    settings
        .gitHub()
        .ifPresent(gitHub -> {
          Deployments deployments = deployments(gates);
          chores.every(2, "deployments", deployments::look);
          routes.addAll(
              GitHubRoutes.routes(
                  new GitHubSigning(new Secret(gitHub.webhookSecret())), deployments));
        });
    return routes;
  }

  private Deployments deployments(Gates gates) {
    Connectors connectors =
        new Connectors(settings.targets(), outbound, database, Clock.systemUTC());
    return new Deployments(
        database, gates, connectors.protectionRules(), ids, settings.publicUrl());
  }

  @Override
  public void close() {
    chores.close();
    outbound.close();
  }
}
