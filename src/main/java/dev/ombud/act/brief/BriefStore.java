package dev.ombud.act.brief;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.json.Json;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The table of briefs. Thread-safe.
final class BriefStore {
  private static final String SELECT =
      """
      select id, made_at, kind, decision_id, incident_id, product, severity, origin, why, detail,
        'sha256:' || encode(input_digest, 'hex') as input_digest,
        'sha256:' || encode(output_digest, 'hex') as output_digest, content,
        prompt, prompt_version, 'sha256:' || encode(prompt_digest, 'hex') as prompt_digest,
        coalesce(model, '') as model, deployment, parameters, calls,
        prompt_tokens, completion_tokens, cost, latency_millis, complaints,
        verdict as verdict_opinion, judged_at as verdict_at, judged_by as verdict_by,
        verdict_reason, verdict_text
      from briefs\
      """;

  private static final GenericType<List<List<String>>> COMPLAINTS = new GenericType<>() {};

  private final Database database;

  BriefStore(Database database) {
    this.database = database;
  }

  /// Stores a brief, its raw answers and what happened, and closes its request; nothing of it where
  /// somebody else was faster.
  boolean insert(Brief brief, List<Vault.Sealed> answers, AuditEvent event) {
    return database.change(handle -> {
      if (!RequestStore.finish(handle, brief.id(), brief.madeAt())) {
        return false;
      }
      insert(handle, brief);
      for (int call = 0; call < answers.size(); call++) {
        Vault.Sealed sealed = answers.get(call);
        handle.execute(
            "insert into brief_answers (brief_id, call, key_id, salt, seed, sealed)"
                + " values (?, ?, ?, ?, ?, ?)",
            brief.id(),
            call + 1,
            sealed.keyId(),
            sealed.salt(),
            sealed.seed(),
            sealed.sealed());
      }
      EventStore.append(handle, event);
      return true;
    });
  }

  private static void insert(Handle handle, Brief brief) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("input_digest", Sha256.parse(brief.inputDigest()));
    values.put("output_digest", Sha256.parse(brief.outputDigest()));
    values.put("words", brief.content().view(brief.kind().form()));
    Brief.@Nullable Made made = brief.made().orElse(null);
    values.put("calls", made == null ? 0 : made.calls());
    values.put("prompt_tokens", made == null ? 0 : made.promptTokens());
    values.put("completion_tokens", made == null ? 0 : made.completionTokens());
    values.put("cost", made == null ? 0.0 : made.cost());
    values.put("latency", made == null ? 0 : made.latencyMillis());
    values.put("complaints", json(made == null ? List.of() : made.complaints()));
    values.put("prompt", made == null ? null : made.prompt());
    values.put("prompt_version", made == null ? null : made.promptVersion());
    values.put("prompt_digest", made == null ? null : Sha256.parse(made.promptDigest()));
    values.put("model", made == null || made.model().isEmpty() ? null : made.model());
    values.put("deployment", made == null ? null : made.deployment());
    values.put("parameters", made == null ? null : made.parameters());
    handle
        .createUpdate(
            """
            insert into briefs (made_at, id, decision_id, incident_id, kind, severity, product, origin,
              why, detail, input_digest, output_digest, content, calls, prompt_tokens,
              completion_tokens, cost, latency_millis, complaints, prompt, prompt_version,
              prompt_digest, model, deployment, parameters)
            values (:madeAt, :id, :decisionId, :incidentId, :kind, :severity, :product, :origin,
              :why, :detail, :input_digest, :output_digest, :words, :calls, :prompt_tokens,
              :completion_tokens, :cost, :latency, cast(:complaints as json), :prompt,
              :prompt_version, :prompt_digest, :model, :deployment, :parameters)
            """)
        .bindMethods(brief)
        .bindMap(values)
        .execute();
  }

  private static String json(Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  Optional<Brief> find(UUID id) {
    return database.ask(handle -> find(handle, id));
  }

  private static Optional<Brief> find(Handle handle, UUID id) {
    return briefs(handle, SELECT + " where id = :id").bind("id", id).mapTo(Brief.class).findOne();
  }

  /// The newest of a decision, or else of its incident that was made before the next worse one.
  Optional<Brief> of(UUID decisionId, @Nullable UUID incidentId) {
    return database.ask(handle ->
        briefs(
                handle,
                SELECT
                    + """

                    where kind in ('DECISION', 'REVIEW')
                      and (decision_id = :decision or incident_id = :incident)
                    order by decision_id is not distinct from :decision desc, id desc
                    limit 1
                    """)
            .bind("decision", decisionId)
            .bind("incident", incidentId)
            .mapTo(Brief.class)
            .findOne());
  }

  Page<Brief> list(BriefQuery query) {
    StringBuilder sql = new StringBuilder(SELECT + " where true");
    Map<String, Object> values = new HashMap<>();
    any(sql, values, "kind", query.kinds());
    any(sql, values, "origin", query.origins());
    any(sql, values, "severity", query.severities());
    query.product().ifPresent(product -> equal(sql, values, "product", product));
    query.decisionId().ifPresent(id -> equal(sql, values, "decision_id", id));
    query
        .judged()
        .ifPresent(
            isJudged -> sql.append(isJudged ? " and verdict is not null" : " and verdict is null"));
    query
        .before()
        .ifPresent(id -> {
          sql.append(" and id < :before");
          values.put("before", id);
        });
    sql.append(" order by id desc limit ").append(query.limit() + 1);
    List<Brief> found =
        database.ask(
            handle -> briefs(handle, sql.toString()).bindMap(values).mapTo(Brief.class).list());
    return Page.of(found, query.limit(), Brief::id);
  }

  private static void any(
      StringBuilder sql, Map<String, Object> values, String column, List<? extends Enum<?>> any) {
    if (!any.isEmpty()) {
      sql.append(" and %1$s = any (string_to_array(:%1$s, ','))".formatted(column));
      values.put(column, String.join(",", any.stream().map(Enum::name).toList()));
    }
  }

  private static void equal(
      StringBuilder sql, Map<String, Object> values, String column, Object value) {
    sql.append(" and %1$s = :%1$s".formatted(column));
    values.put(column, value);
  }

  /// Stores a person's verdict where there is none yet; the brief as it is then.
  Optional<Brief> judge(UUID id, Brief.Verdict verdict, AuditEvent event) {
    return database.change(handle -> {
      int changed =
          handle
              .createUpdate(
                  """
                  update briefs
                  set verdict = :opinion, judged_at = :at, judged_by = :by, verdict_reason = :reason,
                    verdict_text = :text
                  where id = :id and verdict is null
                  """)
              .bind("id", id)
              .bindMethods(verdict)
              .execute();
      if (changed == 1) {
        EventStore.append(handle, event);
      }
      return find(handle, id);
    });
  }

  /// The raw answers that are kept, in the order of the calls.
  List<Vault.Sealed> answers(UUID id) {
    return database.ask(handle ->
        handle
            .createQuery(
                "select key_id, salt, seed, sealed from brief_answers where brief_id = :id order by call")
            .bind("id", id)
            .mapTo(Vault.Sealed.class)
            .list());
  }

  /// Forgets raw answers about decisions of which a text is gone; how many.
  int forget() {
    return database.change(
        handle -> handle.createQuery("select ombud_forget_answers()").mapTo(Integer.class).one());
  }

  /// A query for briefs.
  ///
  /// @param sql that begins with [#SELECT]
  private static Query briefs(Handle handle, String sql) {
    return handle
        .createQuery(sql)
        .registerColumnMapper(
            Content.class,
            (row, column, _) ->
                Content.of(
                    BriefKind.valueOf(row.getString("kind")).form(),
                    Json.readMembers(row.getString(column).getBytes(StandardCharsets.UTF_8))))
        .registerColumnMapper(COMPLAINTS, (row, column, _) -> complaints(row.getString(column)));
  }

  private static List<List<String>> complaints(String json) {
    List<List<String>> complaints = new ArrayList<>();
    if (Json.read(json.getBytes(StandardCharsets.UTF_8)) instanceof List<?> calls) {
      for (Object call : calls) {
        complaints.add(
            call instanceof List<?> texts
                ? texts.stream().map(String::valueOf).toList()
                : List.of());
      }
    }
    return complaints;
  }
}
