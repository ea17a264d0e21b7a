package dev.ombud.gate.evaluation;

import dev.ombud.act.brief.RequestStore;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The table of evaluations. Only appends. Thread-safe.
final class GateStore {
  private static final String SELECT =
      """
      select e.*, e.release_version as release, e.ruleset_version as ruleset,
        o.evaluation_id as override_evaluation_id, o.gate as override_gate,
        o.product as override_product, o.release_version as override_release,
        o.approved_by as override_approved_by, o.reason as override_reason,
        o.covers as override_covers, o.placed_at as override_placed_at,
        o.until as override_until, o.ended_at as override_ended_at,
        o.ended_by as override_ended_by, o.end_reason as override_ended_reason
      from gate_evaluations e left join gate_overrides o on o.id = e.override_id
      """;

  private final Database database;

  GateStore(Database database) {
    this.database = database;
  }

  /// Which evaluations to list.
  ///
  /// @param before the cursor: only those that are older
  record Wanted(
      String gate, Optional<String> product, Optional<String> release, Optional<UUID> before) {}

  /// When it returns, the evaluation, its event and the request for its brief are committed.
  void append(GateEvaluation evaluation, AuditEvent event) {
    database.change(handle -> {
      insert(handle, evaluation);
      EventStore.append(handle, event);
      try {
        RequestStore.enqueue(handle.getConnection(), GateMaterial.requests(evaluation));
      } catch (SQLException e) {
        throw new IllegalStateException("the request for a brief could not be stored", e);
      }
      return evaluation.id();
    });
  }

  private static void insert(Handle handle, GateEvaluation evaluation) {
    handle
        .createUpdate(
            """
            insert into gate_evaluations (
              id, at, gate, product, release_version, stage, verdict, is_safe, override_id, caller,
              trace_id, engine_version, ruleset_version, ruleset_digest, digest, decisions, request,
              hearing, answer
            )
            values (
              :id, :at, :gate, :product, :release, :stage, :verdict, :isSafe,
              cast(:overrideId as uuid), :caller, :traceId, :engineVersion, :version, :ruleset,
              :digest, :decisions, :request, :hearing, :answer
            )
            """)
        .bindMethods(evaluation)
        .bind("overrideId", evaluation.override().map(GateOverride::id))
        .bind("version", evaluation.ruleset().version())
        .bind("ruleset", Sha256.parse(evaluation.ruleset().digest()))
        .bind("digest", evaluation.digest())
        .bindArray("decisions", UUID.class, evaluation.decisions())
        .execute();
  }

  Optional<GateEvaluation> find(UUID id) {
    return database.ask(handle ->
        evaluations(handle, " where e.id = :id")
            .bind("id", id)
            .mapTo(GateEvaluation.class)
            .findOne());
  }

  /// Of all gates, newest first.
  List<GateEvaluation> about(String product, String release, int most) {
    return database.ask(handle ->
        evaluations(
                handle,
                " where e.product = :product and e.release_version = :release"
                    + " order by e.id desc limit :most")
            .bind("product", product)
            .bind("release", release)
            .bind("most", most)
            .mapTo(GateEvaluation.class)
            .list());
  }

  /// Newest first.
  List<GateEvaluation> list(Wanted wanted, int most) {
    return database.ask(handle -> {
      StringBuilder sql = new StringBuilder(" where e.gate = :gate");
      wanted.product().ifPresent(_ -> sql.append(" and e.product = :product"));
      wanted.release().ifPresent(_ -> sql.append(" and e.release_version = :release"));
      wanted.before().ifPresent(_ -> sql.append(" and e.id < :before"));
      Query query = evaluations(handle, sql.append(" order by e.id desc limit :most").toString());
      query.bind("gate", wanted.gate()).bind("most", most);
      wanted.product().ifPresent(value -> query.bind("product", value));
      wanted.release().ifPresent(value -> query.bind("release", value));
      wanted.before().ifPresent(value -> query.bind("before", value));
      return query.mapTo(GateEvaluation.class).list();
    });
  }

  /// @param which the rest of the query
  private static Query evaluations(Handle handle, String which) {
    return handle
        .createQuery(SELECT + which)
        .registerColumnMapper(
            RulesetRef.class,
            (row, column, _) ->
                new RulesetRef(row.getLong(column), Sha256.text(row.getBytes("ruleset_digest"))));
  }
}
