package dev.ombud.app;

import dev.ombud.action.connector.Connectors;
import dev.ombud.action.connector.SlackView;
import dev.ombud.api.GateRoutes;
import dev.ombud.api.GitHubRoutes;
import dev.ombud.console.releases.GateAnswers.Answer;
import dev.ombud.database.Database;
import dev.ombud.database.Pool;
import dev.ombud.gate.Deployments;
import dev.ombud.gate.ExperimentPauseStore;
import dev.ombud.gate.GateEvaluation;
import dev.ombud.gate.GateOverrides;
import dev.ombud.gate.Gates;
import dev.ombud.gate.GitHubSigning;
import dev.ombud.outbound.HttpOutbound;
import dev.ombud.outbound.Secret;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The release gates, wired by hand. Stopped in the opposite order.
final class Gating implements AutoCloseable {
  private final Parts parts;
  private final Meters meters;
  private final Gates gates;
  private final HttpOutbound outside;
  private final Chores chores = new Chores();

  Gating(Parts parts, Meters meters, HttpOutbound outside) {
    this.parts = parts;
    this.outside = outside;
    this.meters = meters;
    this.gates = gates(Pool.READING);
  }

  /// Starts to answer deployments, where GitHub is heard.
  List<Route> start(Access access) {
    GateOverrides overrides = new GateOverrides(parts.database(), parts.ids());
    GateOverrides counted = new GateOverrides(parts.database().of(Pool.VITAL), parts.ids());
    meters.watchGateOverrides(counted::inForceCount);
    Gates asked = gates(parts.database().of(Pool.DECISIONS).leaving(Service.LANES));
    List<Route> routes = new ArrayList<>(GateRoutes.routes(access, asked, gates, overrides));
    parts
        .settings()
        .gitHub()
        .ifPresent(gitHub -> {
          Deployments deployments = deployments();
          chores.every(2, "deployments", deployments::look);
          routes.addAll(
              GitHubRoutes.routes(
                  new GitHubSigning(new Secret(gitHub.webhookSecret())), deployments));
        });
    return routes;
  }

  private Deployments deployments() {
    Settings settings = parts.settings();
    Database database = parts.database().of(Pool.OUTBOX);
    Connectors connectors =
        new Connectors(
            settings.targets(),
            outside.to(settings.targets().destinations()),
            database,
            Clock.systemUTC(),
            SlackView.USUAL);
    return new Deployments(
        database,
        gates(Pool.OUTBOX),
        connectors.protectionRules(),
        parts.ids(),
        settings.address());
  }

  /// For those who look up what was asked.
  Gates gates() {
    return gates;
  }

  /// The gates, by the connections of a class of work.
  Gates gates(Pool pool) {
    return gates(parts.database().of(pool));
  }

  private Gates gates(Database database) {
    return new Gates(
        database,
        parts.switching(),
        version -> parts.replayed().compile(parts.rulesets().parts(version)),
        new ExperimentPauseStore(
            database,
            parts.pipeline().from(database)::find,
            parts.ids(),
            parts.settings().reviewing().patience()),
        meters,
        parts.ids(),
        Version.engine());
  }

  /// What gates said about a release, for its page.
  List<Answer> about(String product, String release) {
    return gates.about(product, release).stream().map(Gating::answer).toList();
  }

  private static Answer answer(GateEvaluation evaluation) {
    return new Answer(
        evaluation.at().toString(),
        evaluation.gate(),
        evaluation.verdict().name(),
        evaluation.isSafe(),
        evaluation
            .override()
            .map(each ->
                "`%s` let it through until %s: %s"
                    .formatted(each.approvedBy(), each.until(), each.reason()))
            .orElse(""),
        evaluation.reasons(),
        evaluation.signals());
  }

  @Override
  public void close() {
    chores.close();
  }
}
