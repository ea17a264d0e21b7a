package dev.ombud.decision;

import dev.ombud.contract.DecisionReader;
import dev.ombud.database.Database;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Decision.AggregateKey;
import dev.ombud.domain.Decision.RulesetRef;
import dev.ombud.domain.Disposition;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.Judgement.Cells;
import dev.ombud.domain.Judgement.Firing;
import dev.ombud.domain.Judgement.Mitigation;
import dev.ombud.domain.Judgement.Owner;
import dev.ombud.domain.Mode;
import dev.ombud.domain.Scope;
import dev.ombud.domain.Severity;
import dev.ombud.domain.Sha256;
import dev.ombud.domain.Tier;
import dev.ombud.domain.TimeIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Reads the record. Thread-safe.
final class RecordStore {
  private static final String COLUMNS =
      """
      select d.*, r.digest as ruleset_digest
      from decisions d join rulesets r on r.version = d.ruleset_version
      """;

  private static final String FIRINGS =
      """
      select decision_id, rule, table_name, sheet, cells, compared, effects
      from firings where decision_id = any (:ids) order by decision_id, ordinal
      """;

  private final Database database;
  private final DecisionReader reader = new DecisionReader();

  RecordStore(Database database) {
    this.database = database;
  }

  Optional<StoredDecision> find(UUID id) {
    return database.ask(handle -> Optional.ofNullable(findAll(handle, List.of(id)).get(id)));
  }

  /// Some decisions by their identity; those that are not there are left out.
  Map<UUID, StoredDecision> findAll(Collection<UUID> ids) {
    return database.ask(handle -> findAll(handle, ids));
  }

  private Map<UUID, StoredDecision> findAll(Handle handle, Collection<UUID> ids) {
    Query query =
        handle
            .createQuery(COLUMNS + " where d.id = any (:ids)")
            .bindArray("ids", UUID.class, List.copyOf(ids));
    return withFirings(handle, query);
  }

  /// Those of some decisions that are on record.
  Set<UUID> present(Collection<UUID> ids) {
    return database.ask(handle ->
        handle
            .createQuery("select id from decisions where id = any (:ids)")
            .bindArray("ids", UUID.class, List.copyOf(ids))
            .mapTo(UUID.class)
            .set());
  }

  /// A page, newest first.
  DecisionPage search(DecisionQuery query) {
    StringBuilder sql = new StringBuilder(COLUMNS).append(" where true");
    Map<String, Object> bindings = new LinkedHashMap<>();
    filter(sql, bindings, "d.product", query.product());
    filter(sql, bindings, "d.surface", query.surface());
    filter(sql, bindings, "d.release_version", query.release());
    filter(sql, bindings, "d.severity", query.severity().map(Enum::name));
    filter(sql, bindings, "d.disposition", query.disposition().map(Enum::name));
    sql.append(" and d.id >= :from and d.id < :to order by d.id desc limit :limit");
    UUID to = TimeIds.first(query.to().toEpochMilli());
    bindings.put("from", TimeIds.first(query.from().toEpochMilli()));
    bindings.put("to", query.before().filter(before -> isBefore(before, to)).orElse(to));
    bindings.put("limit", query.limit() + 1);
    List<Decision> found =
        database.ask(handle ->
            withFirings(handle, handle.createQuery(sql.toString()).bindMap(bindings))
                .values()
                .stream()
                .map(StoredDecision::decision)
                .toList());
    boolean more = found.size() > query.limit();
    List<Decision> items = more ? found.subList(0, query.limit()) : found;
    return new DecisionPage(
        items, more ? Optional.of(items.getLast().decisionId()) : Optional.empty());
  }

  /// As PostgreSQL orders identities: by unsigned bytes.
  private static boolean isBefore(UUID left, UUID right) {
    int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
    int low = Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    return high == 0 ? low < 0 : high < 0;
  }

  private static void filter(
      StringBuilder sql, Map<String, Object> bindings, String column, Optional<String> value) {
    value.ifPresent(text -> {
      String name = column.substring(column.indexOf('.') + 1);
      sql.append(" and ").append(column).append(" = :").append(name);
      bindings.put(name, text);
    });
  }

  private Map<UUID, StoredDecision> withFirings(Handle handle, Query query) {
    Map<UUID, Row> rows = new LinkedHashMap<>();
    query.map((result, context) -> row(result)).forEach(row -> rows.put(row.id(), row));
    Map<UUID, List<Firing>> firings = firings(handle, rows.keySet());
    Map<UUID, StoredDecision> decisions = new LinkedHashMap<>();
    rows.forEach((id, row) -> decisions.put(id, row.with(firings.getOrDefault(id, List.of()))));
    return decisions;
  }

  private Map<UUID, List<Firing>> firings(Handle handle, Collection<UUID> ids) {
    Map<UUID, List<Firing>> firings = new HashMap<>();
    if (!ids.isEmpty()) {
      handle
          .createQuery(FIRINGS)
          .bindArray("ids", UUID.class, List.copyOf(ids))
          .map((row, context) -> Map.entry(row.getObject(1, UUID.class), firing(row)))
          .forEach(entry ->
              firings
                  .computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                  .add(entry.getValue()));
    }
    return firings;
  }

  private Firing firing(ResultSet row) throws SQLException {
    String table = row.getString("table_name");
    Cells cells =
        table == null ? null : new Cells(table, row.getString("sheet"), row.getString("cells"));
    return new Firing(
        row.getString("rule"),
        cells,
        reader.compared(row.getString("compared")),
        reader.effects(row.getString("effects")));
  }

  /// A decision's row, still without its firings.
  private record Row(UUID id, StoredDecision stored) {
    StoredDecision with(List<Firing> firings) {
      Decision decision = stored.decision();
      Judgement judgement = decision.judgement();
      Judgement whole =
          new Judgement(
              judgement.severity(),
              judgement.disposition(),
              judgement.mitigation(),
              judgement.actions(),
              judgement.owner(),
              judgement.priority(),
              judgement.reasons(),
              firings,
              judgement.nearMisses());
      return new StoredDecision(
          new Decision(
              decision.decisionId(),
              decision.decidedAt(),
              decision.aggregate(),
              whole,
              decision.ruleset(),
              decision.incidentId(),
              decision.caller(),
              decision.traceId()),
          stored.aggregateJson(),
          stored.digest(),
          stored.context(),
          stored.engineVersion());
    }
  }

  private Row row(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Judgement judgement =
        new Judgement(
            Severity.valueOf(row.getString("severity")),
            Disposition.valueOf(row.getString("disposition")),
            new Mitigation(
                Tier.valueOf(row.getString("tier")),
                Scope.valueOf(row.getString("scope")),
                Mode.valueOf(row.getString("mode"))),
            reader.actions(row.getString("actions")),
            new Owner(row.getString("owner_team"), row.getInt("sla_minutes")),
            row.getDouble("priority"),
            reader.reasons(row.getString("reasons")),
            List.of(),
            reader.nearMisses(row.getString("near_misses")));
    Decision decision =
        new Decision(
            id,
            Instant.ofEpochMilli(TimeIds.millisOf(id)),
            new AggregateKey(
                row.getString("product"), row.getString("aggregate_id"), row.getInt("revision")),
            judgement,
            new RulesetRef(
                row.getLong("ruleset_version"), Sha256.text(row.getBytes("ruleset_digest"))),
            row.getObject("incident_id", UUID.class),
            row.getString("caller"),
            row.getString("trace_id"));
    return new Row(
        id,
        new StoredDecision(
            decision,
            row.getString("aggregate"),
            row.getBytes("aggregate_digest"),
            reader.context(row.getString("context")),
            row.getString("engine_version")));
  }
}
