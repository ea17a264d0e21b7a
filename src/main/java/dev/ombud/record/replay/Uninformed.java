package dev.ombud.record.replay;

import dev.ombud.decide.engine.TableTrace;
import dev.ombud.decide.engine.TableTrace.Compared;
import dev.ombud.decide.engine.TableTrace.Failure;
import dev.ombud.decide.engine.TableTrace.Match;
import dev.ombud.decide.engine.TableTrace.Miss;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.decision.TracedJudgement;
import dev.ombud.record.replay.ReplayReport.Difference;
import dev.ombud.record.replay.ReplayReport.Under;
import dev.ombud.record.search.Criterion;
import dev.ombud.record.search.DecisionFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What those are shown who are not shown everything ([Withholding]). Stateless.
public final class Uninformed {
  private Uninformed() {}

  /// What somebody may find decisions by: a filter tells what is withheld as well as a value does.
  public static List<Criterion> criteria(Set<Role> roles) {
    return Arrays.stream(Criterion.values())
        .filter(each -> each != Criterion.EVIDENCE || !Withholding.isFor(roles))
        .toList();
  }

  /// Makes sure that somebody asks by nothing else.
  ///
  /// @throws ServiceException FORBIDDEN
  public static void requireCriteria(DecisionFilter filter, Set<Role> roles) {
    if (!criteria(roles).containsAll(filter.values().keySet())) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "`evidence` tells which decision rests on which evidence, which is withheld from you:"
              + " leave it out, or sign in with a role of `owner`, `reviewer` and `auditor`");
    }
  }

  /// @param withheld the places in the aggregate of what is not there
  public record Shown(StoredDecision stored, List<String> withheld) {
    public Shown {
      withheld = List.copyOf(withheld);
    }
  }

  /// A decision as somebody is shown it.
  ///
  /// @param isUninformed false for those who are shown everything
  public static Shown decision(StoredDecision stored, boolean isUninformed) {
    if (!isUninformed) {
      return new Shown(stored, List.of());
    }
    Withholding.Rest rest = Withholding.of(stored.aggregateJson());
    return new Shown(
        new StoredDecision(
            Withholding.of(stored.decision()),
            rest.json(),
            stored.digest(),
            stored.context(),
            stored.engineVersion()),
        rest.withheld());
  }

  /// The same of an explanation.
  public static Explanation explanation(Explanation explanation) {
    return new Explanation(
        explanation.row(),
        Optional.empty(),
        explanation
            .traced()
            .map(traced ->
                new TracedJudgement(
                    Withholding.of(traced.judgement()),
                    traced.traces().stream().map(Uninformed::trace).toList())),
        explanation.problems(),
        differences(explanation.differences()),
        explanation.corrections());
  }

  /// The same of a replay.
  public static ReplayReport replay(ReplayReport report) {
    return new ReplayReport(
        report.decisionId(),
        report.decidedAt(),
        report.ruleset(),
        report.recordedEngine(),
        report.engine(),
        report.problems(),
        differences(report.differences()),
        report.under().map(Uninformed::under));
  }

  private static Under under(Under under) {
    return new Under(
        under.ruleset(),
        under.digest(),
        Withholding.of(under.decided()),
        Withholding.of(under.judged()),
        under.difference());
  }

  /// Where a record and its replay differ, without what stands there.
  private static List<Difference> differences(List<Difference> differences) {
    return differences.stream()
        .map(each -> new Difference(each.field(), each.at(), Withholding.WORD, Withholding.WORD))
        .toList();
  }

  private static TableTrace trace(TableTrace trace) {
    return new TableTrace(
        trace.table(),
        trace.askedAbout(),
        trace.conflict(),
        trace.matched().stream().map(Uninformed::match).toList(),
        trace.nearest().stream().map(Uninformed::miss).toList());
  }

  private static Match match(Match match) {
    return new Match(
        match.row(),
        match.standing(),
        match.against(),
        match.compared().stream()
            .map(each ->
                Withholding.isWithheld(each.column().field().name())
                    ? new Compared(each.column(), Withholding.WORD, each.test())
                    : each)
            .toList());
  }

  private static Miss miss(Miss miss) {
    return new Miss(
        miss.row(),
        miss.consequence(),
        miss.failed().stream()
            .map(each ->
                Withholding.isWithheld(each.column().field().name())
                    ? new Failure(each.column(), Withholding.WORD, each.test(), Optional.empty())
                    : each)
            .toList());
  }
}
