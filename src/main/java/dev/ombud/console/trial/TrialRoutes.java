package dev.ombud.console.trial;

import dev.ombud.console.Entrance;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.Intake;
import dev.ombud.decision.TracedJudgement;
import dev.ombud.domain.Role;
import dev.ombud.web.Route;
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
