package dev.ombud.console.decision;

import dev.ombud.console.Entrance;
import dev.ombud.domain.Role;
import dev.ombud.inquiry.DecisionQuery;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.Search;
import dev.ombud.web.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The routes of the pages about decisions.
public final class DecisionRoutes {
  private static final Set<Role> EVERYBODY = EnumSet.allOf(Role.class);

  private DecisionRoutes() {}

  public static List<Route> routes(Entrance entrance, Search search, FacetCount counts) {
    DecisionListPage list = new DecisionListPage(search, counts);
    return List.of(
        entrance.page("/", EVERYBODY, visit -> visit.redirect("/decisions")),
        entrance.page("/decisions", EVERYBODY, list::show, DecisionQuery.parameters()));
  }
}
