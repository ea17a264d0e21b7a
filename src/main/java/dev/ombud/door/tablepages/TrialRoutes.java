package dev.ombud.door.tablepages;

import dev.ombud.door.console.Entrance;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.Intake;
import dev.ombud.record.decision.TracedJudgement;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The routes for trying things out.
public final class TrialRoutes {
  private static final Set<Role> EVERYBODY = Role.EVERYBODY;

  private TrialRoutes() {}

  /// @param judge by the ruleset that decides now
  public static List<Route> routes(
      Entrance entrance,
      Function<Intake.Tried, TracedJudgement> judge,
      Intake intake,
      Decisions decisions,
      Clock clock) {
    TryPage page = new TryPage(intake, judge, clock);
    return List.of(
        entrance.page("/try", EVERYBODY, page::show),
        entrance.form("/try", EVERYBODY, page::take, page::show),
        entrance.form(
            "/samples",
            SampleLoadForm.CALLERS,
            new SampleLoadForm(intake, decisions, clock)::take,
            page::show));
  }
}
