package dev.ombud.act.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: an action is with one worker at a time, and with nobody who is dead for longer than a
/// lease. Method: instances that claim, begin and end in the order that a test says.
final class ClaimStoreTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Yard yard = new Yard(POSTGRES);
  private final ClaimStore one = new ClaimStore(yard.database);
  private final ClaimStore other = new ClaimStore(yard.database);

  @BeforeEach
  void clear() {
    yard.clear();
  }

  private AttemptStore attempts(ClaimStore claims) {
    return new AttemptStore(yard.database, yard.automation, yard.ids, claims.instance());
  }

  private List<StoredAction> claim(ClaimStore claims, int most) {
    return claims.claim(yard.clock.instant(), most);
  }

  private UUID queue() {
    return yard.queue(ActionKind.NOTIFY, "channel:a");
  }

  @Test
  void claimsWhatIsMostUrgentFirstAndThenWhatIsDueFirst() {
    UUID message = queue();
    yard.clock.tick(Duration.ofSeconds(1));
    UUID secondTicket = yard.queue(ActionKind.OPEN_TICKET, "team:a");
    yard.clock.tick(Duration.ofSeconds(-1));
    UUID ticket = yard.queue(ActionKind.OPEN_TICKET, "team:a");
    UUID page = yard.queue(ActionKind.PAGE_OWNER, "team:a");
    UUID flag = yard.queue(ActionKind.DISABLE_FLAG, "flag:a");
    yard.clock.tick(Duration.ofSeconds(1));
    assertThat(claim(one, 2)).extracting(StoredAction::id).containsExactly(flag, page);
    assertThat(claim(other, 9))
        .extracting(StoredAction::id)
        .containsExactly(ticket, secondTicket, message);
  }

  @Test
  void claimsNothingEarlyAndNothingThatWaitsOrIsOver() {
    UUID decision = yard.ids.next();
    Yard.enqueue(
        yard.database,
        List.of(
            yard.asked(decision, 1, null, ActionKind.OPEN_TICKET, "team:a", ActionState.QUEUED),
            yard.asked(decision, 2, 1, ActionKind.OPEN_TICKET, "team:b", ActionState.QUEUED),
            yard.asked(
                decision, 3, null, ActionKind.NOTIFY, "channel:a", ActionState.AWAITING_APPROVAL)));
    yard.clock.tick(Duration.ofSeconds(-1));
    assertThat(claim(one, 9)).isEmpty();
    yard.clock.tick(Duration.ofSeconds(1));
    StoredAction parent = claim(one, 9).getFirst();
    yard.people.drop(parent.id(), "ann", "no such team");
    assertThat(claim(other, 9)).extracting(StoredAction::ordinal).containsExactly(2);
  }

  @Test
  void claimsForNoTwoInstancesTheSame() throws Exception {
    for (int i = 0; i < 200; i++) {
      queue();
    }
    List<UUID> all = new ArrayList<>();
    Callable<List<UUID>> work =
        () -> {
          ClaimStore claims = new ClaimStore(yard.database);
          List<UUID> mine = new ArrayList<>();
          List<StoredAction> claimed;
          do {
            claimed = claim(claims, 7);
            claimed.forEach(action -> mine.add(action.id()));
          } while (!claimed.isEmpty());
          return mine;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<UUID>> each : threads.invokeAll(List.of(work, work, work, work))) {
        all.addAll(each.get());
      }
    }
    assertThat(all).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void takesUpWhatADeadInstanceHadWhenItsLeaseIsOverAndNotBefore() {
    UUID id = queue();
    assertThat(attempts(one).begin(claim(one, 1).getFirst(), yard.clock.instant())).isPresent();
    yard.clock.tick(ClaimStore.LEASE.minusMillis(1));
    assertThat(claim(other, 1)).isEmpty();
    yard.clock.tick(Duration.ofMillis(1));
    assertThat(claim(other, 1))
        .extracting(StoredAction::id, StoredAction::state)
        .containsExactly(tuple(id, LiveState.RUNNING));
  }

  @Test
  void keepsWhatIsRenewedAndNothingOfOthers() {
    UUID id = queue();
    claim(one, 1);
    yard.clock.tick(Duration.ofSeconds(15));
    one.renew(Set.of(id), yard.clock.instant());
    yard.clock.tick(Duration.ofSeconds(15));
    assertThat(claim(other, 1)).isEmpty();
    yard.clock.tick(Duration.ofSeconds(5));
    assertThat(claim(other, 1)).hasSize(1);
    yard.clock.tick(Duration.ofSeconds(15));
    one.renew(Set.of(id), yard.clock.instant());
    yard.clock.tick(Duration.ofSeconds(5));
    assertThat(claim(one, 1)).hasSize(1);
  }

  @Test
  void oneAttemptIsBegunOnce() {
    queue();
    StoredAction claimed = claim(one, 1).getFirst();
    yard.clock.tick(ClaimStore.LEASE);
    StoredAction again = claim(other, 1).getFirst();
    Instant now = yard.clock.instant();
    assertThat(attempts(one).begin(claimed, now)).isPresent();
    assertThat(attempts(other).begin(again, now)).isEmpty();
    assertThat(claim(other, 1)).isEmpty();
  }

  @Test
  void whoOutlivesItsLeaseCannotEndTheAttemptOfItsSuccessor() {
    UUID id = queue();
    StoredAction late = begun(one);
    yard.clock.tick(ClaimStore.LEASE);
    StoredAction next = begun(other);
    Instant now = yard.clock.instant();
    AttemptEnd done = AttemptEnd.done(Yard.Told.receipt());
    assertThat(attempts(one).end(late, List.of(), done, now)).isFalse();
    assertThat(yard.find(id).state()).isEqualTo(LiveState.RUNNING);
    assertThat(claim(one, 1)).isEmpty();
    assertThat(attempts(other).end(next, List.of(), done, now)).isTrue();
    assertThat(yard.scheduled()).isEmpty();
  }

  /// Its successor has claimed it and is about to look: it would find nothing.
  @Test
  void whoOutlivesItsLeaseDoesNotWrite() {
    queue();
    StoredAction late = begun(one);
    yard.clock.tick(ClaimStore.LEASE);
    StoredAction seen = claim(other, 1).getFirst();
    RemoteState.Open open = new RemoteState.Open("on", "1");
    Instant now = yard.clock.instant();
    assertThat(attempts(one).announce(late, open, now)).isFalse();
    StoredAction next = attempts(other).begin(seen, now).orElseThrow();
    assertThat(attempts(other).announce(next, open, now)).isTrue();
  }

  @Test
  void whoAnnouncesAWriteHasAWholeLeaseForIt() {
    queue();
    StoredAction begun = begun(one);
    yard.clock.tick(ClaimStore.LEASE.minusMillis(1));
    RemoteState.Open open = new RemoteState.Open("on", "1");
    assertThat(attempts(one).announce(begun, open, yard.clock.instant())).isTrue();
    yard.clock.tick(ClaimStore.LEASE.minusMillis(1));
    assertThat(claim(other, 1)).isEmpty();
  }

  private StoredAction begun(ClaimStore claims) {
    return attempts(claims).begin(claim(claims, 1).getFirst(), yard.clock.instant()).orElseThrow();
  }

  @Test
  void whatIsPutBackIsFreeAtItsTimeAndCostsNoAttempt() {
    UUID id = queue();
    one.putBack(claim(one, 1).getFirst(), Yard.BEGIN.plusSeconds(1));
    assertThat(claim(other, 1)).isEmpty();
    yard.clock.tick(Duration.ofSeconds(1));
    assertThat(claim(other, 1)).extracting(StoredAction::id).containsExactly(id);
    assertThat(yard.find(id).attempts()).isZero();
  }

  @Test
  void putsOffWhatNoWorkerHasOneAfterTheOther() {
    queue();
    StoredAction mine = claim(one, 1).getFirst();
    UUID first = queue();
    UUID second = queue();
    UUID elsewhere = yard.queue(ActionKind.NOTIFY, "channel:b");
    Instant from = Yard.BEGIN.plusSeconds(30);
    one.putOff(mine, Yard.BEGIN, from);
    assertThat(yard.scheduled())
        .containsEntry(mine.id(), Yard.BEGIN)
        .containsEntry(elsewhere, Yard.BEGIN);
    assertThat(List.of(yard.scheduled().get(first), yard.scheduled().get(second)))
        .containsExactlyInAnyOrder(from.plusMillis(20), from.plusMillis(40));
  }

  /// An instance of the version before goes on serving while this one is installed.
  @Test
  void whatTheVersionBeforeSchedulesIsTakenUp() {
    NewAction asked = yard.asked(ActionKind.NOTIFY, "channel:a", ActionState.AWAITING_APPROVAL);
    Yard.enqueue(yard.database, List.of(asked));
    Optional<Long> left =
        yard.database.change(handle -> {
          handle.execute(
              """
              with changed as (
                update actions set state = 'QUEUED', due_at = ? where id = ? returning id
              )
              insert into scheduled_tasks
                (task_name, task_instance, execution_time, picked, version, priority)
              select 'action', id::text, ?, false, 1, 0 from changed
              on conflict (task_name, task_instance) do nothing
              """,
              Yard.BEGIN,
              asked.actionId(),
              Yard.BEGIN);
          return handle
              .createQuery("select count(*) from scheduled_tasks")
              .mapTo(Long.class)
              .findOne();
        });
    assertThat(left).contains(0L);
    assertThat(claim(one, 1)).extracting(StoredAction::id).containsExactly(asked.actionId());
  }
}
