package dev.ombud.publish.ruleset;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.FindingWriter;
import dev.ombud.publish.ruleset.Draft.State;
import dev.ombud.publish.ruleset.Draft.Submission;
import dev.ombud.publish.ruleset.RulesetCheck.Checked;
import java.util.List;
import java.util.Map;

/// What has to hold before a draft may take a step; each refusal names the step to take instead.
/// Stateless.
final class DraftRules {
  private DraftRules() {}

  static void requireApproved(Draft draft, long active) {
    if (draft.state() != State.APPROVED) {
      throw wrongState("it is " + draft.state() + ": " + nextStep(draft));
    }
    long against = draft.submission().map(Submission::against).orElseThrow();
    if (against != active) {
      throw moved(active, "reject it, backtest it again and submit it again");
    }
  }

  static void requireOpen(Draft draft) {
    if (!draft.isOpen()) {
      throw wrongState(
          "it is "
              + draft.state()
              + " and can no longer be changed: "
              + (draft.published().isPresent()
                  ? "make a new draft"
                  : "reject it first, or make a new draft"));
    }
  }

  static void requireTag(Draft draft, String tag) {
    if (!tag.equals("*") && !tag.equals(draft.tag())) {
      throw new ServiceException(
          ErrorCode.PRECONDITION_FAILED,
          "the draft was changed meanwhile, its tag is `"
              + draft.tag()
              + "`: read it again and join both changes");
    }
  }

  static void requireReady(Draft draft) {
    if (draft.state() != State.BACKTESTED) {
      throw wrongState("it is " + draft.state() + ": " + nextStep(draft));
    }
  }

  static Submission requireSubmitted(Draft draft) {
    if (draft.state() != State.SUBMITTED) {
      throw wrongState("it is " + draft.state() + ": " + nextStep(draft));
    }
    return draft.submission().orElseThrow();
  }

  static void requireRejectable(Draft draft) {
    if (draft.state() != State.SUBMITTED && draft.state() != State.APPROVED) {
      throw wrongState("it is " + draft.state() + ": only what was submitted can be rejected");
    }
  }

  /// Four eyes at least.
  static void requireOther(Draft draft, Submission submission, String actor) {
    if (submission.by().equals(actor)) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "`" + actor + "` submitted it and cannot approve it: ask another owner");
    }
    if (draft.approvedBy().contains(actor)) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN, "`" + actor + "` has approved it already: ask another owner");
    }
  }

  static void requireNoErrors(Checked checked) {
    if (checked.hasErrors()) {
      List<Finding> errors = checked.findings().stream().filter(Finding::isError).toList();
      throw new ServiceException(
          ErrorCode.DRAFT_BLOCKED,
          "%d findings are errors, the first is %s"
              .formatted(errors.size(), errors.getFirst().line()),
          Map.of("findings", FindingWriter.plain(errors)),
          List.of());
    }
  }

  /// What to do next with a draft in this state.
  private static String nextStep(Draft draft) {
    return switch (draft.state()) {
      case DRAFT -> "correct its findings first";
      case CHECKED -> "let its scenarios hold first (test-runs)";
      case TESTED -> "backtest it first (backtests)";
      case BACKTESTED -> "submit it first";
      case SUBMITTED -> "it waits for approval";
      case APPROVED -> "activate it, or reject it";
      case ACTIVE, RETIRED -> "it is published: make a new draft";
    };
  }

  static ServiceException wrongState(String detail) {
    return new ServiceException(ErrorCode.WRONG_STATE, detail);
  }

  static ServiceException moved(long active, String remedy) {
    return new ServiceException(
        ErrorCode.RULESET_MOVED, "ruleset " + active + " became the active one since: " + remedy);
  }
}
