package dev.ombud.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.action.ActionStore;
import dev.ombud.action.LiveState;
import dev.ombud.action.News;
import dev.ombud.action.StoredAction;
import dev.ombud.action.ToldStore;
import dev.ombud.database.Database;
import dev.ombud.decision.FollowUp.Decided;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.ActionState;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Context;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Decision.AggregateKey;
import dev.ombud.domain.Disposition;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.Judgement.Action;
import dev.ombud.domain.Mode;
import dev.ombud.domain.ReasonCode;
import dev.ombud.domain.Scope;
import dev.ombud.domain.Severity;
import dev.ombud.domain.Tier;
import dev.ombud.domain.TimeIds;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: of each incident that is over, everybody who was told hears it once, and nobody else.
/// Method: decisions by hand in transactions on a real server; what became of their actions is
/// written into the rows.
final class EndingsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Aggregate SURGE = Aggregates.surgeWith();

  private final Database database = POSTGRES.database();
  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final ActionStore store = new ActionStore(database);
  private final Responder responder =
      new Responder(ids, Proposals.PATIENCE, _ -> Optional.empty());
  private final UUID incident = ids.next();

  private static Action action(int ordinal, ActionKind kind, String target) {
    return new Action(ordinal, kind, target, ActionState.QUEUED, null);
  }

  private static List<Action> alarm() {
    return List.of(
        action(1, ActionKind.DISABLE_FLAG, "flag:f"),
        action(2, ActionKind.OPEN_TICKET, "team:a"),
        action(3, ActionKind.PAGE_OWNER, "team:a"),
        action(4, ActionKind.NOTIFY, "#a"));
  }

  private Decided decided(List<Action> actions, boolean ends, ReasonCode... reasons) {
    UUID id = ids.next();
    List<Judgement.Reason> why = new ArrayList<>();
    for (ReasonCode reason : reasons) {
      why.add(new Judgement.Reason(reason, "because"));
    }
    Judgement judgement =
        new Judgement(
            Severity.P1,
            actions.isEmpty() ? Disposition.DIGEST : Disposition.ACT,
            new Judgement.Mitigation(Tier.NONE, Scope.COHORT, Mode.AUTOMATIC),
            actions,
            new Judgement.Owner("a", 15),
            1,
            why,
            List.of(),
            List.of());
    return new Decided(
        SURGE,
        new byte[32],
        Context.NONE,
        new Decision(
            id,
            Instant.ofEpochMilli(TimeIds.millisOf(id)),
            AggregateKey.of(SURGE),
            judgement,
            new Decision.RulesetRef(1, "sha256:" + "0".repeat(64)),
            incident,
            "test",
            "0".repeat(32)),
        ends);
  }

  private void store(Decided... decided) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      responder.store(connection, List.of(decided));
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  /// The incident as it stands after what is stored next.
  private void stands(String state) {
    IncidentKey key = IncidentKey.of(SURGE);
    execute(
        """
        delete from incidents where id = '%1$s';
        insert into incidents (opened_at, last_decided_at, closed_at, id, last_decision_id, breaches,
          clears, state, tier_reached, product, subject, environment, cohort, cluster, touched_by)
        values (now(), now(), case '%2$s' when 'CLOSED' then now() end, '%1$s', '%1$s', 0, 0, '%2$s',
          'NONE', '%3$s', '%4$s', '%5$s', '%6$s', '%1$s', 'service')
        """
            .formatted(
                incident, state, key.product(), key.subject(), key.environment(), key.cohort()));
  }

  private static void execute(String sql) {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As if a worker had carried something out.
  private static void done(Decided decided, ActionKind kind, String receipt) {
    execute(
        """
        update actions set state = 'DONE', wrote_at = now(), receipt_reference = '%s',
          receipt_address = '', receipt_state = 'there'
        where decision_id = '%s' and kind = '%s'
        """
            .formatted(receipt, decided.decision().decisionId(), kind));
  }

  private List<StoredAction> of(Decided decided) {
    return store.ofDecision(decided.decision().decisionId());
  }

  /// What those who were told hear by a decision, as `ENDED team:a`.
  private List<String> news(Decided decided) {
    return of(decided).stream()
        .flatMap(each -> News.About.of(each.target()).stream())
        .map(about -> about.what() + " " + about.subject())
        .sorted()
        .toList();
  }

  private static boolean looks(StoredAction action) {
    return action.target().startsWith(ToldStore.LIFT);
  }

  @Test
  void wakesNobodyForWhatIsOverBeforeItIsCommitted() throws SQLException {
    stands("CLOSED");
    Decided breach = decided(alarm(), false);
    Decided end = decided(List.of(), true);
    store(breach, decided(List.of(), false), end);
    assertThat(of(breach))
        .extracting(StoredAction::state)
        .containsExactly(
            LiveState.DROPPED, LiveState.QUEUED, LiveState.DROPPED, LiveState.DROPPED);
    assertThat(of(breach).getFirst().why().orElseThrow())
        .contains("the incident is over", end.decision().decisionId().toString());
    assertThat(news(end)).containsExactly("ENDED team:a");
    assertThat(of(end)).noneMatch(EndingsTest::looks);
    assertThat(scheduled(breach)).as("the ticket alone").isEqualTo(1);
  }

  private int scheduled(Decided decided) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select count(*) from scheduled_tasks t join actions a on a.id::text = t.task_instance
                where a.decision_id = :decision
                """)
            .bind("decision", decided.decision().decisionId())
            .mapTo(Integer.class)
            .one());
  }

  @Test
  void tellsEachTicketAlertAndMessageOnce() throws SQLException {
    stands("OPEN");
    Decided first = decided(alarm(), false);
    Decided second = decided(alarm(), false);
    Decided third =
        decided(List.of(action(1, ActionKind.NOTIFY, "#b"), action(2, ActionKind.NOTIFY, "#c")), false);
    Decided fourth = decided(List.of(action(1, ActionKind.NOTIFY, "#b")), false);
    store(first, second, third, fourth);
    for (Decided each : List.of(first, second)) {
      done(each, ActionKind.DISABLE_FLAG, "ombud:1");
      done(each, ActionKind.OPEN_TICKET, "PAY-1");
      done(each, ActionKind.PAGE_OWNER, "key");
    }
    done(first, ActionKind.NOTIFY, "C1/17.1");
    done(second, ActionKind.NOTIFY, "C1/17.2");
    done(third, ActionKind.NOTIFY, UUID.randomUUID().toString());
    done(fourth, ActionKind.NOTIFY, UUID.randomUUID().toString());
    execute("update actions set receipt_reference = 'digest:a' where target = '#c'");
    stands("CLOSED");
    Decided end = decided(List.of(), true);
    store(end);
    assertThat(news(end))
        .containsExactly("ENDED #a", "ENDED #a", "ENDED #b", "ENDED team:a", "ENDED team:a");
    assertThat(of(end)).filteredOn(EndingsTest::looks).hasSize(1);
    // Where it goes on before anybody heard that it is over, nobody need hear either.
    stands("OPEN");
    Decided again = decided(List.of(), false);
    store(again);
    assertThat(news(again)).isEmpty();
    assertThat(of(end)).filteredOn(each -> each.state() == LiveState.QUEUED).isEmpty();
  }

  @Test
  void saysThatItGoesOnWhereItsEndMayHaveBeenHeard() throws SQLException {
    stands("OPEN");
    Decided breach = decided(alarm(), false);
    store(breach);
    done(breach, ActionKind.OPEN_TICKET, "PAY-1");
    done(breach, ActionKind.PAGE_OWNER, "key");
    done(breach, ActionKind.NOTIFY, "C1/17.1");
    stands("CLOSED");
    Decided end = decided(List.of(), true);
    store(end);
    done(end, ActionKind.NOTIFY, "said");
    stands("OPEN");
    Decided back = decided(List.of(action(1, ActionKind.OPEN_TICKET, "team:a")), false);
    store(back);
    assertThat(news(back)).containsExactly("REOPENED #a", "REOPENED team:a");
    Decided after = decided(List.of(), false);
    store(after);
    assertThat(news(after)).isEmpty();
  }

  @Test
  void tellsNoMoreThanFifty() throws SQLException {
    stands("OPEN");
    List<Decided> many = new ArrayList<>();
    for (int i = 0; i < Endings.MAX_TOLD + 5; i++) {
      Decided each = decided(alarm(), false);
      store(each);
      done(each, ActionKind.NOTIFY, "C1/" + i);
      many.add(each);
    }
    done(many.getFirst(), ActionKind.OPEN_TICKET, "PAY-1");
    stands("CLOSED");
    Decided end = decided(List.of(), true);
    store(end);
    assertThat(news(end)).hasSize(Endings.MAX_TOLD).contains("ENDED team:a");
    String event =
        database.ask(handle ->
            handle
                .createQuery("select detail::text from audit_events where decision_id = :decision")
                .bind("decision", end.decision().decisionId())
                .mapTo(String.class)
                .one());
    assertThat(event).contains("\"moreWereTold\":true").contains("\"told\":50");
  }

  @Test
  void historyTellsNobody() throws SQLException {
    stands("OPEN");
    Decided breach = decided(alarm(), false);
    store(breach);
    done(breach, ActionKind.OPEN_TICKET, "PAY-1");
    stands("CLOSED");
    Decided end = decided(List.of(), true, ReasonCode.EVIDENCE_HISTORIC);
    store(end);
    assertThat(of(end)).isEmpty();
    assertThat(of(breach)).extracting(StoredAction::state).doesNotContain(LiveState.DROPPED);
  }

  @Test
  void saysNothingOfAnEndThatALaterWindowOfTheSameTransactionTookBack() throws SQLException {
    stands("OPEN");
    Decided breach = decided(alarm(), false);
    Decided end = decided(List.of(), true);
    store(breach, end, decided(List.of(), false));
    assertThat(of(end)).isEmpty();
    assertThat(of(breach)).extracting(StoredAction::state).containsOnly(LiveState.QUEUED);
  }

  @Test
  void waitsForNoWorker() throws SQLException {
    stands("OPEN");
    Decided breach = decided(alarm(), false);
    store(breach);
    stands("CLOSED");
    Decided end = decided(List.of(), true);
    try (Connection worker = POSTGRES.connectAsOwner();
        Statement statement = worker.createStatement()) {
      worker.setAutoCommit(false);
      statement.execute(
          "update actions set state = 'RUNNING', attempts = 1 where decision_id = '%s'"
              .formatted(breach.decision().decisionId()));
      store(end);
      worker.commit();
    }
    assertThat(of(breach)).extracting(StoredAction::state).containsOnly(LiveState.RUNNING);
    assertThat(news(end)).containsExactly("ENDED #a", "ENDED team:a", "ENDED team:a");
    assertThat(of(end)).filteredOn(EndingsTest::looks).hasSize(1);
  }
}
