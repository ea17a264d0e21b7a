package dev.ombud.act.brief;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The queue of what is to be put into words. Thread-safe.
public final class RequestStore {
  /// Serialises who takes of the budget; any number that nobody else locks.
  private static final long BUDGET_LOCK = 4_190_226_003_511_846L;

  /// An incident is briefed once, and again where it gets worse.
  private static final String INSERT =
      """
      insert into brief_requests (requested_at, due_at, id, decision_id, incident_id, kind, severity,
        product, input)
      select ?, ?, ?, ?, ?, ?, ?, ?, cast(? as json)
      where not exists (
        select from brief_requests
        where incident_id = ? and severity <= ? and kind in ('DECISION', 'REVIEW')
      )
      on conflict do nothing
      """;

  private static final String COLUMNS =
      "id, requested_at as at, kind, decision_id, incident_id, severity, product, input, attempts";

  private final Database database;

  public RequestStore(Database database) {
    this.database = database;
  }

  /// Adds requests in the transaction of what they are about. One about an incident that has a
  /// brief already, or will have, is left out unless it is more severe.
  public static void enqueue(Connection connection, List<BriefRequest> requests)
      throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (BriefRequest request : requests) {
        bind(insert, request);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void bind(PreparedStatement insert, BriefRequest request) throws SQLException {
    OffsetDateTime at = request.at().atOffset(ZoneOffset.UTC);
    insert.setObject(1, at);
    insert.setObject(2, at);
    insert.setObject(3, request.id());
    insert.setObject(4, request.decisionId().orElse(null));
    insert.setObject(5, request.incidentId().orElse(null));
    insert.setString(6, request.kind().name());
    insert.setString(7, request.severity().name());
    insert.setString(8, request.product());
    insert.setString(
        9,
        request
            .input()
            .map(input -> new String(Json.write(input), StandardCharsets.UTF_8))
            .orElse(null));
    boolean isOnce = request.kind() == BriefKind.DECISION || request.kind() == BriefKind.REVIEW;
    insert.setObject(10, isOnce ? request.incidentId().orElse(null) : null, Types.OTHER);
    insert.setString(11, request.severity().name());
  }

  /// Adds one that a person asked for.
  public void add(BriefRequest request) {
    database.change(handle -> {
      try {
        enqueue(handle.getConnection(), List.of(request));
        return request;
      } catch (SQLException e) {
        throw new IllegalStateException("a request could not be stored", e);
      }
    });
  }

  /// Takes the most severe one that is due and that nobody holds, oldest first among equals; it
  /// comes back to the queue when the claim runs out.
  Optional<BriefRequest> claim(Instant now, Duration hold) {
    return database.change(handle ->
        handle
            .createQuery(
                """
                update brief_requests
                set claimed_until = :until, attempts = attempts + 1, reserved_tokens = 0
                where id = (
                  select id from brief_requests
                  where finished_at is null and due_at <= :now
                    and (claimed_until is null or claimed_until <= :now)
                  order by severity, requested_at, id
                  for update skip locked
                  limit 1
                )
                returning
                """
                    + COLUMNS)
            .bind("now", now)
            .bind("until", now.plus(hold))
            .mapTo(BriefRequest.class)
            .findOne());
  }

  /// Takes so many tokens of the budget for a request, if they are there.
  boolean reserve(BriefRequest request, long tokens, ModelBudget budget, Instant now) {
    return database.change(handle -> {
      handle.execute("select pg_advisory_xact_lock(?)", BUDGET_LOCK);
      if (!budget.allows(spent(handle, budget, now), tokens, request.severity())) {
        return false;
      }
      handle.execute(
          "update brief_requests set reserved_tokens = ? where id = ? and finished_at is null",
          tokens,
          request.id());
      return true;
    });
  }

  private static ModelBudget.Spent spent(Handle handle, ModelBudget budget, Instant now) {
    return handle
        .createQuery(
            """
            select
              coalesce(sum(prompt_tokens + completion_tokens) filter (where made_at > :hour), 0)
                + max(r.held) as tokens_this_hour,
              coalesce(sum(prompt_tokens + completion_tokens), 0) + max(r.held)
                as tokens_this_day,
              coalesce(sum(cost), 0) + max(r.held) * :price / 1e6 as cost_this_day
            from (
                select cast(coalesce(sum(reserved_tokens), 0) as bigint) as held from brief_requests
                where finished_at is null and claimed_until > :now
              ) r
              left join briefs on made_at > :day
            """)
        .bind("now", now)
        .bind("hour", now.minus(Duration.ofHours(1)))
        .bind("day", now.minus(Duration.ofDays(1)))
        .bind("price", Math.max(budget.promptPrice(), budget.answerPrice()))
        .mapTo(ModelBudget.Spent.class)
        .one();
  }

  /// What waits, and what of the budget is left. What can never be written does not wait.
  BriefLevel level(ModelBudget budget, Instant now) {
    return database.ask(handle -> {
      ModelBudget.Spent spent = spent(handle, budget, now);
      return handle
          .createQuery(
              """
              select count(*) as waiting, min(requested_at) as oldest from brief_requests
              where finished_at is null and due_at < :ever
              """)
          .bind("ever", TimeIds.EVER)
          .map((row, _) -> {
            OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
            Duration age =
                oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), now);
            return budget.left(spent, row.getLong("waiting"), age);
          })
          .one();
    });
  }

  /// Puts one back, until a moment.
  void putBack(UUID id, Instant due) {
    database.change(handle ->
        handle.execute(
            """
            update brief_requests set claimed_until = null, reserved_tokens = 0, due_at = ?
            where id = ? and finished_at is null
            """,
            due,
            id));
  }

  /// Closes one in the transaction of its brief; whether it was open.
  static boolean finish(Handle handle, UUID id, Instant now) {
    return handle.execute(
            """
            update brief_requests set claimed_until = null, reserved_tokens = 0, finished_at = ?
            where id = ? and finished_at is null
            """,
            now,
            id)
        == 1;
  }

  Optional<BriefRequest> find(UUID id) {
    return database.ask(handle ->
        handle
            .createQuery("select " + COLUMNS + " from brief_requests where id = :id")
            .bind("id", id)
            .mapTo(BriefRequest.class)
            .findOne());
  }

  /// The request for notes that say this.
  Optional<UUID> notes(NotesRequest asked) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select id from brief_requests
                where kind = 'RELEASE_NOTES' and product = :product
                  and input ->> 'release' = :release and input ->> 'gist' = :gist
                """)
            .bind("product", asked.product())
            .bind("release", asked.release())
            .bind("gist", asked.gist())
            .mapTo(UUID.class)
            .findOne());
  }

  /// The request for a team's digest of a day.
  Optional<BriefRequest> digest(LocalDate day, String team) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select %s from brief_requests
                where kind = 'DIGEST' and input ->> 'day' = :day
                  and coalesce(input ->> 'team', '') = :team
                """
                    .formatted(COLUMNS))
            .bind("day", day.toString())
            .bind("team", team)
            .mapTo(BriefRequest.class)
            .findOne());
  }
}
