package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.publish.ruleset.Draft.Backtested;
import dev.ombud.publish.ruleset.Draft.Event;
import dev.ombud.publish.ruleset.Draft.Submission;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Reads and writes drafts. A change locks its draft, so that two at once take turns. Thread-safe.
final class DraftStore {
  /// What was found out about other content than the draft has now does not count.
  private static final String SELECT =
      """
      select d.*, coalesce(digest = tested_digest, false) as tested,
        case when digest = backtested_digest then backtested_against end as backtest_against,
        submitted_by as submission_by, against as submission_against,
        approvals_needed as submission_approvals_needed, approvals_because as submission_because
      from drafts d
      """;

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
          .bindMethods(draft)
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
            .createQuery(SELECT + " order by created_at desc, id limit :limit")
            .bind("limit", limit)
            .mapTo(Draft.class)
            .list());
  }

  RulesetParts loadParts(UUID id) {
    return database.ask(handle -> loadParts(handle, id));
  }

  private static RulesetParts loadParts(Handle handle, UUID id) {
    return RulesetParts.of(
        handle
            .createQuery("select path, bytes from draft_parts where draft_id = :id")
            .bind("id", id)
            .map((row, _) -> Map.entry(row.getString("path"), row.getBytes("bytes")))
            .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// In the order in which it happened.
  List<Event> listEvents(UUID id) {
    return database.ask(handle ->
        handle
            .createQuery("select * from draft_events where draft_id = :id order by ordinal")
            .bind("id", id)
            .mapTo(Event.class)
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
          choice.now(),
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
        .bindMethods(draft)
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
        .bindMethods(event)
        .execute();
  }

  private static Optional<Draft> find(Handle handle, UUID id, String locking) {
    return handle
        .createQuery(SELECT + " where id = :id" + locking)
        .bind("id", id)
        .mapTo(Draft.class)
        .findOne();
  }
}
