package dev.ombud.api;

import dev.ombud.backtest.Backtests;
import dev.ombud.database.Database;
import dev.ombud.domain.TimeIds;
import dev.ombud.engine.RulesetCompiler;
import dev.ombud.engine.RulesetParts;
import dev.ombud.evidence.TextStore;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.Search;
import dev.ombud.inquiry.Trails;
import dev.ombud.ruleset.Drafts;
import dev.ombud.ruleset.RulesetPublisher;
import dev.ombud.ruleset.RulesetSwitch;
import dev.ombud.ruleset.Rulesets;
import dev.ombud.ruleset.Shadows;
import dev.ombud.testing.Texts;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The routes of publishing and of finding, over a real database.
final class Publishing implements AutoCloseable {
  private final RulesetSwitch live;
  private final Drafts drafts;
  private final Rulesets rulesets;
  private final Shadows shadows;
  private final Backtests backtests;

  private final Database database;

  Publishing(Database database) {
    this.database = database;
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
  }

  List<Route> routes(Access access) {
    List<Route> routes = new ArrayList<>(DraftRoutes.routes(access, drafts, true));
    routes.addAll(BacktestRoutes.routes(access, drafts, rulesets, backtests));
    routes.addAll(ShadowRoutes.routes(access, drafts, shadows));
    routes.addAll(RulesetRoutes.routes(access, rulesets));
    RecordedDecisions decisions = new RecordedDecisions();
    routes.addAll(
        InquiryRoutes.routes(
            access,
            new Search(database, decisions),
            new FacetCount(database),
            new Trails(database, decisions, new TextStore(database, Texts.vault(database)))));
    return routes;
  }

  @Override
  public void close() {
    backtests.close();
    shadows.close();
    live.close();
  }
}
