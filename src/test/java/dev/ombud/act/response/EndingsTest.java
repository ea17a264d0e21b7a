package dev.ombud.act.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.record.decision.FollowUp.Decided;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: of each incident that is over, everybody who was told hears it once, and nobody else.
final class EndingsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final EndingDesk desk = new EndingDesk(POSTGRES);

  @Test
  void wakesNobodyForWhatIsOverBeforeItIsCommitted() throws SQLException {
    desk.stands("CLOSED");
    Decided breach = desk.decided(EndingDesk.alarm(), false);
    Decided end = desk.decided(List.of(), true);
    desk.store(breach, desk.decided(List.of(), false), end);
    assertThat(desk.of(breach))
        .extracting(StoredAction::state)
        .containsExactly(LiveState.DROPPED, LiveState.QUEUED, LiveState.DROPPED, LiveState.DROPPED);
    assertThat(desk.of(breach).getFirst().why().orElseThrow())
        .contains("the incident is over", end.decision().decisionId().toString());
    assertThat(desk.news(end)).containsExactly("ENDED team:a");
    assertThat(desk.of(end)).noneMatch(EndingDesk::looks);
    assertThat(desk.scheduled(breach)).as("the ticket alone").isEqualTo(1);
  }

  @Test
  void tellsEachTicketAlertAndMessageOnce() throws SQLException {
    desk.stands("OPEN");
    Decided first = desk.decided(EndingDesk.alarm(), false);
    Decided second = desk.decided(EndingDesk.alarm(), false);
    Decided third =
        desk.decided(
            List.of(
                EndingDesk.action(1, ActionKind.NOTIFY, "#b"),
                EndingDesk.action(2, ActionKind.NOTIFY, "#c")),
            false);
    Decided fourth = desk.decided(List.of(EndingDesk.action(1, ActionKind.NOTIFY, "#b")), false);
    desk.store(first, second, third, fourth);
    for (Decided each : List.of(first, second)) {
      desk.done(each, ActionKind.DISABLE_FLAG, "ombud:1");
      desk.done(each, ActionKind.OPEN_TICKET, "PAY-1");
      desk.done(each, ActionKind.PAGE_OWNER, "key");
    }
    desk.done(first, ActionKind.NOTIFY, "C1/17.1");
    desk.done(second, ActionKind.NOTIFY, "C1/17.2");
    desk.done(third, ActionKind.NOTIFY, UUID.randomUUID().toString());
    desk.done(fourth, ActionKind.NOTIFY, UUID.randomUUID().toString());
    desk.execute("update actions set receipt_reference = 'digest:a' where target = '#c'");
    desk.stands("CLOSED");
    Decided end = desk.decided(List.of(), true);
    desk.store(end);
    assertThat(desk.news(end))
        .containsExactly("ENDED #a", "ENDED #a", "ENDED #b", "ENDED team:a", "ENDED team:a");
    assertThat(desk.of(end)).filteredOn(EndingDesk::looks).hasSize(1);
    // Where it goes on before anybody heard that it is over, nobody need hear either.
    desk.stands("OPEN");
    Decided again = desk.decided(List.of(), false);
    desk.store(again);
    assertThat(desk.news(again)).isEmpty();
    assertThat(desk.of(end)).filteredOn(each -> each.state() == LiveState.QUEUED).isEmpty();
  }

  @Test
  void saysThatItGoesOnWhereItsEndMayHaveBeenHeard() throws SQLException {
    desk.stands("OPEN");
    Decided breach = desk.decided(EndingDesk.alarm(), false);
    desk.store(breach);
    desk.done(breach, ActionKind.OPEN_TICKET, "PAY-1");
    desk.done(breach, ActionKind.PAGE_OWNER, "key");
    desk.done(breach, ActionKind.NOTIFY, "C1/17.1");
    desk.stands("CLOSED");
    Decided end = desk.decided(List.of(), true);
    desk.store(end);
    desk.done(end, ActionKind.NOTIFY, "said");
    desk.stands("OPEN");
    Decided back =
        desk.decided(List.of(EndingDesk.action(1, ActionKind.OPEN_TICKET, "team:a")), false);
    desk.store(back);
    assertThat(desk.news(back)).containsExactly("REOPENED #a", "REOPENED team:a");
    Decided after = desk.decided(List.of(), false);
    desk.store(after);
    assertThat(desk.news(after)).isEmpty();
  }

  @Test
  void tellsNoMoreThanFifty() throws SQLException {
    desk.stands("OPEN");
    List<Decided> many = new ArrayList<>();
    for (int i = 0; i < Endings.MAX_TOLD + 5; i++) {
      Decided each = desk.decided(EndingDesk.alarm(), false);
      desk.store(each);
      desk.done(each, ActionKind.NOTIFY, "C1/" + i);
      many.add(each);
    }
    desk.done(many.getFirst(), ActionKind.OPEN_TICKET, "PAY-1");
    desk.stands("CLOSED");
    Decided end = desk.decided(List.of(), true);
    desk.store(end);
    assertThat(desk.news(end)).hasSize(Endings.MAX_TOLD).contains("ENDED team:a");
    String event =
        desk.database.ask(handle ->
            handle
                .createQuery("select detail::text from audit_events where decision_id = :decision")
                .bind("decision", end.decision().decisionId())
                .mapTo(String.class)
                .one());
    assertThat(event).contains("\"moreWereTold\":true").contains("\"told\":50");
  }

  @Test
  void historyTellsNobody() throws SQLException {
    desk.stands("OPEN");
    Decided breach = desk.decided(EndingDesk.alarm(), false);
    desk.store(breach);
    desk.done(breach, ActionKind.OPEN_TICKET, "PAY-1");
    desk.stands("CLOSED");
    Decided end = desk.decided(List.of(), true, ReasonCode.EVIDENCE_HISTORIC);
    desk.store(end);
    assertThat(desk.of(end)).isEmpty();
    assertThat(desk.of(breach)).extracting(StoredAction::state).doesNotContain(LiveState.DROPPED);
  }

  @Test
  void saysNothingOfAnEndThatALaterWindowOfTheSameTransactionTookBack() throws SQLException {
    desk.stands("OPEN");
    Decided breach = desk.decided(EndingDesk.alarm(), false);
    Decided end = desk.decided(List.of(), true);
    desk.store(breach, end, desk.decided(List.of(), false));
    assertThat(desk.of(end)).isEmpty();
    assertThat(desk.of(breach)).extracting(StoredAction::state).containsOnly(LiveState.QUEUED);
  }

  @Test
  void waitsForNoWorker() throws SQLException {
    desk.stands("OPEN");
    Decided breach = desk.decided(EndingDesk.alarm(), false);
    desk.store(breach);
    desk.stands("CLOSED");
    Decided end = desk.decided(List.of(), true);
    try (Connection worker = POSTGRES.connectAsOwner();
        Statement statement = worker.createStatement()) {
      worker.setAutoCommit(false);
      statement.execute(
          "update actions set state = 'RUNNING', attempts = 1 where decision_id = '%s'"
              .formatted(breach.decision().decisionId()));
      desk.store(end);
      worker.commit();
    }
    assertThat(desk.of(breach)).extracting(StoredAction::state).containsOnly(LiveState.RUNNING);
    assertThat(desk.news(end)).containsExactly("ENDED #a", "ENDED team:a", "ENDED team:a");
    assertThat(desk.of(end)).filteredOn(EndingDesk::looks).hasSize(1);
  }
}
