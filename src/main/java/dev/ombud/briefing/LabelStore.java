package dev.ombud.briefing;

import dev.ombud.audit.AuditEvent;
import dev.ombud.audit.EventStore;
import dev.ombud.database.Database;
import dev.ombud.decision.OnRecordStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The table of what people are to judge each week. Thread-safe.
final class LabelStore {
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
            .bind("from", from.atOffset(ZoneOffset.UTC))
            .bind("to", to.atOffset(ZoneOffset.UTC))
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
                values (:id, :week, :subject, :subjectId, :at)
                on conflict (week, subject, subject_id) do nothing
                """)
            .bind("id", label.id())
            .bind("week", label.week())
            .bind("subject", label.subject().name())
            .bind("subjectId", label.subjectId())
            .bind("at", label.sampledAt().atOffset(ZoneOffset.UTC))
            .execute();
      }
      return labels.size();
    });
  }

  List<Label> list(Labels.Query query, int most) {
    StringBuilder sql = new StringBuilder("select * from labels where true");
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
      query.subject().ifPresent(subject -> select.bind("subject", subject.name()));
      query.before().ifPresent(id -> select.bind("before", id));
      return select.map((row, context) -> read(row)).list();
    });
  }

  /// Stores what a person says where nobody did; the label as it is then.
  Optional<Label> give(UUID id, Label.Given given, AuditEvent event) {
    return database.change(handle -> {
      int changed =
          handle
              .createUpdate(
                  """
                  update labels set label = :label, labelled_at = :at, labelled_by = :by, note = :note
                  where id = :id and label is null
                  """)
              .bind("id", id)
              .bind("label", given.opinion().name())
              .bind("at", given.at().atOffset(ZoneOffset.UTC))
              .bind("by", given.by())
              .bind("note", given.note())
              .execute();
      if (changed == 1) {
        EventStore.append(handle, event);
      }
      return find(handle, id);
    });
  }

  private static Optional<Label> find(Handle handle, UUID id) {
    return handle
        .createQuery("select * from labels where id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  private static Label read(ResultSet row) throws SQLException {
    String opinion = row.getString("label");
    return new Label(
        row.getObject("id", UUID.class),
        row.getObject("week", LocalDate.class),
        Label.Subject.valueOf(row.getString("subject")),
        row.getObject("subject_id", UUID.class),
        row.getObject("sampled_at", OffsetDateTime.class).toInstant(),
        opinion == null
            ? Optional.empty()
            : Optional.of(
                new Label.Given(
                    Label.Opinion.valueOf(opinion),
                    row.getObject("labelled_at", OffsetDateTime.class).toInstant(),
                    row.getString("labelled_by"),
                    row.getString("note"))));
  }
}
