package dev.ombud.act.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what is long over goes with the month of its decision, and nothing else does.
final class RetirementStoreTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Yard yard = new Yard(POSTGRES);

  @BeforeEach
  void clear() {
    yard.clear();
    yard.connectors.put("team", new Yard.Told());
  }

  private UUID asked(String at) {
    NewAction action =
        yard.asked(
            TimeIds.at(Instant.parse(at)),
            1,
            null,
            ActionKind.OPEN_TICKET,
            "team:payments",
            ActionState.QUEUED);
    Yard.enqueue(yard.database, List.of(action));
    return action.actionId();
  }

  private static void drop(String month) throws SQLException {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(
          """
          insert into archives (month, archived_at, dropped_at, records, bytes, path, digest)
          values ('%s', now(), now(), 1, 1, 'file', sha256(''))
          """
              .formatted(month));
    }
  }

  @Test
  void forgetsWhatEndedInAMonthThatIsGone() throws SQLException {
    UUID over = asked("2025-01-15T12:00:00Z");
    UUID underWay = asked("2025-01-31T23:59:59Z");
    UUID later = asked("2025-02-01T00:00:00Z");
    assertThat(yard.attempt(over).state()).isEqualTo(LiveState.DONE);
    yard.attempt(later);
    drop("2025-01-01");
    new RetirementStore(yard.database).retire();
    assertThat(yard.store.find(over)).isEmpty();
    assertThat(yard.store.steps(over)).isEmpty();
    assertThat(yard.store.find(underWay)).isPresent();
    assertThat(yard.store.find(later)).isPresent();
    assertThat(yard.store.steps(later)).isNotEmpty();
  }

  @Test
  void forgetsNothingOfAMonthThatIsStillHere() {
    UUID over = asked("2025-03-15T12:00:00Z");
    yard.attempt(over);
    new RetirementStore(yard.database).retire();
    assertThat(yard.store.find(over)).isPresent();
    assertThatThrownBy(() ->
            yard.database.change(handle ->
                handle
                    .createQuery("select ombud_retire_actions('2025-03-01')")
                    .mapTo(Long.class)
                    .one()))
        .hasMessageContaining("its decisions are still here");
  }
}
