package dev.ombud.door.tablepages;

import dev.ombud.door.console.PageWords;
import dev.ombud.ground.base.Finding;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Draft.State;
import dev.ombud.publish.ruleset.Draft.Submission;
import java.util.List;

/// How far a draft has come, as six steps, one of which is next. Stateless.
public final class DraftSteps {
  private DraftSteps() {}

  /// @param state `done`, `next` or `later`
  /// @param detail what there is to say about it, in words
  public record Step(String name, String state, String detail) {}

  static List<Step> of(Draft draft, List<Finding> findings) {
    long errors = findings.stream().filter(Finding::isError).count();
    long warnings = findings.size() - errors;
    State state = draft.state();
    boolean isSubmitted = !draft.isOpen();
    return List.of(
        step(
            "Edit",
            state != State.DRAFT,
            state == State.DRAFT,
            PageWords.count(errors, "error") + ", " + PageWords.count(warnings, "warning")),
        step(
            "Scenarios",
            draft.tested(),
            state == State.CHECKED,
            draft.tested() ? "all hold" : "not run for this content, or some do not hold"),
        step(
            "Backtest",
            draft.backtest().isPresent(),
            state == State.TESTED,
            draft
                .backtest()
                .map(each -> "against ruleset " + each.against())
                .orElse("not done for this content")),
        step(
            "Submit",
            isSubmitted,
            state == State.BACKTESTED,
            draft.submission().map(each -> "by " + each.by()).orElse("not submitted")),
        step(
            "Approve",
            isSubmitted && state != State.SUBMITTED,
            state == State.SUBMITTED,
            draft.submission().map(each -> approvals(draft, each)).orElse("needs somebody else")),
        step(
            "Activate",
            state == State.ACTIVE || state == State.RETIRED,
            state == State.APPROVED,
            draft.published().map(version -> "ruleset " + version).orElse("not active")));
  }

  private static String approvals(Draft draft, Submission submission) {
    return "%d of %s"
        .formatted(
            draft.approvedBy().size(), PageWords.count(submission.approvalsNeeded(), "approval"));
  }

  private static Step step(String name, boolean isDone, boolean isNext, String detail) {
    return new Step(name, isDone ? "done" : isNext ? "next" : "later", detail);
  }
}
