package dev.ombud.console.decision;

import dev.ombud.action.Actions;
import dev.ombud.audit.AuditLog;
import dev.ombud.audit.Proofs;
import dev.ombud.console.Entrance;
import dev.ombud.decision.Decisions;
import dev.ombud.domain.Role;
import dev.ombud.evidence.Openings;
import dev.ombud.inquiry.DecisionQuery;
import dev.ombud.inquiry.Explanations;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.Replays;
import dev.ombud.inquiry.Search;
import dev.ombud.response.EffectStore;
import dev.ombud.response.ProgressStore;
import dev.ombud.review.Corrections;
import dev.ombud.web.Route;
import java.util.List;
import java.util.Set;

/// The routes of the pages about decisions.
public final class DecisionRoutes {
  private static final Set<Role> EVERYBODY = Role.EVERYBODY;
  private static final Set<Role> READERS = Role.PEOPLE;

  private DecisionRoutes() {}

  /// What the pages ask.
  public record Parts(
      Search search,
      FacetCount counts,
      Decisions decisions,
      Explanations explanations,
      Replays replays,
      Openings openings,
      Proofs proofs,
      Actions actions,
      AuditLog log,
      EffectStore effects,
      ProgressStore progress,
      Corrections corrections) {}

  public static List<Route> routes(Entrance entrance, Parts parts) {
    DecisionListPage list = new DecisionListPage(parts.search());
    DecisionPage one =
        new DecisionPage(
            parts.decisions(),
            parts.explanations(),
            parts.openings(),
            parts.proofs(),
            new Timeline(parts.actions(), parts.log(), parts.effects(), parts.corrections()::of),
            parts.progress()::of,
            parts.corrections()::of);
    String path = "/decisions/{id}";
    return List.of(
        entrance.search("/decisions", EVERYBODY, list::show, list::ask, DecisionQuery.parameters()),
        entrance.search(
            "/decisions/facets",
            EVERYBODY,
            new FacetPage(parts.counts())::show,
            list::ask,
            DecisionQuery.parameters()),
        entrance.page(path, READERS, one::show),
        entrance.page(path + "/json", EVERYBODY, one::json),
        entrance.form(
            path + "/texts",
            DecisionPage.AUDITORS,
            new TextOpenForm(parts.openings())::take,
            one::show),
        entrance.form(
            path + "/replay",
            DecisionPage.REPLAYERS,
            new ReplayForm(parts.replays())::take,
            one::show));
  }
}
