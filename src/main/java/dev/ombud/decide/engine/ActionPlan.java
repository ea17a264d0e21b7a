package dev.ombud.decide.engine;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Telling;
import dev.ombud.ground.domain.ActionTarget;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.ground.domain.Judgement.Mitigation;
import dev.ombud.ground.domain.Judgement.Owner;
import dev.ombud.ground.field.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns what the runbook asks for into actions with targets and first states.
final class ActionPlan {
  private final Case subject;
  private final Owner owner;
  private final List<Owner> owners;
  private final List<String> channels;
  private final List<Action> actions = new ArrayList<>(6);

  ActionPlan(Case subject, Owner owner, List<Owner> owners, List<String> channels) {
    this.subject = subject;
    this.owner = owner;
    this.owners = owners;
    this.channels = channels;
  }

  static Mitigation mitigation(Case subject) {
    boolean narrow = subject.mitigates() && subject.aggregate().cohort().isNamed();
    return new Mitigation(
        subject.isQuarantined() ? dev.ombud.ground.code.Tier.NONE : subject.tier(),
        narrow ? Scope.COHORT : Scope.GLOBAL,
        subject.mode());
  }

  List<Action> actions() {
    Disposition disposition = subject.disposition();
    if (disposition == Disposition.QUARANTINE) {
      return List.of();
    }
    for (ActionKind kind : subject.actions()) {
      if (kind.mitigates() && subject.mitigates()) {
        add(kind, target(kind), mitigationState(), null);
      } else if (!kind.mitigates() && fits(kind, disposition)) {
        tell(kind);
      }
    }
    return actions;
  }

  /// What only waits for the daily digest neither wakes anybody nor opens a ticket.
  private static boolean fits(ActionKind kind, Disposition disposition) {
    boolean calls = kind == ActionKind.OPEN_TICKET || kind == ActionKind.PAGE_OWNER;
    boolean waits = kind == ActionKind.ADD_TO_DIGEST;
    return disposition == Disposition.DIGEST ? !calls : !waits;
  }

  private void tell(ActionKind kind) {
    if (kind == ActionKind.OPEN_TICKET) {
      openTickets();
    } else if (kind == ActionKind.NOTIFY) {
      List<String> told = channels.isEmpty() ? List.of("team:" + owner.team()) : channels;
      told.forEach(channel -> add(kind, channel, tellingState(), null));
    } else {
      add(kind, "team:" + owner.team(), tellingState(), null);
    }
  }

  /// One ticket; where several teams own a part, a parent with a child for each of them.
  private void openTickets() {
    ActionState state = tellingState();
    Action parent = add(ActionKind.OPEN_TICKET, "team:" + owner.team(), state, null);
    if (owners.size() > 1) {
      for (Owner each : owners) {
        add(ActionKind.OPEN_TICKET, "team:" + each.team(), state, parent.ordinal());
      }
    }
  }

  private Action add(ActionKind kind, String target, ActionState state, @Nullable Integer parent) {
    Action action = new Action(actions.size() + 1, kind, target, state, parent);
    actions.add(action);
    return action;
  }

  /// What a person is asked about waits for the answer where the policy says so.
  private ActionState tellingState() {
    if (subject.isSuppressed()) {
      return ActionState.SUPPRESSED;
    }
    return subject.disposition() == Disposition.REVIEW && subject.telling() == Telling.AFTER_ANSWER
        ? ActionState.AWAITING_APPROVAL
        : ActionState.QUEUED;
  }

  private ActionState mitigationState() {
    if (subject.isSuppressed()) {
      return ActionState.SUPPRESSED;
    }
    return switch (subject.mode()) {
      case AUTOMATIC -> ActionState.QUEUED;
      case APPROVAL -> ActionState.AWAITING_APPROVAL;
      case RECOMMENDATION -> ActionState.RECOMMENDED;
    };
  }

  private String target(ActionKind kind) {
    Aggregate aggregate = subject.aggregate();
    return switch (kind) {
      case DISABLE_FLAG -> flag(aggregate, false);
      case DISABLE_VARIATION -> flag(aggregate, true);
      case PAUSE_EXPERIMENT -> experiment(aggregate);
      case ROLLBACK_RELEASE -> release(aggregate, true);
      case FREEZE_ROLLOUT -> release(aggregate, false);
      case REDUCE_EXPOSURE -> reduced(aggregate);
      case SHOW_BANNER, SWITCH_FALLBACK -> ActionTarget.surface(aggregate.surface()).toString();
      case OPEN_TICKET, PAGE_OWNER, NOTIFY, ADD_TO_DIGEST -> "team:" + owner.team();
      case RESTORE -> throw new IllegalStateException("no decision asks for " + kind);
    };
  }

  private static String flag(Aggregate aggregate, boolean variation) {
    Aggregate.Exposure exposure = aggregate.exposure();
    if (exposure == null || exposure.flags().isEmpty()) {
      return ActionTarget.flag(null).toString();
    }
    Aggregate.Flag flag = exposure.flags().getFirst();
    ActionTarget whole = ActionTarget.flag(flag.key());
    return (variation ? whole.variation(flag.variation()) : whole).toString();
  }

  /// To the percentage that the runbook's row says: of the flag that the evidence names, or else of
  /// the release.
  private String reduced(Aggregate aggregate) {
    boolean isFlagged = subject.isTrue(Vocabulary.FLAGGED);
    String whole =
        isFlagged
            ? flag(aggregate, subject.isTrue(Vocabulary.MULTIVARIATE))
            : release(aggregate, false);
    double percent = subject.percent();
    return Double.isNaN(percent)
        ? whole
        : ActionTarget.parse(whole).orElseThrow().at(percent).toString();
  }

  private static String experiment(Aggregate aggregate) {
    Aggregate.Exposure exposure = aggregate.exposure();
    Aggregate.Experiment experiment = exposure == null ? null : exposure.experiment();
    return experiment == null
        ? ActionTarget.experiment(null).toString()
        : ActionTarget.experiment(experiment.key()).variation(experiment.variant()).toString();
  }

  private static String release(Aggregate aggregate, boolean back) {
    Aggregate.Release release = aggregate.release();
    if (release == null) {
      return ActionTarget.release(null).toString();
    }
    ActionTarget version = ActionTarget.release(release.version());
    return (back ? version.backTo(release.previousStable()) : version).toString();
  }
}
