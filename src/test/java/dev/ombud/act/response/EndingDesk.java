package dev.ombud.act.response;

import dev.ombud.act.action.News;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.outbox.ToldStore;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.record.decision.FollowUp.Decided;
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

/// Decisions by hand, stored in transactions on a real server; what became of their actions is
/// written into the rows.
final class EndingDesk {
  static final Aggregate SURGE = Aggregates.surgeWith();

  private final TestDatabase postgres;
  final Database database;
  final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final ActionStore store;
  private final Responder responder = new Responder(ids, Proposals.PATIENCE, _ -> Optional.empty());
  final UUID incident = ids.next();

  EndingDesk(TestDatabase postgres) {
    this.postgres = postgres;
    this.database = postgres.database();
    this.store = new ActionStore(database);
  }

  static Action action(int ordinal, ActionKind kind, String target) {
    return new Action(ordinal, kind, target, ActionState.QUEUED, null);
  }

  static List<Action> alarm() {
    return List.of(
        action(1, ActionKind.DISABLE_FLAG, "flag:f"),
        action(2, ActionKind.OPEN_TICKET, "team:a"),
        action(3, ActionKind.PAGE_OWNER, "team:a"),
        action(4, ActionKind.NOTIFY, "#a"));
  }

  Decided decided(List<Action> actions, boolean ends, ReasonCode... reasons) {
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
        null,
        ends);
  }

  void store(Decided... decided) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      responder.store(connection, List.of(decided));
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  /// The incident as it stands after what is stored next.
  void stands(String state) {
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

  void execute(String sql) {
    try (Connection owner = postgres.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As if a worker had carried something out.
  void done(Decided decided, ActionKind kind, String receipt) {
    execute(
        """
        update actions set state = 'DONE', wrote_at = now(), receipt_reference = '%s',
          receipt_address = '', receipt_state = 'there'
        where decision_id = '%s' and kind = '%s'
        """
            .formatted(receipt, decided.decision().decisionId(), kind));
  }

  List<StoredAction> of(Decided decided) {
    return store.ofDecision(decided.decision().decisionId());
  }

  /// What those who were told hear by a decision, as `ENDED team:a`.
  List<String> news(Decided decided) {
    return of(decided).stream()
        .flatMap(each -> News.About.of(each.target()).stream())
        .map(about -> about.what() + " " + about.subject())
        .sorted()
        .toList();
  }

  static boolean looks(StoredAction action) {
    return action.target().startsWith(ToldStore.LIFT);
  }

  int scheduled(Decided decided) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select count(*) from actions
                where decision_id = :decision and turn_at is not null
                  and state in ('QUEUED', 'RUNNING', 'WAITING')
                """)
            .bind("decision", decided.decision().decisionId())
            .mapTo(Integer.class)
            .one());
  }
}
