package dev.ombud.door.casepages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.Step;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.Actions;
import dev.ombud.door.casepages.Timeline.Moment;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Each step of an action is told with its time, in words, as it was stored.
class ActionCourseTest {
  private static final Instant BEGIN = Instant.parse("2026-03-02T18:00:00Z");
  private static final UUID ID = new UUID(0, 1);

  private final List<Step> steps = new ArrayList<>();

  private ActionCourseTest step(Step.Kind kind, String detail) {
    Instant at = BEGIN.plusSeconds(10L * (steps.size() + 1));
    steps.add(new Step(new UUID(0, steps.size()), at, 1, kind, detail.replace('\'', '"')));
    return this;
  }

  private List<Moment> moments(LiveState state, ActionState planned, int changedAfter) {
    StoredAction action =
        new StoredAction(
            ID,
            ID,
            1,
            OptionalInt.empty(),
            ActionKind.OPEN_TICKET,
            state,
            "team:payments",
            "shop",
            "production",
            Optional.empty(),
            true,
            steps.size(),
            1,
            BEGIN,
            BEGIN.plusSeconds(changedAfter),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return ActionCourse.of(new Actions.Told(action, steps), Optional.of(planned));
  }

  private static List<String> words(List<Moment> moments) {
    return moments.stream().map(Moment::detail).toList();
  }

  @Test
  void tellsAFailureARetryAndWhatWasReadBack() {
    step(Step.Kind.INTENT, "{'try':1}")
        .step(Step.Kind.LOOK, "{'found':'open','state':'','version':''}")
        .step(Step.Kind.WRITE, "{}")
        .step(
            Step.Kind.RESULT, "{'state':'QUEUED','why':'no answer','again':'2026-03-02T18:05:00Z'}")
        .step(Step.Kind.INTENT, "{'try':2}")
        .step(Step.Kind.READ_BACK, "{'found':'done','reference':'PAY-1','address':'https://t/1'}")
        .step(
            Step.Kind.RESULT,
            "{'state':'DONE','reference':'PAY-1','address':'javascript:alert(1)'}");
    List<Moment> moments = moments(LiveState.DONE, ActionState.QUEUED, 70);
    assertThat(words(moments))
        .containsExactly(
            "planned, to be carried out by itself",
            "try 1 begins",
            "written",
            "failed: no answer; is retried at 2026-03-02 18:05:00 UTC",
            "try 2 begins",
            "confirmed by reading it back, PAY-1",
            "done, PAY-1");
    assertThat(moments).extracting(Moment::what).containsOnly("Open ticket team:payments");
    assertThat(moments.get(3).at()).isEqualTo(BEGIN.plusSeconds(40));
    assertThat(moments.get(5).link()).contains("https://t/1");
    assertThat(moments.get(6).link()).isEmpty();
  }

  @Test
  void tellsWhatHeldItAndWhoWentOn() {
    step(Step.Kind.RESULT, "{'state':'HELD','why':'automation is stopped'}")
        .step(Step.Kind.PERSON, "{'state':'QUEUED','actor':'ada','reason':'it is safe'}")
        .step(Step.Kind.RESULT, "{'state':'DEAD','why':'tried 12 times: 503'}")
        .step(Step.Kind.PERSON, "{'state':'DROPPED','actor':'ada','reason':'obsolete'}");
    assertThat(words(moments(LiveState.DROPPED, ActionState.QUEUED, 40)))
        .containsExactly(
            "planned, to be carried out by itself",
            "held: automation is stopped",
            "put back to be retried by ada: it is safe",
            "dead letter: tried 12 times: 503",
            "dropped by ada: obsolete");
  }

  @Test
  void tellsEndsThatAreNoSteps() {
    assertThat(words(moments(LiveState.EXPIRED, ActionState.AWAITING_APPROVAL, 60)))
        .containsExactly(
            "planned, waits for a person who agrees", "expired: nobody agreed in time");
    assertThat(words(moments(LiveState.AWAITING_APPROVAL, ActionState.AWAITING_APPROVAL, 0)))
        .containsExactly("planned, waits for a person who agrees");
  }
}
