package dev.ombud.console.releases;

import dev.ombud.action.Actions;
import dev.ombud.audit.AuditLog;
import dev.ombud.console.Entrance;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.Search;
import dev.ombud.web.Route;
import java.time.Clock;
import java.util.List;

/// The routes of the pages about releases.
public final class ReleaseRoutes {
  private ReleaseRoutes() {}

  public static List<Route> routes(
      Entrance entrance,
      Search search,
      FacetCount counts,
      Actions actions,
      AuditLog audit,
      GateAnswers gates,
      NotesDesk notes,
      Clock clock) {
    ReleaseListPage list = new ReleaseListPage(counts, clock);
    ReleasePage release = new ReleasePage(search, actions, audit, gates, notes);
    NotesForm form = new NotesForm(notes, release);
    return List.of(
        entrance.page("/releases", ReleasePage.READERS, list::show),
        entrance.page("/releases/{version}", ReleasePage.READERS, release::show, "product"),
        entrance.data(
            "/releases/{version}/course", ReleasePage.READERS, release::course, "product"),
        entrance.page("/releases/{version}/notes", ReleasePage.READERS, form::file, "product"),
        entrance.form("/releases/{version}/notes/{id}", NotesForm.JUDGES, form::take, form::again));
  }
}
