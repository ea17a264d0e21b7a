package dev.ombud.act.outcome;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.log.AuditEvent;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/// Draws some decisions and briefs of each week for people to judge, and keeps what they say. A
/// decision is drawn by a moment of the week: the first one after it. Every instance draws the
/// same. Thread-safe.
public final class LabelSamples {
  public static final int MAX_LIMIT = 200;

  /// Of decisions, and as many of briefs.
  private static final int A_WEEK = 20;

  private static final int DAYS_A_WEEK = 7;

  private final LabelStore store;
  private final TimeIds ids;

  public LabelSamples(Database database, TimeIds ids) {
    this.store = new LabelStore(database);
    this.ids = ids;
  }

  /// Which labels to list, newest first.
  ///
  /// @param week the Monday that it begins with
  /// @param open whether nobody gave it yet
  /// @param limit at most so many, 1 to 200
  public record Query(
      Optional<LocalDate> week,
      Optional<Label.Subject> subject,
      Optional<Boolean> open,
      int limit,
      Optional<UUID> before) {}

  /// Draws from the last whole week, unless that was done.
  public void sample(Instant now) {
    LocalDate monday =
        now.atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
            .minusDays(DAYS_A_WEEK);
    if (store.isSampled(monday)) {
      return;
    }
    Instant from = monday.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant to = monday.plusDays(DAYS_A_WEEK).atStartOfDay(ZoneOffset.UTC).toInstant();
    List<Label> labels = new ArrayList<>();
    for (UUID decision : decisions(monday, from, to)) {
      labels.add(label(monday, Label.Subject.DECISION, decision, now));
    }
    for (UUID brief : store.briefs(from, to, A_WEEK)) {
      labels.add(label(monday, Label.Subject.BRIEF, brief, now));
    }
    store.add(labels);
  }

  private Set<UUID> decisions(LocalDate monday, Instant from, Instant to) {
    Random chance = new Random(monday.toEpochDay());
    Set<UUID> drawn = new LinkedHashSet<>();
    for (int i = 0; i < A_WEEK; i++) {
      long millis = chance.nextLong(from.toEpochMilli(), to.toEpochMilli());
      store
          .decisionFrom(TimeIds.first(millis), TimeIds.first(to.toEpochMilli()))
          .ifPresent(drawn::add);
    }
    return drawn;
  }

  private Label label(LocalDate monday, Label.Subject subject, UUID id, Instant now) {
    return new Label(ids.next(), monday, subject, id, now, Optional.empty());
  }

  public Page<Label> list(Query query) {
    return Page.of(store.list(query, query.limit() + 1), query.limit(), Label::id);
  }

  /// Records what a person says; once.
  ///
  /// @throws ServiceException NOT_FOUND; WRONG_STATE where somebody said something before
  public Label give(UUID id, Label.Opinion opinion, String actor, String note) {
    UUID event = ids.next();
    Label.Given given =
        new Label.Given(opinion, Instant.ofEpochMilli(TimeIds.millisOf(event)), actor, note);
    Label label =
        store
            .give(
                id,
                given,
                new AuditEvent(
                    event,
                    AuditEvent.Kind.LABEL_GIVEN,
                    actor,
                    "label:" + id,
                    null,
                    note,
                    Map.of("label", opinion.name())))
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND, "there is no label `" + id + "`: check the id"));
    if (!label.given().equals(Optional.of(given))) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE,
          "label `%s` was given by `%s` before: a label stays"
              .formatted(id, label.given().map(Label.Given::by).orElse("")));
    }
    return label;
  }
}
