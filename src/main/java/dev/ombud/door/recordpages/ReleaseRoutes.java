package dev.ombud.door.recordpages;

import dev.ombud.act.outbox.Actions;
import dev.ombud.door.console.Entrance;
import dev.ombud.door.web.Route;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.search.DecisionSearch;
import dev.ombud.record.search.FacetCount;
import java.time.Clock;
import java.util.List;

/// The routes of the pages about releases.
public final class ReleaseRoutes {
  private ReleaseRoutes() {}

  public static List<Route> routes(
      Entrance entrance,
      DecisionSearch search,
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
