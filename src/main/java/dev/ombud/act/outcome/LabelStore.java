package dev.ombud.act.outcome;

import dev.ombud.ground.database.Database;
import dev.ombud.record.decision.OnRecordStore;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The table of what people are to judge each week. Thread-safe.
final class LabelStore {
  private static final String SELECT =
      """
      select id, week, subject, subject_id, sampled_at, label as given_opinion,
        labelled_at as given_at, labelled_by as given_by, note as given_note
      from labels\
      """;

  private final Database database;

  LabelStore(Database database) {
    this.database = database;
  }

  boolean isSampled(LocalDate week) {
    return database.ask(handle ->
        handle
            .createQuery("select exists (select from labels where week = :week)")
            .bind("week", week)
            .mapTo(Boolean.class)
            .one());
  }

  /// The first decision from an id on, and before another one, that is neither a drill nor history.
  Optional<UUID> decisionFrom(UUID from, UUID to) {
    return database.ask(handle -> OnRecordStore.firstLive(handle, from, to));
  }

  /// Some briefs of a span of time, in an order that says nothing about them.
  List<UUID> briefs(Instant from, Instant to, int most) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select id from briefs where made_at >= :from and made_at < :to
                order by md5(cast(id as text)) limit :most
                """)
            .bind("from", from)
            .bind("to", to)
            .bind("most", most)
            .mapTo(UUID.class)
            .list());
  }

  /// Adds what is not there yet.
  void add(List<Label> labels) {
    database.change(handle -> {
      for (Label label : labels) {
        handle
            .createUpdate(
                """
                insert into labels (id, week, subject, subject_id, sampled_at)
                values (:id, :week, :subject, :subjectId, :sampledAt)
                on conflict (week, subject, subject_id) do nothing
                """)
            .bindMethods(label)
            .execute();
      }
      return labels.size();
    });
  }

  List<Label> list(LabelSamples.Query query, int most) {
    StringBuilder sql = new StringBuilder(SELECT + " where true");
    query.week().ifPresent(_ -> sql.append(" and week = :week"));
    query.subject().ifPresent(_ -> sql.append(" and subject = :subject"));
    query
        .open()
        .ifPresent(isOpen -> sql.append(isOpen ? " and label is null" : " and label is not null"));
    query.before().ifPresent(_ -> sql.append(" and id < :before"));
    sql.append(" order by id desc limit :most");
    return database.ask(handle -> {
      var select = handle.createQuery(sql.toString()).bind("most", most);
      query.week().ifPresent(week -> select.bind("week", week));
      query.subject().ifPresent(subject -> select.bind("subject", subject));
      query.before().ifPresent(id -> select.bind("before", id));
      return select.mapTo(Label.class).list();
    });
  }

  /// Stores what a person says where nobody did; the label as it is then.
  Optional<Label> give(UUID id, Label.Given given, AuditEvent event) {
    return database.change(handle -> {
      int changed =
          handle
              .createUpdate(
                  """
                  update labels set label = :opinion, labelled_at = :at, labelled_by = :by, note = :note
                  where id = :id and label is null
                  """)
              .bind("id", id)
              .bindMethods(given)
              .execute();
      if (changed == 1) {
        EventStore.append(handle, event);
      }
      return find(handle, id);
    });
  }

  private static Optional<Label> find(Handle handle, UUID id) {
    return handle
        .createQuery(SELECT + " where id = :id")
        .bind("id", id)
        .mapTo(Label.class)
        .findOne();
  }
}
