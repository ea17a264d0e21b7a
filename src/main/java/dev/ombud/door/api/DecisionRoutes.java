package dev.ombud.door.api;

import dev.ombud.door.web.Access;
import dev.ombud.door.web.Route;
import dev.ombud.door.web.Work;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.ground.domain.Progress;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.Intake;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// The routes of decisions.
public final class DecisionRoutes {
  private static final Set<Role> CALLERS = EnumSet.of(Role.CALLER);

  private DecisionRoutes() {}

  /// @param progress what has become of a decision by now
  /// @param corrections what people say is wrong about the labels of a decision
  public static List<Route> routes(
      Access access,
      Intake intake,
      Decisions decisions,
      Function<UUID, Progress> progress,
      Function<UUID, List<LabelCorrection>> corrections) {
    Signed signed = new Signed(access);
    return List.of(
        signed
            .within("POST", "/v1/decisions", CALLERS, new DecisionPostHandler(intake, decisions))
            .in(Work.DECISIONS),
        signed
            .within("POST", "/v1/decisions:batch", CALLERS, new BatchPostHandler(intake, decisions))
            .in(Work.DECISIONS)
            .taking(new Route.Body.Lines()),
        signed
            .within(
                "POST",
                "/v1/evaluations",
                Signed.EVERYBODY,
                new EvaluationPostHandler(intake, decisions))
            .in(Work.DECISIONS),
        signed.within(
            "GET",
            "/v1/decisions/{id}",
            Signed.EVERYBODY,
            new DecisionGetHandler(decisions, progress, corrections)));
  }
}
