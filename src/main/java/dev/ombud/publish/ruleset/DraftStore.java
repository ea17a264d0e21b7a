package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.publish.ruleset.Draft.Backtested;
import dev.ombud.publish.ruleset.Draft.Event;
import dev.ombud.publish.ruleset.Draft.State;
import dev.ombud.publish.ruleset.Draft.Submission;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads and writes drafts. A change locks its draft, so that two at once take turns. Thread-safe.
final class DraftStore {
  private final Database database;

  DraftStore(Database database) {
    this.database = database;
  }

  /// What becomes of a draft.
  ///
  /// @param part the one part that changes, if any
  record Change(Draft draft, Event event, Optional<Part> part) {
    static Change of(Draft draft, Event event) {
      return new Change(draft, event, Optional.empty());
    }
  }

  /// @param bytes the new content
  record Part(String path, byte[] bytes) {}

  void insert(Draft draft, RulesetParts parts, Event event) {
    database.change(handle -> {
      handle
          .createUpdate(
              """
              insert into drafts (id, title, based_on, state, digest, created_by, created_at,
                changed_at, tested_digest)
              values (:id, :title, :basedOn, :state, :digest, :createdBy, :createdAt, :createdAt,
                :tested)
              """)
          .bind("id", draft.id())
          .bind("title", draft.title())
          .bind("basedOn", draft.basedOn())
          .bind("state", draft.state().name())
          .bind("digest", draft.digest())
          .bind("createdBy", draft.createdBy())
          .bind("createdAt", draft.createdAt().atOffset(ZoneOffset.UTC))
          .bind("tested", draft.tested() ? draft.digest() : null)
          .execute();
      parts.parts().forEach((path, bytes) -> putPart(handle, draft.id(), new Part(path, bytes)));
      return append(handle, draft.id(), event);
    });
  }

  Optional<Draft> find(UUID id) {
    return database.ask(handle -> find(handle, id, ""));
  }

  /// Newest first.
  List<Draft> list(int limit) {
    return database.ask(handle ->
        handle
            .createQuery("select * from drafts order by created_at desc, id limit :limit")
            .bind("limit", limit)
            .map((row, context) -> draft(row))
            .list());
  }

  RulesetParts loadParts(UUID id) {
    return database.ask(handle -> loadParts(handle, id));
  }

  private static RulesetParts loadParts(Handle handle, UUID id) {
    Map<String, byte[]> parts = new HashMap<>();
    handle
        .createQuery("select path, bytes from draft_parts where draft_id = :id")
        .bind("id", id)
        .map((row, context) -> Map.entry(row.getString("path"), row.getBytes("bytes")))
        .forEach(part -> parts.put(part.getKey(), part.getValue()));
    return RulesetParts.of(parts);
  }

  /// In the order in which it happened.
  List<Event> listEvents(UUID id) {
    return database.ask(handle ->
        handle
            .createQuery("select * from draft_events where draft_id = :id order by ordinal")
            .bind("id", id)
            .map((row, context) ->
                new Event(
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    Event.Kind.valueOf(row.getString("kind")),
                    row.getString("actor"),
                    row.getBytes("digest"),
                    Optional.ofNullable(row.getString("reason")),
                    row.getString("detail")))
            .list());
  }

  /// Changes a draft as it stands at this moment. What `step` throws leaves everything as it was.
  ///
  /// @return the draft after it, or nothing where there is none
  Optional<Draft> change(UUID id, Function<Draft, Change> step) {
    return database.change(
        handle -> find(handle, id, " for update").map(draft -> apply(handle, step.apply(draft))));
  }

  /// Publishes a draft's parts and makes them the active version.
  ///
  /// @param step gets the draft and the active version; what it throws leaves everything as it was
  Optional<Draft> publish(UUID id, PublishingStep step, RulesetStore.Choice choice) {
    return database.change(handle -> {
      RulesetStore.lock(handle);
      Optional<Draft> found = find(handle, id, " for update");
      if (found.isEmpty()) {
        return found;
      }
      Event event = step.check(found.get(), RulesetStore.findActiveVersion(handle).orElseThrow());
      long version = RulesetStore.versionOf(handle, loadParts(handle, id), choice);
      handle.execute(
          "update drafts set published = ?, state = 'RETIRED', changed_at = ? where id = ?",
          version,
          choice.now().atOffset(ZoneOffset.UTC),
          id);
      append(handle, id, event);
      RulesetStore.activate(handle, version, choice);
      return find(handle, id, "");
    });
  }

  /// Looks whether a draft may be published.
  @FunctionalInterface
  interface PublishingStep {
    Event check(Draft draft, long activeVersion);
  }

  private static Draft apply(Handle handle, Change change) {
    Draft draft = change.draft();
    Optional<Submission> submission = draft.submission();
    Optional<Backtested> backtest = draft.backtest();
    handle
        .createUpdate(
            """
            update drafts set state = :state, digest = :digest, changed_at = :changedAt,
              tested_digest = :tested, backtested_digest = :backtested,
              backtested_against = :backtestedAgainst, backtest_because = :backtestBecause,
              submitted_by = :submittedBy, against = :against, approvals_needed = :needed,
              approvals_because = :because, approved_by = :approvedBy
            where id = :id
            """)
        .bind("id", draft.id())
        .bind("state", draft.state().name())
        .bind("digest", draft.digest())
        .bind("changedAt", draft.changedAt().atOffset(ZoneOffset.UTC))
        .bind("tested", draft.tested() ? draft.digest() : null)
        .bind("backtested", backtest.isPresent() ? draft.digest() : null)
        .bind("backtestedAgainst", backtest.map(Backtested::against).orElse(null))
        .bindArray(
            "backtestBecause", String.class, backtest.map(Backtested::because).orElse(List.of()))
        .bind("submittedBy", submission.map(Submission::by).orElse(null))
        .bind("against", submission.map(Submission::against).orElse(null))
        .bind("needed", submission.map(Submission::approvalsNeeded).orElse(1))
        .bindArray("because", String.class, submission.map(Submission::because).orElse(List.of()))
        .bindArray("approvedBy", String.class, draft.approvedBy())
        .execute();
    change.part().ifPresent(part -> putPart(handle, draft.id(), part));
    append(handle, draft.id(), change.event());
    return draft;
  }

  private static void putPart(Handle handle, UUID id, Part part) {
    handle.execute(
        """
        insert into draft_parts (draft_id, path, digest, bytes) values (?, ?, ?, ?)
        on conflict (draft_id, path) do update set digest = excluded.digest, bytes = excluded.bytes
        """,
        id,
        part.path(),
        Sha256.of(part.bytes()),
        part.bytes());
  }

  private static int append(Handle handle, UUID id, Event event) {
    EventStore.append(
        handle,
        new AuditEvent(
            TimeIds.at(event.at()),
            AuditEvent.Kind.DRAFT_CHANGED,
            event.actor(),
            "draft:" + id,
            null,
            event.reason().orElse(""),
            Map.of(
                "detail", event.detail(),
                "digest", Sha256.text(event.digest()),
                "what", event.kind().name())));
    return handle
        .createUpdate(
            """
            insert into draft_events (draft_id, ordinal, at, kind, actor, digest, reason, detail)
            select :id, coalesce(max(ordinal), 0) + 1, :at, :kind, :actor, :digest, :reason, :detail
            from draft_events where draft_id = :id
            """)
        .bind("id", id)
        .bind("at", event.at().atOffset(ZoneOffset.UTC))
        .bind("kind", event.kind().name())
        .bind("actor", event.actor())
        .bind("digest", event.digest())
        .bind("reason", event.reason().orElse(null))
        .bind("detail", event.detail())
        .execute();
  }

  private static Optional<Draft> find(Handle handle, UUID id, String locking) {
    return handle
        .createQuery("select * from drafts where id = :id" + locking)
        .bind("id", id)
        .map((row, context) -> draft(row))
        .findOne();
  }

  private static Draft draft(ResultSet row) throws SQLException {
    byte[] digest = row.getBytes("digest");
    Optional<String> submittedBy = Optional.ofNullable(row.getString("submitted_by"));
    long against = row.getLong("against");
    int needed = row.getInt("approvals_needed");
    List<String> because = texts(row.getArray("approvals_because"));
    Optional<Backtested> backtest = Optional.empty();
    if (Arrays.equals(digest, row.getBytes("backtested_digest"))) {
      backtest =
          Optional.of(
              new Backtested(
                  row.getLong("backtested_against"), texts(row.getArray("backtest_because"))));
    }
    return new Draft(
        row.getObject("id", UUID.class),
        row.getString("title"),
        row.getLong("based_on"),
        State.valueOf(row.getString("state")),
        digest,
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        Arrays.equals(digest, row.getBytes("tested_digest")),
        backtest,
        submittedBy.map(by -> new Submission(by, against, needed, because)),
        texts(row.getArray("approved_by")),
        Optional.ofNullable(row.getObject("published", Long.class)));
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
