package dev.ombud.door.actapi;

import dev.ombud.act.brief.Briefing;
import dev.ombud.act.effect.EffectStore;
import dev.ombud.act.effect.Effects;
import dev.ombud.act.flag.FlagSet;
import dev.ombud.act.flag.Flags;
import dev.ombud.act.flag.Lifting;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.outbox.Actions;
import dev.ombud.act.outbox.Automation;
import dev.ombud.act.outcome.LabelSamples;
import dev.ombud.act.response.Drills;
import dev.ombud.act.response.ProgressStore;
import dev.ombud.act.words.AnswerVault;
import dev.ombud.act.words.Briefs;
import dev.ombud.act.words.DecisionMaterial;
import dev.ombud.act.words.Orders;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.door.api.ActionRoutes;
import dev.ombud.door.api.AuditRoutes;
import dev.ombud.door.api.AutomationRoutes;
import dev.ombud.door.api.EvidenceRoutes;
import dev.ombud.door.api.ExplanationRoutes;
import dev.ombud.door.api.ExportRoutes;
import dev.ombud.door.api.InquiryRoutes;
import dev.ombud.door.api.MaskingRoutes;
import dev.ombud.door.identity.Issuance;
import dev.ombud.door.identity.TokenStore;
import dev.ombud.door.tableapi.BacktestRoutes;
import dev.ombud.door.tableapi.DraftRoutes;
import dev.ombud.door.tableapi.RulesetRoutes;
import dev.ombud.door.tableapi.ShadowRoutes;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.publish.backtest.Backtests;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.RulesetPublisher;
import dev.ombud.publish.ruleset.RulesetSwitch;
import dev.ombud.publish.ruleset.Rulesets;
import dev.ombud.publish.ruleset.Shadows;
import dev.ombud.publish.ruleset.StoredRulesets;
import dev.ombud.record.decision.Intake;
import dev.ombud.record.export.Exports;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.JobStore;
import dev.ombud.record.log.Proofs;
import dev.ombud.record.replay.Explanations;
import dev.ombud.record.replay.ReplayRulesets;
import dev.ombud.record.replay.Replays;
import dev.ombud.record.search.DecisionSearch;
import dev.ombud.record.search.FacetCount;
import dev.ombud.record.search.Trails;
import dev.ombud.record.texts.Erasures;
import dev.ombud.record.texts.Holds;
import dev.ombud.record.texts.Masking;
import dev.ombud.record.texts.Openings;
import dev.ombud.record.texts.TextStore;
import dev.ombud.record.texts.TextVault;
import dev.ombud.testing.Texts;
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
    replays = new Replays(database, sources, replayed, identical -> {}, events, ids, "test");
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
            access, new Exports(database, new JobStore(database), log, new TimeIds(clock), clock)));
    routes.addAll(
        InquiryRoutes.routes(
            access,
            new DecisionSearch(database, new RecordedDecisions()),
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
    routes.addAll(LabelRoutes.routes(access, new LabelSamples(database, ids)));
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
            new DecisionSearch(database, decisions),
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
