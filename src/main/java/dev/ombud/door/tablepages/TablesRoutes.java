package dev.ombud.door.tablepages;

import dev.ombud.door.console.Entrance;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.publish.backtest.Backtests;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.RefusedUploads;
import dev.ombud.publish.ruleset.Rulesets;
import dev.ombud.record.search.FacetCount;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The routes of the pages about tables; roles are those that the API has for the same.
public final class TablesRoutes {
  static final Set<Role> OWNERS = EnumSet.of(Role.OWNER, Role.ADMIN);
  static final Set<Role> READERS = Role.PEOPLE;
  static final Set<Role> RESTORERS = EnumSet.of(Role.OWNER, Role.ADMIN, Role.OPERATOR);

  private TablesRoutes() {}

  public static List<Route> routes(
      Entrance entrance,
      Drafts drafts,
      Rulesets rulesets,
      Backtests backtests,
      FacetCount counts,
      RefusedUploads refused,
      Clock clock) {
    TableShelf shelf = new TableShelf(drafts, rulesets);
    TablesPage tables = new TablesPage(drafts, rulesets, shelf);
    DraftPage draft = new DraftPage(drafts, rulesets, backtests, shelf);
    TablePage table = new TablePage(drafts, rulesets, shelf, refused, counts, clock);
    TableFile file = new TableFile(drafts, rulesets, shelf, refused);
    GridForm grid = new GridForm(drafts, rulesets, shelf);
    DraftForm form = new DraftForm(drafts, rulesets, shelf);
    BacktestPage backtest = new BacktestPage(drafts, rulesets, backtests);
    ScenariosPage scenarios = new ScenariosPage(drafts, shelf, refused);
    String version = "/tables/versions/{version}";
    String one = "/tables/drafts/{id}";
    String named = one + "/tables/{name}";
    String run = one + "/backtests/{backtest}";
    return List.of(
        entrance.page("/tables", READERS, tables::show),
        entrance.page(version + "/{name}", READERS, table::showVersion),
        entrance.data(version + "/{name}/grid", READERS, table::dataOfVersion),
        entrance.page(version + "/{name}/workbook", READERS, file::ofVersion),
        entrance.form("/tables/activations/{version}", RESTORERS, form::goBack, tables::show),
        entrance.form("/tables/drafts", OWNERS, form::create, tables::show),
        entrance.page(one, READERS, draft::show),
        entrance.page(named, READERS, table::showDraft),
        entrance.data(named + "/grid", READERS, table::dataOfDraft),
        entrance.page(named + "/workbook", READERS, file::ofDraft),
        entrance.upload(
            named + "/workbook", OWNERS, GridRows.MAX_BODY_BYTES, file::take, table::showDraft),
        entrance.page(named + "/findings", OWNERS, file::marked),
        entrance.change(named + "/check", OWNERS, GridRows.MAX_BODY_BYTES, grid::check),
        entrance.change(named + "/rows", OWNERS, GridRows.MAX_BODY_BYTES, grid::keep),
        entrance.page(one + "/scenarios", READERS, scenarios::show),
        entrance.form(one + "/scenarios", OWNERS, form::test, scenarios::show),
        entrance.page(one + "/scenarios/workbook", READERS, file::scenarios),
        entrance.upload(
            one + "/scenarios/workbook",
            OWNERS,
            GridRows.MAX_BODY_BYTES,
            file::takeScenarios,
            scenarios::show),
        entrance.page(one + "/scenarios/findings", OWNERS, file::markedScenarios),
        entrance.form(one + "/backtests", OWNERS, backtest::start, draft::show),
        entrance.page(run, READERS, backtest::show),
        entrance.data(run + "/progress", READERS, backtest::progress),
        entrance.form(run + "/cancellation", OWNERS, backtest::cancel, backtest::show),
        entrance.form(one + "/submission", OWNERS, form::submit, draft::show),
        entrance.form(one + "/approval", OWNERS, form::approve, draft::show),
        entrance.form(one + "/rejection", OWNERS, form::reject, draft::show),
        entrance.form(one + "/activation", OWNERS, form::activate, draft::show));
  }
}
