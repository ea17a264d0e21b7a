package dev.ombud.act.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.action.TargetBreaker;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: whatever a target says or does not say, an action ends as it should and is not written
/// twice. Method: attempts one by one against a target that says what it is told to.
final class DeliveryTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Yard yard = new Yard(POSTGRES);
  private final Yard.Told team = new Yard.Told();

  @BeforeEach
  void clear() {
    yard.clear();
    yard.connectors.put("team", team);
  }

  private UUID ticket() {
    return yard.queue(ActionKind.OPEN_TICKET, "team:payments");
  }

  @Test
  void looksWritesReadsBackAndRecords() {
    UUID id = ticket();
    StoredAction done = yard.attempt(id);
    assertThat(done.state()).isEqualTo(LiveState.DONE);
    assertThat(done.receipt()).contains(Yard.Told.receipt());
    assertThat(done.beforeState()).contains("on for all");
    assertThat(yard.steps(id)).containsExactly("INTENT", "LOOK", "WRITE", "READ_BACK", "RESULT");
    assertThat(yard.events()).containsExactly("TICKET_OPENED service ");
    assertThat(yard.scheduled()).isEmpty();
    assertThat(team.writes).isEqualTo(1);
  }

  @Test
  void writesNothingThatIsDoneAlready() {
    team.isDone = true;
    UUID id = ticket();
    assertThat(yard.attempt(id).state()).isEqualTo(LiveState.DONE);
    assertThat(yard.steps(id)).containsExactly("INTENT", "LOOK", "RESULT");
    assertThat(team.writes).isZero();
  }

  @Test
  void givesUpAtOnceWhatBelongsToAnArchivedDecision() {
    UUID id = yard.queue(ActionKind.OPEN_TICKET, "archived:payments");
    StoredAction dead = yard.attempt(id);
    assertThat(dead.state()).isEqualTo(LiveState.DEAD);
    assertThat(dead.why()).contains("its decision is archived");
    assertThat(yard.scheduled()).isEmpty();
  }

  @Test
  void leavesAloneWhatAPersonChanged() {
    team.other = new RemoteState.Refused("ann switched it on at noon");
    StoredAction refused = yard.attempt(ticket());
    assertThat(refused.state()).isEqualTo(LiveState.REFUSED);
    assertThat(refused.why()).contains("ann switched it on at noon");
    assertThat(yard.events()).containsExactly("ACTION_REFUSED service ann switched it on at noon");
    assertThat(team.writes).isZero();
  }

  @Test
  void readsBackAWriteWhoseAnswerNeverCame() {
    team.onWrite = new DeliveryException(Kind.UNKNOWN, "no answer");
    assertThat(yard.attempt(ticket()).state()).isEqualTo(LiveState.DONE);
    assertThat(team.writes).isEqualTo(1);
  }

  @Test
  void waitsAndLooksBeforeItWritesAgain() {
    team.onWrite = new DeliveryException(Kind.UNKNOWN, "no answer");
    team.takesEffect = false;
    UUID id = ticket();
    StoredAction unknown = yard.attempt(id);
    assertThat(unknown.state()).isEqualTo(LiveState.QUEUED);
    assertThat(unknown.dueAt()).contains(Yard.BEGIN.plusSeconds(5));
    team.isDone = true;
    yard.clock.tick(Duration.ofSeconds(5));
    assertThat(yard.attempt(id).state()).isEqualTo(LiveState.DONE);
    assertThat(team.writes).isEqualTo(1);
  }

  @Test
  void waitsAlsoWhereAWriteCannotBeReadBack() {
    team.onWrite = new DeliveryException(Kind.UNKNOWN, "no answer");
    team.onReadBack = new DeliveryException(Kind.NEVER, "400");
    StoredAction unknown = yard.attempt(ticket());
    assertThat(unknown.state()).isEqualTo(LiveState.QUEUED);
    assertThat(unknown.dueAt()).contains(Yard.BEGIN.plusSeconds(5));
    assertThat(unknown.why()).contains("it was written, and cannot be read back: 400");
  }

  @Test
  void waitsAlsoWhereAPersonTriesAnewWhatWasWritten() {
    team.onWrite = new DeliveryException(Kind.NEVER, "400");
    UUID id = ticket();
    assertThat(yard.attempt(id).state()).isEqualTo(LiveState.DEAD);
    StoredAction again = yard.people.retry(id, "ann", "again").orElseThrow();
    assertThat(again.dueAt()).contains(Yard.BEGIN.plusSeconds(5));
  }

  @Test
  void doesNotTakeAWordForADeed() {
    team.takesEffect = false;
    StoredAction again = yard.attempt(ticket());
    assertThat(again.state()).isEqualTo(LiveState.QUEUED);
    assertThat(again.why().orElseThrow()).contains("reading back does not find it");
  }

  @Test
  void pausesLongerEachTimeAndEndsAsADeadLetter() {
    team.onLook = new DeliveryException(Kind.LATER, "503");
    UUID id = ticket();
    List<Duration> pauses = new ArrayList<>();
    for (int i = 1; i < Yard.MOST_TRIES; i++) {
      StoredAction failed = yard.attempt(id);
      pauses.add(Duration.between(yard.clock.instant(), failed.dueAt().orElseThrow()));
      assertThat(yard.scheduled()).containsEntry(id, failed.dueAt().orElseThrow());
      yard.clock.set(failed.dueAt().orElseThrow());
    }
    assertThat(pauses).containsExactly(Yard.PAUSE, Yard.PAUSE.multipliedBy(2));
    StoredAction dead = yard.attempt(id);
    assertThat(dead.state()).isEqualTo(LiveState.DEAD);
    assertThat(dead.why()).contains("tried 3 times: 503");
    assertThat(yard.scheduled()).isEmpty();
    assertThat(yard.events()).containsExactly("ACTION_DEAD service tried 3 times: 503");
  }

  @Test
  void givesUpAtOnceOnWhatNeverWill() {
    team.onWrite = new DeliveryException(Kind.NEVER, "400: no such project");
    assertThat(yard.attempt(ticket()).why()).contains("400: no such project");
    assertThat(team.writes).isEqualTo(1);
  }

  @Test
  void doesNotTryEarly() {
    team.onLook = new DeliveryException(Kind.LATER, "503");
    UUID id = ticket();
    yard.attempt(id);
    assertThat(yard.attempt(id).attempts()).isEqualTo(1);
  }

  @Test
  void leavesTheWholeTargetAloneForAsLongAsItAsks() {
    team.onLook = new DeliveryException(Kind.LATER, "429", Optional.of(Duration.ofHours(1)));
    UUID first = ticket();
    UUID second = ticket();
    UUID third = ticket();
    assertThat(yard.attempt(first).dueAt()).contains(Yard.BEGIN.plus(Duration.ofHours(1)));
    assertThat(yard.attempt(second).attempts()).isZero();
    assertThat(yard.scheduled().values())
        .hasSize(3)
        .allMatch(due -> !due.isBefore(Yard.BEGIN.plus(Duration.ofHours(1))));
    team.onLook = null;
    yard.clock.tick(Duration.ofHours(1));
    assertThat(yard.attempt(third).state()).isEqualTo(LiveState.DONE);
  }

  @Test
  void opensTheBreakerOfATargetThatFailsAndOfNoOther() {
    team.onLook = new DeliveryException(Kind.UNKNOWN, "timeout");
    yard.connectors.put("channel", new Yard.Told());
    List<UUID> tickets = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tickets.add(ticket());
    }
    tickets.forEach(yard::attempt);
    assertThat(tickets).filteredOn(id -> yard.find(id).attempts() == 1).hasSize(5);
    UUID message = yard.queue(ActionKind.NOTIFY, "channel:ops");
    assertThat(yard.attempt(message).state()).isEqualTo(LiveState.DONE);
    team.onLook = null;
    yard.clock.tick(TargetBreaker.OPEN_FOR.plusMillis(1));
    assertThat(yard.attempt(tickets.getLast()).state()).isEqualTo(LiveState.DONE);
  }

  @Test
  void waitsForTheOtherSystemsOwnPeople() {
    team.other = new RemoteState.Pending(Yard.Told.receipt());
    UUID id = ticket();
    StoredAction waiting = yard.attempt(id);
    assertThat(waiting.state()).isEqualTo(LiveState.WAITING);
    for (int minute = 0; minute < 10; minute++) {
      yard.clock.tick(Duration.ofMinutes(1));
      yard.attempt(id);
    }
    assertThat(yard.steps(id)).containsExactly("INTENT", "LOOK", "RESULT");
    team.other = new RemoteState.Done(Yard.Told.receipt());
    yard.clock.tick(Duration.ofMinutes(1));
    assertThat(yard.attempt(id).state()).isEqualTo(LiveState.DONE);
    assertThat(team.writes).isZero();
  }

  @Test
  void holdsWhatNobodyWaitsForAnyMore() {
    team.other = new RemoteState.Pending(Yard.Told.receipt());
    UUID id = ticket();
    yard.attempt(id);
    team.other = null;
    yard.clock.tick(Duration.ofMinutes(1));
    assertThat(yard.attempt(id).state()).isEqualTo(LiveState.HELD);
    assertThat(team.writes).isZero();
  }

  @Test
  void holdsWhatHasNoTarget() {
    UUID id = yard.queue(ActionKind.NOTIFY, "channel:ops");
    StoredAction held = yard.attempt(id);
    assertThat(held.state()).isEqualTo(LiveState.HELD);
    assertThat(held.why())
        .contains(
            "no target is configured for `NOTIFY` on `channel:ops`: configure one, then retry");
    yard.connectors.put("channel", new Yard.Told());
    yard.people.retry(id, "ann", "configured");
    assertThat(yard.attempt(id).state()).isEqualTo(LiveState.DONE);
  }

  /// As where the decision cannot be read any more.
  @Test
  void endsAsADeadLetterWhereNobodyCanSayWhatItsTargetIs() {
    UUID id = yard.queue(ActionKind.NOTIFY, "fault:here");
    for (int i = 0; i < Yard.MOST_TRIES; i++) {
      yard.attempt(id);
      yard.clock.tick(Duration.ofMinutes(1));
    }
    assertThat(yard.find(id).state()).isEqualTo(LiveState.DEAD);
    assertThat(yard.scheduled()).isEmpty();
  }

  @Test
  void startsChildrenWithWhatTheirParentLeft() {
    UUID decision = yard.ids.next();
    NewAction parent =
        yard.asked(decision, 1, null, ActionKind.OPEN_TICKET, "team:a", ActionState.QUEUED);
    NewAction child =
        yard.asked(decision, 2, 1, ActionKind.OPEN_TICKET, "team:b", ActionState.QUEUED);
    Yard.enqueue(yard.database, List.of(parent, child));
    assertThat(yard.scheduled()).containsOnlyKeys(parent.actionId());
    yard.attempt(parent.actionId());
    assertThat(yard.scheduled()).containsOnlyKeys(child.actionId());
    team.isDone = false;
    assertThat(yard.attempt(child.actionId()).state()).isEqualTo(LiveState.DONE);
    assertThat(team.parent).isEqualTo(Yard.Told.receipt());
  }

  @Test
  void startsChildrenAlsoWhereTheParentIsGivenUp() {
    UUID decision = yard.ids.next();
    NewAction parent =
        yard.asked(decision, 1, null, ActionKind.OPEN_TICKET, "team:a", ActionState.QUEUED);
    NewAction child =
        yard.asked(decision, 2, 1, ActionKind.OPEN_TICKET, "team:b", ActionState.QUEUED);
    Yard.enqueue(yard.database, List.of(parent, child));
    team.onLook = new DeliveryException(Kind.NEVER, "403");
    yard.attempt(parent.actionId());
    assertThat(yard.scheduled()).isEmpty();
    yard.people.drop(parent.actionId(), "ann", "no such team");
    team.onLook = null;
    assertThat(yard.attempt(child.actionId()).state()).isEqualTo(LiveState.DONE);
    assertThat(team.parent).isNull();
  }

  @Test
  void keepsTheMessageOfAFaultOfOursToItself() {
    yard.connectors.put(
        "team",
        new Connector() {
          @Override
          public RemoteState look(Order order) {
            throw new IllegalStateException("Bearer s3cret");
          }

          @Override
          public Receipt write(Order order, RemoteState.Open before) {
            throw new IllegalStateException("Bearer s3cret");
          }
        });
    UUID id = ticket();
    assertThat(yard.attempt(id).toString() + yard.store.steps(id))
        .contains("a fault of ours: IllegalStateException")
        .doesNotContain("s3cret");
  }
}
