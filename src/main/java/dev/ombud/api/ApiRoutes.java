package dev.ombud.api;

import dev.ombud.decision.Decisions;
import dev.ombud.decision.Intake;
import dev.ombud.domain.LabelCorrection;
import dev.ombud.domain.Progress;
import dev.ombud.domain.Role;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import dev.ombud.web.Work;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// The routes of decisions.
public final class ApiRoutes {
  private static final Set<Role> CALLERS = EnumSet.of(Role.CALLER);

  private ApiRoutes() {}

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
