package dev.ombud.gate.evaluation;

import dev.ombud.act.brief.RequestStore;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The table of evaluations. Only appends. Thread-safe.
final class GateStore {
  private static final String SELECT =
      "select e.*, "
          + GateOverrideStore.columns("o.", "o_")
          + " from gate_evaluations e left join gate_overrides o on o.id = e.override_id";

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
              :id, :at, :gate, :product, :release, :stage, :verdict, :safe, cast(:override as uuid), :caller,
              :trace, :engine, :version, :ruleset, :digest, :decisions, :request, :hearing, :answer
            )
            """)
        .bind("id", evaluation.id())
        .bind("at", evaluation.at().atOffset(ZoneOffset.UTC))
        .bind("gate", evaluation.gate())
        .bind("product", evaluation.product())
        .bind("release", evaluation.release())
        .bind("stage", evaluation.stage().name())
        .bind("verdict", evaluation.verdict().name())
        .bind("safe", evaluation.isSafe())
        .bind("override", evaluation.override().map(each -> each.id().toString()).orElse(null))
        .bind("caller", evaluation.caller())
        .bind("trace", evaluation.traceId())
        .bind("engine", evaluation.engineVersion())
        .bind("version", evaluation.ruleset().version())
        .bind("ruleset", Sha256.parse(evaluation.ruleset().digest()))
        .bind("digest", evaluation.digest())
        .bindArray("decisions", UUID.class, evaluation.decisions())
        .bind("request", evaluation.request())
        .bind("hearing", evaluation.hearing())
        .bind("answer", evaluation.answer())
        .execute();
  }

  Optional<GateEvaluation> find(UUID id) {
    return database.ask(handle ->
        handle
            .createQuery(SELECT + " where e.id = :id")
            .bind("id", id)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// Of all gates, newest first.
  List<GateEvaluation> about(String product, String release, int most) {
    return database.ask(handle ->
        handle
            .createQuery(
                SELECT
                    + " where e.product = :product and e.release_version = :release"
                    + " order by e.id desc limit :most")
            .bind("product", product)
            .bind("release", release)
            .bind("most", most)
            .map((row, _) -> read(row))
            .list());
  }

  /// Newest first.
  List<GateEvaluation> list(Wanted wanted, int most) {
    return database.ask(handle -> {
      StringBuilder sql = new StringBuilder(SELECT).append(" where e.gate = :gate");
      wanted.product().ifPresent(_ -> sql.append(" and e.product = :product"));
      wanted.release().ifPresent(_ -> sql.append(" and e.release_version = :release"));
      wanted.before().ifPresent(_ -> sql.append(" and e.id < :before"));
      Query query = handle.createQuery(sql.append(" order by e.id desc limit :most").toString());
      query.bind("gate", wanted.gate()).bind("most", most);
      wanted.product().ifPresent(value -> query.bind("product", value));
      wanted.release().ifPresent(value -> query.bind("release", value));
      wanted.before().ifPresent(value -> query.bind("before", value));
      return query.map((row, _) -> read(row)).list();
    });
  }

  private static GateEvaluation read(ResultSet row) throws SQLException {
    return new GateEvaluation(
        row.getObject("id", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("gate"),
        row.getString("product"),
        row.getString("release_version"),
        ReleaseStage.valueOf(row.getString("stage")),
        GateVerdict.valueOf(row.getString("verdict")),
        row.getObject("override_id") == null
            ? Optional.empty()
            : Optional.of(GateOverrideStore.read(row, "o_")),
        row.getString("caller"),
        row.getString("trace_id"),
        row.getString("engine_version"),
        new RulesetRef(row.getLong("ruleset_version"), Sha256.text(row.getBytes("ruleset_digest"))),
        List.of((UUID[]) row.getArray("decisions").getArray()),
        row.getString("request"),
        row.getString("hearing"),
        row.getString("answer"));
  }
}
