package dev.ombud.door.casepages;

import dev.ombud.act.effect.EffectStore;
import dev.ombud.act.outbox.Actions;
import dev.ombud.act.outcome.Corrections;
import dev.ombud.act.response.ProgressStore;
import dev.ombud.door.console.Entrance;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.Proofs;
import dev.ombud.record.replay.Explanations;
import dev.ombud.record.replay.Replays;
import dev.ombud.record.search.DecisionQuery;
import dev.ombud.record.search.DecisionSearch;
import dev.ombud.record.search.FacetCount;
import dev.ombud.record.texts.Openings;
import java.util.List;
import java.util.Set;

/// The routes of the pages about decisions.
public final class DecisionPageRoutes {
  private static final Set<Role> EVERYBODY = Role.EVERYBODY;
  private static final Set<Role> READERS = Role.PEOPLE;

  private DecisionPageRoutes() {}

  /// What the pages ask.
  public record Parts(
      DecisionSearch search,
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
