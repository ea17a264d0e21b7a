package dev.ombud.act.outbox;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.ombud.act.action.Step;
import dev.ombud.ground.database.Database;
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
            .mapTo(Step.class)
            .list());
  }

  private record Taken(UUID actionId, Step step) {}

  /// Those of all actions of a decision, by their ids.
  Map<UUID, List<Step>> ofDecision(UUID decisionId) {
    return database.ask(handle ->
        handle
            .createQuery(
                SELECT
                    + "join actions a on a.id = s.action_id where a.decision_id = :id order by s.id")
            .bind("id", decisionId)
            .mapTo(Taken.class)
            .collect(groupingBy(Taken::actionId, mapping(Taken::step, toList()))));
  }
}
