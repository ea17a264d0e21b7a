package dev.ombud.gate.deployment;

import dev.ombud.ground.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The table of deployments that wait. Thread-safe.
final class DeploymentStore {
  private final Database database;

  DeploymentStore(Database database) {
    this.database = database;
  }

  /// What waits already waits on, and is known to have been asked again: its answer may be on its
  /// way. What is over begins anew: a job that is run again asks about the same run, and if GitHub
  /// only says it twice, nothing waits there any more.
  void insert(Deployment deployment) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                insert into gate_deployments (
                  id, asked_at, due_at, look_at, repository, environment, run_id, release_version,
                  trace_id, state, why
                )
                values (
                  :id, :now, :due, :now, :repository, :environment, :run, :release, :trace,
                  'WAITING', ''
                )
                on conflict (repository, run_id, environment) do update
                set asked_at = excluded.asked_at,
                  look_at = case when gate_deployments.closed_at is null
                    then gate_deployments.look_at else excluded.look_at end,
                  due_at = case when gate_deployments.closed_at is null
                    then gate_deployments.due_at else excluded.due_at end,
                  closed_at = null, evaluation_id = null, release_version = excluded.release_version,
                  trace_id = excluded.trace_id, state = excluded.state, why = ''
                """)
            .bind("id", deployment.id())
            .bind("now", deployment.askedAt())
            .bind("due", deployment.dueAt())
            .bind("repository", deployment.repository())
            .bind("environment", deployment.environment())
            .bind("run", deployment.run())
            .bind("release", deployment.release())
            .bind("trace", deployment.traceId())
            .execute());
  }

  /// Takes some that are to be looked at, and puts them off for all others meanwhile.
  List<Deployment> take(Instant now, Duration lease, int most) {
    return database.change(handle ->
        handle
            .createQuery(
                """
                update gate_deployments d set look_at = :until
                from (
                    select id from gate_deployments
                    where closed_at is null and look_at <= :now
                    order by look_at limit :most
                    for update skip locked
                  ) taken
                where d.id = taken.id
                returning d.*, run_id as run, release_version as release
                """)
            .bind("now", now)
            .bind("until", now.plus(lease))
            .bind("most", most)
            .mapTo(Deployment.class)
            .list());
  }

  void putOff(UUID id, Instant until, String why) {
    database.change(handle ->
        handle
            .createUpdate(
                "update gate_deployments set look_at = :until, why = :why"
                    + " where id = :id and closed_at is null")
            .bind("id", id)
            .bind("until", until)
            .bind("why", why)
            .execute());
  }

  /// Ends it, or has it looked at once more where GitHub asked again meanwhile.
  void close(
      Deployment deployment,
      Deployment.State state,
      Optional<UUID> evaluation,
      String why,
      Instant now) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                update gate_deployments
                set closed_at = case when asked_at = :asked then cast(:now as timestamptz) end,
                  state = case when asked_at = :asked then :state else state end,
                  look_at = :now, evaluation_id = cast(:evaluation as uuid), why = :why
                where id = :id and closed_at is null
                """)
            .bind("id", deployment.id())
            .bind("asked", deployment.askedAt())
            .bind("now", now)
            .bind("state", state)
            .bind("evaluation", evaluation)
            .bind("why", why)
            .execute());
  }
}
