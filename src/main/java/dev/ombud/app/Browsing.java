package dev.ombud.app;

import dev.ombud.action.ActionStore;
import dev.ombud.action.Actions;
import dev.ombud.action.Automation;
import dev.ombud.audit.AuditLog;
import dev.ombud.audit.Proofs;
import dev.ombud.audit.Sealer;
import dev.ombud.console.Entrance;
import dev.ombud.console.audit.AuditRoutes;
import dev.ombud.console.decision.DecisionRoutes;
import dev.ombud.console.flag.FlagRoutes;
import dev.ombud.console.now.Health;
import dev.ombud.console.now.NowRoutes;
import dev.ombud.console.now.Pulse;
import dev.ombud.console.releases.GateAnswers;
import dev.ombud.console.releases.ReleaseRoutes;
import dev.ombud.console.review.ReviewRoutes;
import dev.ombud.console.trial.TrialRoutes;
import dev.ombud.database.Database;
import dev.ombud.decision.DecisionPipeline;
import dev.ombud.decision.Intake;
import dev.ombud.decision.TracedJudgement;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.TimeIds;
import dev.ombud.evidence.Openings;
import dev.ombud.evidence.TextStore;
import dev.ombud.evidence.TextVault;
import dev.ombud.flag.Flags;
import dev.ombud.inquiry.Explanations;
import dev.ombud.inquiry.Exports;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.PresentStore;
import dev.ombud.inquiry.Replays;
import dev.ombud.inquiry.Search;
import dev.ombud.response.EffectStore;
import dev.ombud.response.ReleaseStore;
import dev.ombud.review.Outcomes;
import dev.ombud.review.Reviews;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import dev.ombud.web.SessionStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The console, wired by hand. What it asks has no state of its own but the database, so it makes
/// that itself rather than share it with the API.
final class Browsing implements AutoCloseable {
  private static final int LOOK_SECONDS = 2;

  private final Chores chores = new Chores();
  private final Settings settings;
  private final Database database;
  private final TimeIds ids;
  private final Clock clock;
  private final DecisionPipeline pipeline;
  private final TextVault vault;
  private final Reviews reviews;
  private final Search search;
  private final Pulse pulse;

  Browsing(
      Settings settings,
      Database database,
      TimeIds ids,
      Clock clock,
      DecisionPipeline pipeline,
      TextVault vault) {
    this.settings = settings;
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.pipeline = pipeline;
    this.vault = vault;
    this.reviews =
        new Reviews(database, ids, settings.reviewing().patience(), new ReleaseStore(ids, clock));
    this.search = new Search(database, pipeline);
    this.pulse = new Pulse(new PresentStore(database), search, reviews, clock);
  }

  /// What says why.
  ///
  /// @param judge by the ruleset that decides now, without a record
  record Explaining(
      Explanations explanations, Replays replays, Function<Aggregate, TracedJudgement> judge) {}

  /// Who waits for news has to be let go before the server stops.
  Pulse pulse() {
    return pulse;
  }

  /// Begins to look at how things stand.
  ///
  /// @param tables makes the routes of the pages about tables, whose parts have state
  /// @return all pages and forms
  List<Route> start(
      Access access,
      Intake intake,
      FacetCount counts,
      Explaining explaining,
      Sealer sealer,
      Function<Entrance, List<Route>> tables) {
    SessionStore sessions = new SessionStore(database);
    chores
        .every(60, "sessions", () -> sessions.forget(clock.instant()))
        .every(LOOK_SECONDS, "pulse", pulse::look);
    boolean isSecure =
        settings.tls().isPresent() || settings.publicUrl().getScheme().equals("https");
    Entrance entrance = new Entrance(access, sessions, clock, settings.sessions(), isSecure);
    AuditLog log = new AuditLog(database);
    Automation automation =
        new Automation(database, ids, clock, settings.automaticActionsPerHour());
    Health health =
        new Health(database::isReachable, sealer, new ActionStore(database), log, clock);
    TextStore texts = new TextStore(database, vault);
    List<Route> routes = new ArrayList<>(entrance.ownRoutes());
    routes.addAll(NowRoutes.routes(entrance, pulse, health, automation, clock));
    routes.addAll(
        DecisionRoutes.routes(
            entrance,
            new DecisionRoutes.Parts(
                search,
                counts,
                pipeline,
                explaining.explanations(),
                explaining.replays(),
                new Openings(database, vault, ids),
                new Proofs(database),
                new Actions(database, ids, clock),
                log,
                new EffectStore(database))));
    routes.addAll(
        ReviewRoutes.routes(
            entrance, reviews, new Outcomes(database, ids), pipeline, texts::texts, clock));
    routes.addAll(FlagRoutes.routes(entrance, new Flags(database, ids, clock)));
    routes.addAll(
        AuditRoutes.routes(
            entrance, new Proofs(database), log, new Exports(database, log, ids, clock)));
    routes.addAll(tables.apply(entrance));
    Actions actions = new Actions(database, ids, clock);
    routes.addAll(
        ReleaseRoutes.routes(entrance, search, counts, actions, log, GateAnswers.NONE, clock));
    routes.addAll(TrialRoutes.routes(entrance, explaining.judge(), intake, pipeline, clock));
    return routes;
  }

  @Override
  public void close() {
    chores.close();
  }
}
