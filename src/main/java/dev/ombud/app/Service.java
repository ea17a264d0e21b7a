package dev.ombud.app;

import dev.ombud.api.ApiRoutes;
import dev.ombud.api.TokenRoutes;
import dev.ombud.audit.AuditLog;
import dev.ombud.audit.CheckpointFile;
import dev.ombud.audit.LogKeys;
import dev.ombud.audit.Sealer;
import dev.ombud.audit.Webhook;
import dev.ombud.backtest.Backtests;
import dev.ombud.backtest.Finished;
import dev.ombud.database.Database;
import dev.ombud.database.DatabaseConfig;
import dev.ombud.database.EmbeddedServer;
import dev.ombud.database.Pool;
import dev.ombud.database.Probe;
import dev.ombud.database.Trouble;
import dev.ombud.decision.DecisionPipeline;
import dev.ombud.decision.DecisionWatcher;
import dev.ombud.decision.FollowUp;
import dev.ombud.domain.TimeIds;
import dev.ombud.engine.LiveRuleset;
import dev.ombud.engine.RulesetCompiler;
import dev.ombud.evidence.Masking;
import dev.ombud.evidence.TextKeys;
import dev.ombud.evidence.TextVault;
import dev.ombud.identity.TokenStore;
import dev.ombud.inquiry.Exports;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.ReplayRulesets;
import dev.ombud.inquiry.ReplayWorker;
import dev.ombud.inquiry.Replays;
import dev.ombud.outbound.HttpOutbound;
import dev.ombud.response.ProgressStore;
import dev.ombud.ruleset.Draft.Backtested;
import dev.ombud.ruleset.Drafts;
import dev.ombud.ruleset.RulesetPublisher;
import dev.ombud.ruleset.RulesetSwitch;
import dev.ombud.ruleset.Rulesets;
import dev.ombud.ruleset.ScenarioRun;
import dev.ombud.ruleset.Shadows;
import dev.ombud.web.Access;
import dev.ombud.web.DocsRoutes;
import dev.ombud.web.HealthRoutes;
import dev.ombud.web.Readiness;
import dev.ombud.web.Route;
import dev.ombud.web.Server;
import dev.ombud.web.ServerConfig;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running service: everything, wired by hand in the order in which it depends on each other,
/// and stopped in the opposite order. Thread-safe.
public final class Service implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Service.class);

  /// Three batches at once: one judges, one is copied, one waits for the disk. With two, a tenth of
  /// two cores stays idle under a batch; four make the transactions of single posts too small.
  static final int LANES = 3;

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final HttpOutbound outside = own(new HttpOutbound());
  private List<BootstrapToken> freshTokens = List.of();
  private Optional<Database> database = Optional.empty();
  private Optional<Server> server = Optional.empty();
  private Optional<LiveRuleset> ruleset = Optional.empty();
  private List<Route> routes = List.of();

  private Service() {}

  /// Starts everything; when it returns, the service is ready.
  public static Service start(Settings settings) {
    Service service = new Service();
    try {
      service.run(settings);
      return service;
    } catch (RuntimeException | Error e) {
      service.close();
      throw e;
    }
  }

  private void run(Settings settings) {
    Clock clock = Clock.systemUTC();
    RulesetCompiler compiler = new RulesetCompiler();
    Meters meters = own(new Meters());
    // The engine warms up on one core while the database starts on the other.
    FirstRuleset first = own(FirstRuleset.begin(settings.home(), compiler));
    DatabaseConfig config = databaseConfig(settings);
    Database database = own(database(config, settings, clock));
    this.database = Optional.of(database);
    RulesetSwitch switching = own(switching(first, database, compiler, clock));
    TimeIds ids = new TimeIds(clock);
    TokenStore tokens = new TokenStore(database.of(Pool.VITAL), ids, clock);
    freshTokens = Bootstrap.tokens(settings, tokens);
    Masking masking = settings.maskingPatterns().map(Masking::with).orElseGet(Masking::usual);
    TextVault vault = vault(settings, database, masking, clock);
    Shadows shadows = own(new Shadows(database.of(Pool.UPKEEP), compiler, clock));
    // Stopped after all that records something, so that it seals the last of it.
    Sealer sealer = sealer(settings, database.of(Pool.UPKEEP), ids, clock);
    watch(meters, switching, sealer);
    Drafts drafts = new Drafts(database, compiler, switching, ids, clock);
    Rulesets rulesets = new Rulesets(database, switching, clock);
    ReplayRulesets replayed = own(new ReplayRulesets(compiler, switching));
    Database heavy = database.of(Pool.HEAVY);
    Drafts heavyDrafts = new Drafts(heavy, compiler, switching, ids, clock);
    Rulesets heavyRulesets = new Rulesets(heavy, switching, clock);
    Replays replays = replays(heavy, heavyRulesets, heavyDrafts, replayed, meters, ids);
    ReplayWorker replayer = own(new ReplayWorker(replays, settings.replayShare()));
    Acting acting = own(new Acting(settings, database, ids, clock, meters, switching, outside));
    Wording wording = own(new Wording(settings, database, ids, clock, meters.briefs()));
    DecisionWatcher watcher = watcher(acting, shadows, replayer);
    FollowUp after = wording.after(acting.responder());
    DecisionPipeline pipeline =
        own(pipeline(settings, database, switching, ids, meters, watcher, after, vault));
    Parts parts =
        new Parts(
            settings,
            clock,
            ids,
            config,
            database,
            tokens,
            new Probe(database, ids.next()),
            new AuditLog(database),
            sealer,
            masking,
            vault,
            switching,
            drafts,
            rulesets,
            shadows,
            own(backtests(heavy, compiler, ids, heavyDrafts)),
            replayed,
            replays,
            new FacetCount(database),
            new Exports(heavy, new AuditLog(heavy), ids, clock),
            pipeline);
    own(Upkeep.of(parts)).every(2, "tokens", tokens::keep);
    serve(parts, acting, wording, meters);
  }

  private RulesetSwitch switching(
      FirstRuleset first, Database database, RulesetCompiler compiler, Clock clock) {
    LiveRuleset live =
        new RulesetPublisher(database, compiler).publish(first.await(), clock.instant());
    ruleset = Optional.of(live);
    return new RulesetSwitch(database.of(Pool.VITAL), compiler, live, LANES);
  }

  private void serve(Parts parts, Acting acting, Wording wording, Meters meters) {
    Access access = new Access(parts.tokens(), parts.settings().requestsPerSecond());
    Gating gating = own(new Gating(parts, meters, outside));
    routes = new ArrayList<>();
    routes.addAll(
        ApiRoutes.routes(
            access,
            parts.intake(),
            parts.pipeline(),
            new ProgressStore(parts.database())::of,
            parts.corrections()::of));
    routes.addAll(Routing.publishing(access, parts));
    routes.addAll(wording.start(access, parts, gating));
    routes.addAll(
        acting.start(
            access,
            parts.tokens(),
            parts,
            scenarios(parts.rulesets()),
            wording.days(),
            wording.ticketWords()));
    routes.addAll(gating.start(access));
    routes.addAll(Routing.inquiry(access, parts));
    routes.addAll(Routing.record(access, parts));
    routes.addAll(TokenRoutes.routes(access, parts.issuance(), parts.clock()));
    routes.addAll(HealthRoutes.routes(() -> readiness(parts), meters::scrape));
    routes.addAll(DocsRoutes.routes());
    Browsing browsing = own(new Browsing(parts, acting, gating, wording.notes(), access, outside));
    List<Route> pages = browsing.start();
    server =
        Optional.of(
            own(Server.start(serverConfig(parts.settings()), routes, pages, browsing.pages())));
    routes = Stream.concat(routes.stream(), pages.stream()).toList();
    // Stopped before the server, which waits for all who still get news.
    own(browsing.pulse());
  }

  /// The aggregates of the scenarios of the ruleset that decides, by name.
  private static Function<String, Optional<byte[]>> scenarios(Rulesets rulesets) {
    return name -> ScenarioRun.aggregate(rulesets.parts(rulesets.active().version()), name);
  }

  private static DecisionPipeline pipeline(
      Settings settings,
      Database database,
      RulesetSwitch switching,
      TimeIds ids,
      Meters meters,
      DecisionWatcher watcher,
      FollowUp after,
      TextVault vault) {
    DecisionPipeline.Config config =
        new DecisionPipeline.Config(LANES, settings.queueCapacity(), Version.engine());
    return new DecisionPipeline(database, switching, ids, meters, watcher, after, vault, config);
  }

  private static DecisionWatcher watcher(Acting acting, Shadows shadows, ReplayWorker replayer) {
    return (aggregate, context, decision) -> {
      acting.decided(decision);
      shadows.decided(aggregate, context, decision);
      replayer.decided(aggregate, context, decision);
    };
  }

  private static Replays replays(
      Database heavy,
      Rulesets rulesets,
      Drafts drafts,
      ReplayRulesets replayed,
      Meters meters,
      TimeIds ids) {
    return new Replays(
        heavy, rulesets, drafts, replayed, meters, new AuditLog(heavy), ids, Version.engine());
  }

  private static void watch(Meters meters, RulesetSwitch switching, Sealer sealer) {
    meters.watchRuleset(
        () -> switching.get().ref().version(), () -> switching.warning().isPresent());
    meters.watchLog(sealer);
  }

  private static Backtests backtests(
      Database database, RulesetCompiler compiler, TimeIds ids, Drafts drafts) {
    return new Backtests(database, compiler, ids, finished -> note(drafts, finished));
  }

  private Sealer sealer(Settings settings, Database database, TimeIds ids, Clock clock) {
    Optional<Webhook> webhook =
        settings.checkpointWebhook().map(address -> own(new Webhook(outside, address)));
    return own(
        new Sealer(
                database,
                new AuditLog(database),
                LogKeys.open(settings.logKey(), database, clock.instant()),
                new CheckpointFile(settings.checkpointFile()),
                note -> webhook.ifPresent(hook -> hook.send(note)),
                ids,
                clock)
            .start());
  }

  private static void note(Drafts drafts, Finished finished) {
    List<String> because =
        finished.automaticAdded() == 0
            ? List.of()
            : List.of(
                finished.automaticAdded()
                    + " actions of the past would have started by themselves");
    drafts.backtested(
        finished.draftId(),
        finished.digest(),
        new Backtested(finished.against(), because),
        finished.caller(),
        "%d of %d decisions change".formatted(finished.changed(), finished.judged()));
  }

  private static TextVault vault(
      Settings settings, Database database, Masking masking, Clock clock) {
    return new TextVault(TextKeys.open(settings.textKey(), database, clock.instant()), masking);
  }

  private static Database database(DatabaseConfig config, Settings settings, Clock clock) {
    return Database.open(config, settings.home().resolve("migrations"), clock.instant());
  }

  private DatabaseConfig databaseConfig(Settings settings) {
    return settings
        .database()
        .map(chosen ->
            new DatabaseConfig(
                chosen.url(),
                login(chosen.user()),
                chosen.owner().map(Service::login),
                settings.databasePool()))
        .orElseGet(() ->
            own(EmbeddedServer.start(settings.dataDirectory())).config(settings.databasePool()));
  }

  private static DatabaseConfig.Login login(Settings.Login login) {
    return new DatabaseConfig.Login(login.user(), login.password());
  }

  private static ServerConfig serverConfig(Settings settings) {
    ServerConfig.Tls tls =
        settings
            .tls()
            .map(files -> new ServerConfig.Tls(files.certificate(), files.key()))
            .orElse(null);
    boolean isBehindProxy = tls == null && "https".equals(settings.publicUrl().getScheme());
    return new ServerConfig(
        settings.host(), settings.port(), tls, isBehindProxy, ServerConfig.Limits.DEFAULT);
  }

  /// All else is there before the server listens.
  private static Readiness readiness(Parts parts) {
    LiveRuleset live = parts.switching().get();
    return new Readiness(
        true,
        true,
        parts.probe().trouble().map(Trouble::sentence),
        live.ref().version(),
        live.ref().digest(),
        parts.switching().warning(),
        parts.sealer().warnings());
  }

  private <T extends AutoCloseable> T own(T part) {
    started.push(part);
    return part;
  }

  /// Where it listens.
  public int port() {
    return server.map(Server::port).orElse(0);
  }

  /// All that it answers.
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  public Optional<LiveRuleset> ruleset() {
    return ruleset;
  }

  /// Where it keeps everything; nothing before that is opened.
  public Optional<Database> database() {
    return database;
  }

  /// The tokens that this start made because the settings name none.
  public List<BootstrapToken> freshTokens() {
    return freshTokens;
  }

  /// Takes no more requests, finishes what was accepted, and stops everything.
  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        log.error("a part did not stop in order", e);
      }
    }
  }
}
