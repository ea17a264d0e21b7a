package dev.ombud.act.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.testing.Aggregates;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// People read who does what and when: the service, the service once they agree, or they
/// themselves.
final class ActionWordsTest {
  private static final Action SWITCH = action(1, ActionKind.DISABLE_FLAG, "flag:f");
  private static final Action TICKET = action(2, ActionKind.OPEN_TICKET, "team:a");
  private static final Action PAGE = action(3, ActionKind.PAGE_OWNER, "team:a");

  private static Action action(int ordinal, ActionKind kind, String target) {
    return new Action(ordinal, kind, target, ActionState.AWAITING_APPROVAL, null);
  }

  private static Action in(Action action, ActionState state) {
    return new Action(action.ordinal(), action.kind(), action.target(), state, null);
  }

  private static AudienceWords words(Action... actions) {
    Aggregate aggregate =
        new AggregateReader().readAggregate(Aggregates.surge().getBytes(StandardCharsets.UTF_8));
    Judgement judgement =
        new Judgement(
            Severity.P2,
            Disposition.REVIEW,
            new Judgement.Mitigation(Tier.TIER_1, Scope.COHORT, Mode.APPROVAL),
            List.of(actions),
            new Judgement.Owner("a", 60),
            1,
            List.of(),
            List.of(),
            List.of());
    return new AudienceWords(
        new Decision(
            new UUID(0, 1),
            Instant.EPOCH,
            AggregateKey.of(aggregate),
            judgement,
            new RulesetRef(1, "sha256:00"),
            null,
            "test",
            "trace"),
        aggregate);
  }

  @Test
  void whatIsHeldWaitsForSomebodyAndNobodyElseIsTold() {
    AudienceWords held = words(SWITCH, TICKET, PAGE);
    assertThat(held.nextStep())
        .startsWith(
            "Approve, amend or reject this: switch off flag f, open a ticket for team a and page"
                + " team a. None of it happens before that, and nobody else is told. ");
    assertThat(held.rollback()).endsWith("A person has to agree first.");
  }

  @Test
  void whatTellsByItselfIsNotHeld() {
    assertThat(words(SWITCH, in(TICKET, ActionState.QUEUED), PAGE).nextStep())
        .contains("None of it happens before that. The service will open a ticket for team a. ");
  }

  @Test
  void whatIsOnlyRecommendedIsForPeople() {
    AudienceWords said = words(in(SWITCH, ActionState.RECOMMENDED), TICKET);
    assertThat(said.nextStep())
        .startsWith("Approve, amend or reject this: open a ticket for team a. ")
        .contains("Only recommended, for you to do: switch off flag f. ");
    assertThat(said.rollback()).endsWith("It is recommended only: a person has to do it.");
    assertThat(words(in(SWITCH, ActionState.RECOMMENDED)).nextStep())
        .startsWith("Look at it and say what is to be done. Only recommended");
  }

  @Test
  void whatIsSuppressedIsNeitherProposedNorRecommended() {
    AudienceWords suppressed = words(in(SWITCH, ActionState.SUPPRESSED));
    assertThat(suppressed.nextStep()).startsWith("Look at it and say what is to be done. Then see");
    assertThat(suppressed.rollback()).endsWith("Nothing of it is done: the evidence is historic.");
  }
}
