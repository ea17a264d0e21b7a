package dev.ombud.decide.gate;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.Stages;
import dev.ombud.decide.gate.Complaint.Judged;
import dev.ombud.decide.gate.Complaint.Origin;
import dev.ombud.decide.gate.Complaint.Window;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.domain.GateCase;
import dev.ombud.ground.domain.GateCase.Report;
import dev.ombud.ground.domain.GateCase.Said;
import dev.ombud.ground.domain.Judgement.Firing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Asks a gate the cases that stand beside the tables: counts and weighs as for a pipeline, with no
/// record and no clock. Stateless.
public final class GateTrial {
  private GateTrial() {}

  /// What a case came to.
  ///
  /// @param misses what does not hold; empty where all does
  /// @param reasons each with its verdict, code and numbers, what decides first
  /// @param firings the rows that decide
  /// @param isSafe whether the candidate may be promoted
  public record Result(
      List<String> misses, List<String> reasons, List<Firing> firings, boolean isSafe) {
    public Result {
      misses = List.copyOf(misses);
      reasons = List.copyOf(reasons);
      firings = List.copyOf(firings);
    }
  }

  public static Result of(CompiledRuleset ruleset, GateCase asked) {
    if (ruleset.tables().stream().noneMatch(table -> table.name().equals(Stages.GATE))) {
      return new Result(
          List.of("there is no table `gate` to ask: add it, or drop the case"),
          List.of(),
          List.of(),
          false);
    }
    GateJudgement weighed = GateJudge.weigh(ruleset, asked.request(), hearing(asked), asked.at());
    List<Firing> deciding =
        weighed.rows().stream()
            .filter(GateJudgement.Row::counts)
            .map(GateJudgement.Row::firing)
            .toList();
    GateCase.Outcome outcome =
        new GateCase.Outcome(
            weighed.verdict(),
            weighed.reasons().stream().map(GateJudgement.Reason::code).collect(Collectors.toSet()),
            deciding.stream().map(Firing::rule).collect(Collectors.toSet()),
            weighed.action().<Set<ActionKind>>map(Set::of).orElse(Set.of()));
    return new Result(
        asked.misses(outcome),
        weighed.reasons().stream()
            .map(reason -> reason.verdict() + " " + reason.code() + ": " + reason.detail())
            .toList(),
        deciding,
        weighed.verdict().isSafe());
  }

  private static ProductFeedback hearing(GateCase asked) {
    List<Complaint> complaints = new ArrayList<>();
    for (Said said : asked.heard()) {
      complaints.add(complaint(asked, said, new UUID(complaints.size() + 1L, 0)));
    }
    return FeedbackWindows.of(
        asked.request(),
        asked.at(),
        new FeedbackWindows.Found(
            complaints,
            FeedbackWindows.lastAt(complaints, asked.at()),
            asked.reports().stream()
                .map(report ->
                    new Report(
                        report.kind(), report.cluster(), cohort(report.cohort()), report.at()))
                .toList(),
            asked.openIncidents(),
            false));
  }

  private static Complaint complaint(GateCase asked, Said said, UUID decision) {
    Instant end = said.window().end();
    Instant receivedAt = said.decidedAt().orElse(end.isAfter(asked.at()) ? asked.at() : end);
    return new Complaint(
        new Origin(
            decision,
            said.aggregateId().orElse(decision.toString()),
            said.revision(),
            false,
            said.environment(),
            Optional.empty()),
        new Window(said.window().start(), end, receivedAt),
        said.surface(),
        said.cluster(),
        cohort(said.cohort()),
        new Judged(said.severity(), said.disposition(), Set.copyOf(said.reasons()), false),
        said.release().filter(asked.request().release()::equals).isPresent(),
        asked.request().experiment().flatMap(_ -> said.variant()),
        said.complaints(),
        said.categories(),
        List.of());
  }

  private static String cohort(String given) {
    return given.isEmpty() ? Complaint.EVERYONE : given;
  }
}
