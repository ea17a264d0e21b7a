package dev.ombud.record.log;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.Job.Kind;
import dev.ombud.record.log.Job.State;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Jobs on record, which any instance sees and cancels. All times are the database's, so that
/// instances need not agree on theirs. A job that has not been heard of for a minute reads as
/// failed, since its instance is gone. Thread-safe.
public final class JobStore {
  private static final String GONE =
      "nothing was heard of it for a minute, so the instance that ran it is gone: ask for it again";

  private static final String SELECT =
      """
      select id, kind, caller, what, started_at, done, share, cancelled_by, result,
        case when gone then 'FAILED' else state end as state,
        case when gone then heartbeat_at else ended_at end as ended_at,
        case when gone then '%s' else failure end as failure
      from (
        select *, state = 'RUNNING' and heartbeat_at < clock_timestamp() - interval '60 s' as gone
        from jobs
      ) j
      """
          .formatted(GONE);

  private static final String INSERT =
      """
      insert into jobs (id, kind, caller, what, state, done, share, started_at, heartbeat_at)
      values (:id, :kind, :caller, :what, 'RUNNING', 0, 0, clock_timestamp(), clock_timestamp())
      """;

  private static final String BEAT =
      """
      update jobs set heartbeat_at = clock_timestamp(), done = :done, share = :share
      where id = :id and state = 'RUNNING'
      returning cancelled_by
      """;

  private static final String END =
      """
      update jobs set state = :state, failure = cast(:failure as text),
        result = cast(:result as text), done = :done, ended_at = clock_timestamp(),
        share = case when :state = 'DONE' then 1 else share end
      where id = :id and state = 'RUNNING'
      """;

  private static final String CANCEL =
      """
      update jobs set cancelled_by = coalesce(cancelled_by, :who)
      where id = :id and state = 'RUNNING' and heartbeat_at >= clock_timestamp() - interval '60 s'
      """;

  private final Database database;

  public JobStore(Database database) {
    this.database = database;
  }

  /// Puts a job on record that begins now.
  public RunningJob begin(UUID id, Kind kind, String caller, String what) {
    database.change(handle ->
        handle
            .createUpdate(INSERT)
            .bind("id", id)
            .bind("kind", kind.name())
            .bind("caller", caller)
            .bind("what", what)
            .execute());
    return new RunningJob(this, id);
  }

  /// @return who asked for its end
  Optional<String> beat(UUID id, long done, double share) {
    return database.change(handle ->
        handle
            .createQuery(BEAT)
            .bind("id", id)
            .bind("done", done)
            .bind("share", Math.clamp(share, 0, 1))
            .mapTo(String.class)
            .findOne());
  }

  void end(UUID id, State state, long done, @Nullable String failure, @Nullable String result) {
    database.change(handle ->
        handle
            .createUpdate(END)
            .bind("id", id)
            .bind("state", state.name())
            .bind("done", done)
            .bind("failure", failure)
            .bind("result", result)
            .execute());
  }

  /// Asks for the end of a job, whichever instance runs it. It ends within about a second, an
  /// export as soon as its reader takes more.
  ///
  /// @throws ServiceException NOT_FOUND; WRONG_STATE where it has ended
  public void cancel(UUID id, String who) {
    int asked =
        database.change(
            handle -> handle.createUpdate(CANCEL).bind("id", id).bind("who", who).execute());
    if (asked == 0) {
      throw find(id).isEmpty()
          ? new ServiceException(
              ErrorCode.NOT_FOUND, "there is no job `" + id + "`: check the address")
          : new ServiceException(
              ErrorCode.WRONG_STATE, "job `" + id + "` has ended: there is nothing to cancel");
    }
  }

  public Optional<Job> find(UUID id) {
    return database.ask(handle ->
        handle
            .createQuery(SELECT + " where id = :id")
            .bind("id", id)
            .mapTo(Job.class)
            .findOne());
  }

  /// The newest ones first.
  public List<Job> newest(int limit) {
    return database.ask(handle ->
        handle
            .createQuery(SELECT + " order by id desc limit :limit")
            .bind("limit", limit)
            .mapTo(Job.class)
            .list());
  }
}
