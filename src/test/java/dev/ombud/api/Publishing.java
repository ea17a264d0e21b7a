package dev.ombud.api;

import dev.ombud.action.ActionStore;
import dev.ombud.action.Actions;
import dev.ombud.action.Automation;
import dev.ombud.audit.AuditLog;
import dev.ombud.audit.JobStore;
import dev.ombud.audit.Proofs;
import dev.ombud.backtest.Backtests;
import dev.ombud.briefing.Briefing;
import dev.ombud.briefing.Labels;
import dev.ombud.database.Database;
import dev.ombud.decision.Intake;
import dev.ombud.domain.ServiceAddress;
import dev.ombud.domain.TimeIds;
import dev.ombud.engine.RulesetCompiler;
import dev.ombud.engine.RulesetParts;
import dev.ombud.evidence.Erasures;
import dev.ombud.evidence.Holds;
import dev.ombud.evidence.Masking;
import dev.ombud.evidence.Openings;
import dev.ombud.evidence.TextStore;
import dev.ombud.evidence.TextVault;
import dev.ombud.flag.FlagSet;
import dev.ombud.flag.Flags;
import dev.ombud.flag.Lifting;
import dev.ombud.identity.Issuance;
import dev.ombud.identity.TokenStore;
import dev.ombud.inquiry.Explanations;
import dev.ombud.inquiry.Exports;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.ReplayRulesets;
import dev.ombud.inquiry.Replays;
import dev.ombud.inquiry.Search;
import dev.ombud.inquiry.Trails;
import dev.ombud.response.AnswerVault;
import dev.ombud.response.Briefs;
import dev.ombud.response.DecisionMaterial;
import dev.ombud.response.Drills;
import dev.ombud.response.EffectStore;
import dev.ombud.response.Effects;
import dev.ombud.response.Orders;
import dev.ombud.response.ProgressStore;
import dev.ombud.ruleset.Drafts;
import dev.ombud.ruleset.RulesetPublisher;
import dev.ombud.ruleset.RulesetSwitch;
import dev.ombud.ruleset.Rulesets;
import dev.ombud.ruleset.StoredRulesets;
import dev.ombud.ruleset.Shadows;
import dev.ombud.testing.Texts;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The routes of publishing and of the auditors, over a real database.
final class Publishing implements AutoCloseable {
  private final Database database;
  private final RulesetSwitch live;
  private final Drafts drafts;
  private final Rulesets rulesets;
  private final Shadows shadows;
  private final Backtests backtests;
  private final Openings openings;
  private final Erasures erasures;
  private final Holds holds;
  private final ReplayRulesets replayed;
  private final Explanations explanations;
  private final Replays replays;
  private final Asking asking;

  Publishing(Database database) {
    this.database = database;
    asking = new Asking(database);
    RulesetCompiler compiler = new RulesetCompiler();
    RulesetParts parts = dev.ombud.testing.Rulesets.shipped();
    live =
        new RulesetSwitch(
            database,
            compiler,
            new RulesetPublisher(database, compiler)
                .publish(
                    new RulesetPublisher.Files.Good(parts, compiler.compile(parts)), Instant.now()),
            1);
    Clock clock = Clock.systemUTC();
    TimeIds ids = new TimeIds(clock);
    drafts = new Drafts(database, compiler, live, ids, clock);
    rulesets = new Rulesets(database, live, clock);
    shadows = new Shadows(database, compiler, clock);
    backtests = new Backtests(database, compiler, ids, finished -> {});
    TextVault vault = Texts.vault(database);
    TextStore texts = new TextStore(database, vault);
    openings = new Openings(database, texts, vault, ids);
    erasures = new Erasures(database, vault, ids);
    holds = new Holds(database, texts, ids);
    replayed = new ReplayRulesets(compiler, live);
    StoredRulesets sources = new StoredRulesets(rulesets, drafts);
    explanations = new Explanations(database, sources, replayed, _ -> List.of());
    AuditLog events = new AuditLog(database);
    replays =
        new Replays(database, sources, replayed, identical -> {}, events, ids, "test");
  }

  List<Route> routes(Access access) {
    List<Route> routes = new ArrayList<>(DraftRoutes.routes(access, drafts, true));
    routes.addAll(BacktestRoutes.routes(access, drafts, rulesets, backtests));
    routes.addAll(ShadowRoutes.routes(access, drafts, shadows));
    routes.addAll(RulesetRoutes.routes(access, rulesets));
    routes.addAll(EvidenceRoutes.routes(access, openings, erasures, holds));
    routes.addAll(MaskingRoutes.routes(access, Masking.usual()));
    routes.addAll(ExplanationRoutes.routes(access, explanations, replays));
    routes.addAll(flagRoutes(access));
    AuditLog log = new AuditLog(database);
    routes.addAll(AuditRoutes.routes(access, new Proofs(database), log));
    Clock clock = Clock.systemUTC();
    routes.addAll(
        ExportRoutes.routes(
            access,
            new Exports(database, new JobStore(database), log, new TimeIds(clock), clock)));
    routes.addAll(
        InquiryRoutes.routes(
            access,
            new Search(database, new RecordedDecisions()),
            new FacetCount(database),
            new Trails(
                database,
                new RecordedDecisions(),
                new TextStore(database, Texts.vault(database)),
                log)));
    routes.addAll(asking.routes(access));
    TokenStore tokens = new TokenStore(database, new TimeIds(clock), clock);
    routes.addAll(TokenRoutes.routes(access, new Issuance(tokens, clock), clock));
    routes.addAll(briefRoutes(access));
    routes.addAll(
        ActionRoutes.routes(access, new Actions(database, new TimeIds(clock), clock, () -> {})));
    routes.addAll(afterwards(access, clock));
    routes.addAll(
        AutomationRoutes.routes(access, new Automation(database, new TimeIds(clock), clock, 20)));
    return routes;
  }

  private List<Route> briefRoutes(Access access) {
    TimeIds ids = new TimeIds(Clock.systemUTC());
    RecordedDecisions decisions = new RecordedDecisions();
    List<Route> routes =
        new ArrayList<>(
            BriefRoutes.routes(
                access,
                new Briefing(database, new AnswerVault(Texts.vault(database)), ids),
                decisions,
                new DecisionMaterial(
                    decisions::find,
                    _ -> List.of(),
                    new Briefs(new ServiceAddress(URI.create("http://x/")))),
                Masking.usual()));
    routes.addAll(LabelRoutes.routes(access, new Labels(database, ids)));
    return routes;
  }

  private List<Route> afterwards(Access access, Clock clock) {
    TimeIds ids = new TimeIds(clock);
    RecordedDecisions decisions = new RecordedDecisions();
    Orders orders =
        new Orders(
            decisions::find,
            _ -> List.of(),
            _ -> List.of(),
            new Briefs(new ServiceAddress(URI.create("http://localhost/"))));
    Effects effects =
        new Effects(
            new EffectStore(database),
            orders,
            decisions,
            new Search(database, decisions),
            live,
            (_, _, _, _, _) -> {},
            ids,
            Duration.ofHours(1),
            () -> {});
    List<Route> routes = new ArrayList<>(EffectRoutes.routes(access, decisions, effects));
    Drills drills =
        new Drills(
            decisions,
            new Intake(Masking.usual(), texts -> List.of()),
            _ -> Optional.empty(),
            new ActionStore(database),
            asking.reviews,
            new ProgressStore(database),
            orders,
            clock);
    routes.addAll(DrillRoutes.routes(access, drills));
    return routes;
  }

  private List<Route> flagRoutes(Access access) {
    Clock clock = Clock.systemUTC();
    Flags flags = new Flags(database, new TimeIds(clock), clock, 14);
    List<Route> routes =
        new ArrayList<>(
            FlagRoutes.routes(access, flags, new Lifting(flags, database, Map.of()), Set.of()));
    routes.addAll(
        OfrepRoutes.routes(access, () -> new FlagSet(0, Map.of()), "production", Set.of()));
    return routes;
  }

  @Override
  public void close() {
    asking.close();
    replayed.close();
    backtests.close();
    shadows.close();
    live.close();
  }
}
