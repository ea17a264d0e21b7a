package dev.ombud.record.decision;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.contract.DecisionReader;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Mitigation;
import dev.ombud.ground.domain.Judgement.Owner;
import dev.ombud.record.log.DecisionRow;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Reads the record. Thread-safe.
final class RecordStore {
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
            .createQuery(DecisionRow.SELECT + " where d.id = any (:ids)")
            .bindArray("ids", UUID.class, List.copyOf(ids));
    Map<UUID, StoredDecision> found = new HashMap<>();
    query
        .map((row, context) -> stored(row))
        .forEach(each -> found.put(each.decision().decisionId(), each));
    return found;
  }

  /// Whether the month of a decision stands in a file alone.
  boolean isArchived(UUID id) {
    return database.ask(handle -> OnRecordStore.isArchived(handle, id));
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

  private StoredDecision stored(ResultSet result) throws SQLException {
    DecisionRow row = DecisionRow.read(result);
    Judgement judgement =
        new Judgement(
            Severity.valueOf(row.severity()),
            Disposition.valueOf(row.disposition()),
            new Mitigation(
                Tier.valueOf(row.tier()), Scope.valueOf(row.scope()), Mode.valueOf(row.mode())),
            reader.actions(text(row.documents().actions())),
            new Owner(row.ownerTeam(), row.slaMinutes()),
            row.priority(),
            reader.reasons(text(row.documents().reasons())),
            reader.firings(text(row.documents().firings())),
            reader.nearMisses(text(row.documents().nearMisses())));
    Decision decision =
        new Decision(
            row.id(),
            row.decidedAt(),
            new AggregateKey(row.product(), row.aggregateId(), row.revision()),
            judgement,
            new RulesetRef(row.rulesetVersion(), Sha256.text(row.rulesetDigest())),
            row.incidentId(),
            row.caller(),
            row.traceId(),
            row.terms().contains(Terms.DRILL));
    return new StoredDecision(
        decision,
        text(row.documents().aggregate()),
        row.aggregateDigest(),
        reader.context(text(row.documents().context())),
        row.engineVersion());
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
