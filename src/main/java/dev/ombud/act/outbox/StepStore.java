package dev.ombud.act.outbox;

import dev.ombud.act.action.Step;
import dev.ombud.ground.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Reads what was done about actions, from the first step on. Thread-safe.
final class StepStore {
  private static final String SELECT =
      "select s.id, s.at, s.attempt, s.kind, s.detail, s.action_id from action_steps s ";

  private final Database database;

  StepStore(Database database) {
    this.database = database;
  }

  List<Step> of(UUID actionId) {
    return database.ask(handle ->
        handle
            .createQuery(SELECT + "where s.action_id = :id order by s.id")
            .bind("id", actionId)
            .map((row, _) -> step(row))
            .list());
  }

  /// Those of all actions of a decision, by their ids.
  Map<UUID, List<Step>> ofDecision(UUID decisionId) {
    Map<UUID, List<Step>> steps = new HashMap<>();
    database.ask(handle ->
        handle
            .createQuery(
                SELECT
                    + "join actions a on a.id = s.action_id where a.decision_id = :id order by s.id")
            .bind("id", decisionId)
            .map((row, _) ->
                steps
                    .computeIfAbsent(row.getObject(6, UUID.class), _ -> new ArrayList<>())
                    .add(step(row)))
            .list());
    return steps;
  }

  private static Step step(ResultSet row) throws SQLException {
    return new Step(
        row.getObject(1, UUID.class),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getInt(3),
        Step.Kind.valueOf(row.getString(4)),
        row.getString(5));
  }
}
