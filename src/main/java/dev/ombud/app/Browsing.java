package dev.ombud.app;

import dev.ombud.action.ActionStore;
import dev.ombud.action.Automation;
import dev.ombud.action.OpenedTicketStore;
import dev.ombud.audit.AuditLog;
import dev.ombud.audit.CheckpointFile;
import dev.ombud.audit.JobStore;
import dev.ombud.audit.Proofs;
import dev.ombud.audit.Trust;
import dev.ombud.audit.Verifications;
import dev.ombud.console.Entrance;
import dev.ombud.console.access.AccessRoutes;
import dev.ombud.console.audit.AuditRoutes;
import dev.ombud.console.decision.DecisionRoutes;
import dev.ombud.console.flag.FlagRoutes;
import dev.ombud.console.now.Health;
import dev.ombud.console.now.NowRoutes;
import dev.ombud.console.now.Pulse;
import dev.ombud.console.releases.NotesDesk;
import dev.ombud.console.releases.ReleaseRoutes;
import dev.ombud.console.review.ReviewRoutes;
import dev.ombud.console.review.ReviewShowPage;
import dev.ombud.console.tables.TablesRoutes;
import dev.ombud.console.trial.TrialRoutes;
import dev.ombud.database.Database;
import dev.ombud.database.Pool;
import dev.ombud.database.Trouble;
import dev.ombud.decision.Intake;
import dev.ombud.decision.Judge;
import dev.ombud.decision.TracedJudgement;
import dev.ombud.domain.Context;
import dev.ombud.evidence.Openings;
import dev.ombud.identity.Provider;
import dev.ombud.identity.RefusalLog;
import dev.ombud.identity.SessionStore;
import dev.ombud.inquiry.PresentStore;
import dev.ombud.inquiry.Search;
import dev.ombud.outbound.HttpOutbound;
import dev.ombud.response.EffectStore;
import dev.ombud.response.ProgressStore;
import dev.ombud.response.ReleaseStore;
import dev.ombud.review.Outcomes;
import dev.ombud.review.Reviews;
import dev.ombud.ruleset.RefusedUploads;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import dev.ombud.web.Server;
import dev.ombud.web.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The console, wired by hand. What it asks has no state of its own but the database, so it makes
/// that itself rather than share it with the API.
final class Browsing implements AutoCloseable {
  private static final int LOOK_SECONDS = 2;

  private final Chores chores = new Chores();
  private final Parts parts;
  private final Acting acting;
  private final Gating gating;
  private final NotesDesk notes;
  private final Reviews reviews;
  private final Search search;
  private final Pulse pulse;
  private final Optional<Provider> provider;
  private final SessionStore sessions;
  private final Access access;
  private final Entrance entrance;
  private final Verifications verifications;

  Browsing(
      Parts parts,
      Acting acting,
      Gating gating,
      NotesDesk notes,
      Access access,
      HttpOutbound outside) {
    this.notes = notes;
    this.parts = parts;
    this.acting = acting;
    this.gating = gating;
    this.reviews =
        new Reviews(
            parts.database(),
            parts.ids(),
            parts.settings().reviewing().patience(),
            new ReleaseStore(parts.ids(), parts.clock(), acting::wake));
    this.search = new Search(parts.database(), parts.pipeline());
    this.provider =
        parts.settings().provider().map(config -> new Provider(config, outside, parts.clock()));
    Settings settings = parts.settings();
    boolean isHttps = settings.publicUrl().getScheme().equals("https");
    this.access = access;
    this.sessions =
        new SessionStore(parts.database().of(Pool.OPEN), parts.ids(), settings.sessions());
    this.entrance =
        new Entrance(access, sessions, parts.clock(), isHttps || settings.tls().isPresent());
    this.pulse = new Pulse(new PresentStore(parts.database()), search, reviews, parts.clock());
    this.verifications =
        new Verifications(
            parts.database().of(Pool.HEAVY), parts.config(), this::trust, parts.ids());
  }

  /// Who waits for news has to be let go before the server stops.
  Pulse pulse() {
    return pulse;
  }

  /// What people are shown where the server refuses something.
  Server.Pages pages() {
    return entrance;
  }

  /// Begins to look at how things stand.
  ///
  /// @return all pages and forms
  List<Route> start() {
    Database database = parts.database();
    Clock clock = parts.clock();
    RefusedUploads refusedUploads = new RefusedUploads(database, clock);
    chores
        .every(60, "sessions", () -> sessions.forget(clock.instant()))
        .every(600, "refused uploads", refusedUploads::forget)
        .every(LOOK_SECONDS, "pulse", pulse::look);
    provider.ifPresent(each -> Thread.startVirtualThread(each::probe));
    Automation automation =
        new Automation(database, parts.ids(), clock, parts.settings().automaticActionsPerHour());
    Health health =
        new Health(
            () -> parts.probe().trouble().map(Trouble::sentence),
            parts.sealer(),
            new ActionStore(database),
            parts.audit(),
            clock);
    List<Route> routes =
        new ArrayList<>(
            entrance.ownRoutes(
                access,
                sessions,
                provider,
                new RefusalLog(new AuditLog(database.of(Pool.OPEN)), parts.ids(), clock)));
    routes.addAll(NowRoutes.routes(entrance, pulse, health, automation, clock));
    routes.addAll(decisionRoutes());
    routes.addAll(
        ReviewRoutes.routes(
            entrance,
            new ReviewShowPage.Parts(
                reviews,
                parts.corrections(),
                new Outcomes(database, parts.ids(), new OpenedTicketStore(database)::incident),
                parts.pipeline(),
                parts.texts()::texts),
            clock));
    routes.addAll(FlagRoutes.routes(entrance, acting.flags().registry(), acting.flags().lifting()));
    List<Route> heavy = new ArrayList<>(auditRoutes());
    heavy.addAll(tableRoutes(refusedUploads));
    heavy.stream().map(each -> each.in(Work.HEAVY)).forEach(routes::add);
    routes.addAll(AccessRoutes.routes(entrance, parts.issuance(), clock));
    routes.addAll(
        ReleaseRoutes.routes(
            entrance,
            search,
            parts.counts(),
            acting.actions(),
            parts.audit(),
            gating::about,
            notes,
            clock));
    routes.addAll(
        TrialRoutes.routes(entrance, this::judge, parts.intake(), parts.pipeline(), clock));
    return routes;
  }

  private List<Route> auditRoutes() {
    return AuditRoutes.routes(
        entrance,
        new Proofs(parts.database()),
        parts.audit(),
        parts.exports(),
        new JobStore(parts.database()),
        verifications);
  }

  private List<Route> tableRoutes(RefusedUploads refusedUploads) {
    return TablesRoutes.routes(
        entrance,
        parts.drafts(),
        parts.rulesets(),
        parts.backtests(),
        parts.counts(),
        refusedUploads,
        parts.clock());
  }

  private List<Route> decisionRoutes() {
    return DecisionRoutes.routes(
        entrance,
        new DecisionRoutes.Parts(
            search,
            parts.counts(),
            parts.pipeline(),
            parts.explanations(),
            parts.replays(),
            new Openings(parts.database(), parts.vault(), parts.ids()),
            new Proofs(parts.database()),
            acting.actions(),
            parts.audit(),
            new EffectStore(parts.database()),
            new ProgressStore(parts.database()),
            parts.corrections()));
  }

  /// By the ruleset that decides now, without a record.
  private TracedJudgement judge(Intake.Tried tried) {
    return Judge.trace(
        parts.switching().get().compiled(),
        tried.aggregate(),
        Context.NONE.with(tried.masking()),
        parts.clock().instant());
  }

  /// What the file of checkpoints says, which the database cannot change.
  private Trust trust() {
    try {
      return new Trust(
          Optional.empty(), new CheckpointFile(parts.settings().checkpointFile()).notes());
    } catch (IOException e) {
      throw new UncheckedIOException("the file of checkpoints cannot be read", e);
    }
  }

  @Override
  public void close() {
    chores.close();
    verifications.close();
  }
}
