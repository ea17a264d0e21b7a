package dev.ombud.act.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.ActionQuery;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.QueueLevel;
import dev.ombud.act.action.StoredAction;
import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.domain.Page;
import dev.ombud.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ActionStoreTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Yard yard = new Yard(POSTGRES);

  @BeforeEach
  void clear() {
    yard.clear();
  }

  @Test
  void schedulesWhatWaitsForNobodyAndNothingElse() {
    UUID decision = yard.ids.next();
    List<NewAction> asked =
        List.of(
            yard.asked(decision, 1, null, ActionKind.DISABLE_FLAG, "flag:f", ActionState.QUEUED),
            yard.asked(
                decision,
                2,
                null,
                ActionKind.DISABLE_FLAG,
                "flag:g",
                ActionState.AWAITING_APPROVAL),
            yard.asked(
                decision, 3, null, ActionKind.DISABLE_FLAG, "flag:h", ActionState.RECOMMENDED),
            yard.asked(decision, 4, null, ActionKind.OPEN_TICKET, "team:a", ActionState.QUEUED),
            yard.asked(decision, 5, 4, ActionKind.OPEN_TICKET, "team:b", ActionState.QUEUED),
            yard.asked(decision, 6, null, ActionKind.ADD_TO_DIGEST, "team:a", ActionState.QUEUED));
    Yard.enqueue(yard.database, asked);
    assertThat(yard.scheduled())
        .containsOnlyKeys(asked.get(0).actionId(), asked.get(3).actionId())
        .containsValue(Yard.BEGIN);
    assertThat(yard.store.ofDecision(decision))
        .extracting(StoredAction::state)
        .containsExactly(
            LiveState.QUEUED,
            LiveState.AWAITING_APPROVAL,
            LiveState.RECOMMENDED,
            LiveState.QUEUED,
            LiveState.QUEUED,
            LiveState.DIGEST);
    assertThat(yard.store.ofDecision(decision))
        .extracting(StoredAction::automatic)
        .containsExactly(true, false, false, false, false, false);
    assertThat(
            yard.database.<Map<Integer, LiveState>>ask(
                handle -> ActionStore.stateOf(handle, decision)))
        .containsEntry(2, LiveState.AWAITING_APPROVAL)
        .hasSize(6);
  }

  @Test
  void addsNothingWhereTheDecisionIsNotCommitted() throws Exception {
    NewAction asked = yard.asked(ActionKind.NOTIFY, "team:a", ActionState.QUEUED);
    try (var connection = yard.database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      ActionStore.enqueue(connection, List.of(asked));
      connection.rollback();
      connection.setAutoCommit(true);
    }
    assertThat(yard.store.find(asked.actionId())).isEmpty();
    assertThat(yard.scheduled()).isEmpty();
  }

  @Test
  void closesWhatPeopleDecideAgainstAndWhatTheyDoNotDecide() {
    UUID decision = yard.ids.next();
    Yard.enqueue(
        yard.database,
        List.of(
            yard.asked(decision, 1, null, ActionKind.DISABLE_FLAG, "flag:f", ActionState.QUEUED),
            yard.asked(
                decision,
                2,
                null,
                ActionKind.DISABLE_FLAG,
                "flag:g",
                ActionState.AWAITING_APPROVAL),
            yard.asked(
                decision, 3, null, ActionKind.NOTIFY, "team:a", ActionState.AWAITING_APPROVAL)));
    int rejected =
        yard.database.change(handle ->
            ApprovalStore.reject(handle, decision, Set.of(1, 2), "not now", yard.clock.instant()));
    int expired =
        yard.database.change(handle ->
            ApprovalStore.expire(handle, decision, Set.of(2, 3), "late", yard.clock.instant()));
    assertThat(rejected).isEqualTo(1);
    assertThat(expired).isEqualTo(1);
    assertThat(yard.store.ofDecision(decision))
        .extracting(action -> action.state() + " " + action.why().orElse(""))
        .containsExactly("QUEUED ", "DROPPED not now", "EXPIRED late");
  }

  @Test
  void pagesThroughWhatIsAskedFor() {
    List<UUID> tickets = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      tickets.add(yard.queue(ActionKind.OPEN_TICKET, "team:a"));
      yard.queue(ActionKind.NOTIFY, "team:b");
    }
    assertThat(all(Optional.of(ActionKind.OPEN_TICKET), Optional.empty()))
        .isEqualTo(tickets.reversed());
    assertThat(all(Optional.empty(), Optional.of("team:a"))).isEqualTo(tickets.reversed());
    assertThat(all(Optional.empty(), Optional.empty())).hasSize(14);
    assertThat(all(Optional.empty(), Optional.of("team:c"))).isEmpty();
  }

  private List<UUID> all(Optional<ActionKind> kind, Optional<String> target) {
    List<UUID> all = new ArrayList<>();
    Optional<UUID> cursor = Optional.empty();
    do {
      Page<StoredAction> page =
          yard.store.page(
              new ActionQuery(
                  Optional.of(LiveState.QUEUED),
                  kind,
                  target,
                  Optional.empty(),
                  Optional.empty(),
                  DrillFilter.FALSE,
                  3,
                  cursor));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
      page.items().forEach(action -> all.add(action.id()));
      cursor = page.next().map(UUID::fromString);
    } while (cursor.isPresent());
    return all;
  }

  @Test
  void countsWhatIsNotAtItsEnd() {
    yard.connectors.put("team", new Yard.Told());
    yard.attempt(yard.queue(ActionKind.OPEN_TICKET, "team:a"));
    yard.queue(ActionKind.OPEN_TICKET, "team:a");
    yard.queue(ActionKind.OPEN_TICKET, "team:b");
    yard.attempt(yard.queue(ActionKind.NOTIFY, "channel:a"));
    assertThat(yard.store.levels())
        .containsExactlyInAnyOrder(
            new QueueLevel(ActionKind.OPEN_TICKET, "team", LiveState.QUEUED, 2, Yard.BEGIN),
            new QueueLevel(ActionKind.NOTIFY, "channel", LiveState.HELD, 1, Yard.BEGIN));
  }

  @Test
  void hasAnIdempotencyKeyForEachAction() {
    UUID decision = UUID.fromString("019412d5-5c00-7000-8000-000000000000");
    NewAction asked =
        yard.asked(decision, 2, null, ActionKind.NOTIFY, "team:a", ActionState.QUEUED);
    Yard.enqueue(yard.database, List.of(asked));
    assertThat(yard.find(asked.actionId()).key())
        .isEqualTo(HexFormat.of().formatHex(Sha256.of("019412d5-5c00-7000-8000-000000000000.2")))
        .hasSize(64);
  }
}
