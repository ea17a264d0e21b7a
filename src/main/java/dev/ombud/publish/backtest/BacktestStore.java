package dev.ombud.publish.backtest;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.Trouble;
import dev.ombud.publish.backtest.Backtest.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Backtests on record. All times are the database's, so that instances need not agree on theirs.
/// Thread-safe.
final class BacktestStore {
  private static final int MAX_LISTED = 100;

  private static final String INSERT =
      """
      insert into backtests (
        id, draft_id, candidate_digest, against_version, against_digest, range_from, range_to, sample,
        caller, state, judged, started_at, heartbeat_at
      ) values (
        :id, :draft, :candidate, :version, :against, :from, :to, :sample,
        :caller, 'RUNNING', 0, clock_timestamp(), clock_timestamp()
      )
      """;

  private static final String BEAT =
      """
      update backtests set heartbeat_at = clock_timestamp(), judged = :judged, total = :total
      where id = :id and state = 'RUNNING'
      returning cancelled_by
      """;

  private static final String END =
      """
      update backtests set state = :state, failure = :failure, report = :report::json,
        judged = :judged, total = coalesce(:total, total), ended_at = clock_timestamp()
      where id = :id and state = 'RUNNING'
      """;

  private static final String CANCEL =
      """
      update backtests set cancelled_by = coalesce(cancelled_by, :who)
      where id = :id and state = 'RUNNING' and heartbeat_at >= clock_timestamp() - interval '30 s'
      """;

  private static final String SELECT =
      """
      select 'sha256:' || encode(candidate_digest, 'hex') as draft_digest,
        'sha256:' || encode(against_digest, 'hex') as against_digest,
        range_from as "from", range_to as "to",
        case when gone then 'FAILED' else state end as state,
        case when gone then heartbeat_at else ended_at end as ended_at,
        case when gone then 'the instance that ran it is gone: start it again'
          else failure end as failure,
        b.*
      from (
        select *, state = 'RUNNING' and heartbeat_at < clock_timestamp() - interval '30 s' as gone
        from backtests
      ) b
      """;

  private final Jdbi jdbi;

  BacktestStore(Database database) {
    this.jdbi = database.jdbi();
  }

  /// @throws ServiceException DATABASE_UNAVAILABLE
  private <T> T ask(HandleCallback<T, RuntimeException> question) {
    try {
      return jdbi.withHandle(question);
    } catch (JdbiException e) {
      throw Trouble.unavailable(e, "ask the same again in a second")
          .<RuntimeException>map(known -> known)
          .orElse(e);
    }
  }

  void insert(UUID id, Plan plan) {
    int _ =
        ask(handle ->
            handle
                .createUpdate(INSERT)
                .bind("id", id)
                .bind("draft", plan.draftId())
                .bind("candidate", plan.candidate().digest())
                .bind("version", plan.againstVersion())
                .bind("against", plan.against().digest())
                .bind("from", plan.from())
                .bind("to", plan.to())
                .bind("sample", plan.sample())
                .bind("caller", plan.caller())
                .execute());
  }

  /// Says that it still runs, and how far it has come.
  ///
  /// @return who has asked for its end
  Optional<String> beat(UUID id, long judged, OptionalLong total) {
    return ask(handle ->
        handle
            .createQuery(BEAT)
            .bind("id", id)
            .bind("judged", judged)
            .bind("total", boxed(total))
            .mapTo(String.class)
            .findOne());
  }

  void end(
      UUID id,
      State state,
      long judged,
      OptionalLong total,
      @Nullable String failure,
      @Nullable String report) {
    int _ =
        ask(handle ->
            handle
                .createUpdate(END)
                .bind("id", id)
                .bind("state", state)
                .bind("judged", judged)
                .bind("total", boxed(total))
                .bind("failure", failure)
                .bind("report", report)
                .execute());
  }

  /// Asks for its end. False where it has ended.
  boolean cancel(UUID id, String who) {
    return ask(handle -> handle.createUpdate(CANCEL).bind("id", id).bind("who", who).execute()) > 0;
  }

  Optional<Backtest> find(UUID id) {
    return ask(handle ->
        handle
            .createQuery(SELECT + " where id = :id")
            .bind("id", id)
            .mapTo(Backtest.class)
            .findOne());
  }

  /// Those of a draft, newest first.
  List<Backtest> list(UUID draftId) {
    return ask(handle ->
        handle
            .createQuery(SELECT + " where draft_id = :draft order by id desc limit :limit")
            .bind("draft", draftId)
            .bind("limit", MAX_LISTED)
            .mapTo(Backtest.class)
            .list());
  }

  private static @Nullable Long boxed(OptionalLong number) {
    return number.isPresent() ? (Long) number.getAsLong() : null;
  }
}
