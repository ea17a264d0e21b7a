package dev.ombud.act.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.Freeze;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What holds automatic actions, and that it holds nothing else.
final class AutomationTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Yard yard = new Yard(POSTGRES);
  private final Yard.Told flag = new Yard.Told();

  @BeforeEach
  void clear() {
    yard.clear();
    yard.connectors.put("flag", flag);
    yard.connectors.put("team", new Yard.Told());
  }

  private UUID flip() {
    flag.isDone = false;
    return yard.queue(ActionKind.DISABLE_FLAG, "flag:new-checkout");
  }

  @Test
  void aStopHoldsWhatIsAutomaticAndNothingElse() {
    UUID before = flip();
    yard.automation.stop("ann", "looks wrong");
    StoredAction held = yard.attempt(before);
    assertThat(held.state()).isEqualTo(LiveState.HELD);
    assertThat(held.why()).contains("automation was stopped by `ann`: looks wrong");
    assertThat(flag.writes).isZero();
    UUID ticket = yard.queue(ActionKind.OPEN_TICKET, "team:payments");
    assertThat(yard.attempt(ticket).state()).isEqualTo(LiveState.DONE);
    yard.automation.resume("bob", "was right");
    assertThat(yard.scheduled()).isEmpty();
    assertThat(yard.attempt(flip()).state()).isEqualTo(LiveState.DONE);
    assertThat(yard.events())
        .containsExactly(
            "AUTOMATION_STOPPED ann looks wrong",
            "ACTION_HELD service automation was stopped by `ann`: looks wrong",
            "TICKET_OPENED service ",
            "AUTOMATION_RESUMED bob was right",
            "MITIGATION_EXECUTED service ");
  }

  /// The other instance's switch is thrown while this one's worker looks.
  @Test
  void aStopHoldsWhatHasBegunButIsNotAnnounced() {
    yard.connectors.put(
        "flag",
        new Connector() {
          @Override
          public RemoteState look(Order order) {
            yard.automation.stop("ann", "now");
            return new RemoteState.Open("on", "1");
          }

          @Override
          public Receipt write(Order order, RemoteState.Open before) {
            throw new AssertionError("written after the stop");
          }
        });
    UUID id = flip();
    assertThat(yard.attempt(id).state()).isEqualTo(LiveState.HELD);
    assertThat(yard.steps(id)).containsExactly("INTENT", "LOOK", "RESULT");
  }

  @Test
  void aPersonsRetryGoesThrough() {
    yard.automation.stop("ann", "looks wrong");
    UUID id = flip();
    yard.attempt(id);
    yard.people.retry(id, "ann", "this one is right");
    StoredAction done = yard.attempt(id);
    assertThat(done.state()).isEqualTo(LiveState.DONE);
    assertThat(done.automatic()).isFalse();
  }

  @Test
  void whatAPersonApprovedGoesThrough() {
    NewAction asked = yard.asked(ActionKind.DISABLE_FLAG, "flag:f", ActionState.AWAITING_APPROVAL);
    Yard.enqueue(yard.database, List.of(asked));
    assertThat(yard.scheduled()).isEmpty();
    yard.automation.stop("ann", "looks wrong");
    int released =
        yard.database.change(handle ->
            ApprovalStore.release(handle, asked.decisionId(), Set.of(1, 2), yard.clock.instant()));
    assertThat(released).isEqualTo(1);
    assertThat(yard.scheduled()).containsOnlyKeys(asked.actionId());
    assertThat(yard.attempt(asked.actionId()).state()).isEqualTo(LiveState.DONE);
  }

  @Test
  void stoppingTwiceIsOneEvent() {
    yard.automation.stop("ann", "one");
    AutomationState state = yard.automation.stop("bob", "two");
    assertThat(state.stopped()).isTrue();
    assertThat(state.last().orElseThrow().actor()).isEqualTo("ann");
    assertThat(yard.events()).containsExactly("AUTOMATION_STOPPED ann one");
  }

  @Test
  void aFreezeHoldsForItsProductAndItsTime() {
    checkFreeze(Optional.empty(), 0, 1, LiveState.HELD);
    checkFreeze(Optional.of("shop"), 0, 1, LiveState.HELD);
    checkFreeze(Optional.of("bank"), 0, 1, LiveState.DONE);
    checkFreeze(Optional.empty(), 1, 2, LiveState.DONE);
    checkFreeze(Optional.empty(), -1, 1, LiveState.HELD);
  }

  private void checkFreeze(Optional<String> product, int fromHour, int toHour, LiveState expected) {
    yard.clear();
    Freeze freeze =
        yard.automation.freeze(
            product,
            Yard.BEGIN.plus(Duration.ofHours(fromHour)),
            Yard.BEGIN.plus(Duration.ofHours(toHour)),
            "ann",
            "sale");
    assertThat(yard.attempt(flip()).state()).as("%s", freeze).isEqualTo(expected);
    assertThat(yard.automation.thaw(freeze.id(), "ann", "")).contains(freeze);
    assertThat(yard.automation.thaw(freeze.id(), "ann", "")).isEmpty();
    assertThat(yard.attempt(flip()).state()).isEqualTo(LiveState.DONE);
    assertThat(yard.events()).contains("FREEZE_PLACED ann sale", "FREEZE_REMOVED ann ");
  }

  @Test
  void aFreezeEndsByItself() {
    yard.automation.freeze(Optional.empty(), Yard.BEGIN, Yard.BEGIN.plusSeconds(60), "ann", "sale");
    yard.clock.tick(Duration.ofSeconds(60));
    assertThat(yard.attempt(flip()).state()).isEqualTo(LiveState.DONE);
    assertThat(yard.automation.state().freezes()).isEmpty();
  }

  @Test
  void refusesAFreezeThatIsNone() {
    assertThatThrownBy(
            () -> yard.automation.freeze(Optional.empty(), Yard.BEGIN, Yard.BEGIN, "ann", "sale"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("not before");
    assertThatThrownBy(() ->
            yard.automation.freeze(
                Optional.empty(), Yard.BEGIN.minusSeconds(9), Yard.BEGIN, "ann", "sale"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("is over");
  }

  @Test
  void holdsWhatExceedsTheBudgetOfAnHour() {
    for (int i = 0; i < Yard.BUDGET; i++) {
      assertThat(yard.attempt(flip()).state()).isEqualTo(LiveState.DONE);
    }
    assertThat(yard.automation.state().used()).isEqualTo(Yard.BUDGET);
    StoredAction held = yard.attempt(flip());
    assertThat(held.state()).isEqualTo(LiveState.HELD);
    assertThat(held.why()).contains("the budget of 3 automatic actions an hour is used up");
    yard.clock.tick(AutomationStore.HOUR);
    assertThat(yard.attempt(flip()).state()).isEqualTo(LiveState.DONE);
  }

  @Test
  void countsAnActionOnceHoweverOftenItIsTried() {
    flag.onWrite = new DeliveryException(DeliveryException.Kind.LATER, "503");
    flag.takesEffect = false;
    UUID id = flip();
    yard.attempt(id);
    yard.clock.tick(Duration.ofSeconds(30));
    yard.attempt(id);
    assertThat(flag.writes).isEqualTo(2);
    assertThat(yard.automation.state().used()).isEqualTo(1);
  }
}
