package dev.ombud.record.decision;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.record.decision.DecisionBatch.OvertakenException;
import dev.ombud.record.decision.Window.Verdict;
import dev.ombud.record.decision.Windows.Counts;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The incidents that a batch of decisions touches, as they stand after each decision. They live in
/// event time: each window has its place among those of its key, and a revision takes the place of
/// the window that it revises.
///
/// A window that calls for somebody is a *breach* and opens an incident; a window below the clear
/// threshold is a *clear*, and enough of them in a row end it. Trip and clear differ, so that it
/// does not flap. Only what comes in order opens, ends or reopens by itself: nothing settled it
/// later. What comes out of order changes what is counted, and opens an incident only where none of
/// the later windows belongs to one and they have not cleared what it says.
///
/// Of historic evidence there are rows of windows of their own, and their incidents stand there
/// alone. Not thread-safe.
final class Incidents {
  private final Map<UUID, Row> rows;
  private final Map<UUID, Row> touched = new LinkedHashMap<>();
  private final Map<UUID, Change> changes = new LinkedHashMap<>();

  /// @param rows the windows of all keys that the batch touches, by their identity, those that
  ///   there are
  Incidents(Map<UUID, Row> rows) {
    this.rows = new HashMap<>(rows);
  }

  /// The windows of one key as they are stored.
  ///
  /// @param steps how often it was written, which tells whether somebody else wrote it
  /// @param incident the one that is open, or else the last one that was, or null
  /// @param mitigatedAt when a mitigation of that incident last ran, or null
  record Row(
      UUID id,
      int steps,
      boolean isHistoric,
      Windows windows,
      @Nullable UUID incident,
      boolean isOpen,
      @Nullable Instant mitigatedAt) {
    static Row fresh(UUID id, boolean isHistoric) {
      return new Row(id, 0, isHistoric, Windows.NONE, null, false, null);
    }

    Row mitigated(@Nullable Instant at) {
      return new Row(id, steps, isHistoric, windows, incident, isOpen, at);
    }

    Row with(Windows others) {
      return with(others, incident, isOpen);
    }

    Row with(Windows others, @Nullable UUID other, boolean isOtherOpen) {
      boolean isSame = other != null && other.equals(incident);
      return new Row(
          id, steps, isHistoric, others, other, isOtherOpen, isSame ? mitigatedAt : null);
    }
  }

  /// What a batch of decisions makes of one incident.
  ///
  /// @param key null where it was not opened in this batch
  /// @param windows the id of its windows
  /// @param openedAt when its first window ended, as far as that is known
  /// @param closedAt when the window ended that ended it, or null where it is open
  /// @param decision of its newest window, where that came in this batch
  record Change(
      @Nullable IncidentKey key,
      UUID id,
      UUID windows,
      Counts counts,
      @Nullable Instant openedAt,
      @Nullable Instant closedAt,
      @Nullable Decided decision) {
    IncidentKey requiredKey() {
      return Objects.requireNonNull(key);
    }
  }

  /// @param at by our clock
  record Decided(UUID id, Instant at) {}

  /// Where a window stands among those of its key, and what it is judged by.
  ///
  /// @param rest the windows without the one that it revises
  /// @param isForgotten whether its place is before all that is kept
  /// @param running the incident at its time, or null
  record Place(
      IncidentKey key,
      Row row,
      Windows rest,
      Window window,
      int index,
      boolean isForgotten,
      @Nullable UUID running,
      Context context) {
    boolean isInOrder() {
      return context.laterWindows() == 0;
    }
  }

  /// @param incident that the decision belongs to, or null
  /// @param isEnding whether the decision ended it
  record Applied(@Nullable UUID incident, boolean isEnding) {}

  /// @param id of the windows of its key
  /// @throws OvertakenException where a later revision of it was decided meanwhile
  Place place(UUID id, IncidentKey key, Window window, boolean isHistoric)
      throws OvertakenException {
    Row row = rows.getOrDefault(id, Row.fresh(id, isHistoric));
    Windows all = row.windows();
    Window revised = all.find(window.aggregateId());
    if (revised != null && revised.revision() >= window.revision()) {
      throw new OvertakenException();
    }
    Windows rest = revised == null ? all : all.without(revised);
    int index = rest.place(window);
    int later = rest.later(window);
    Window there = revised != null && all.kept().indexOf(revised) == index ? revised : null;
    UUID running =
        later == 0
            ? runningNow(row, rest, window, revised)
            : there == null ? rest.running(index) : there.incident();
    Context context =
        new Context(
            running == null ? null : incident(row, rest.counts(running, index), running), later);
    boolean isForgotten = there == null && rest.isForgotten(index);
    return new Place(key, row, rest, window, index, isForgotten, running, context);
  }

  /// The incident at the time of a window that nothing ends after: the open one, or the one that
  /// has ended with the window that is revised by it, or with one of the same time.
  private static @Nullable UUID runningNow(
      Row row, Windows rest, Window window, @Nullable Window revised) {
    Window last = rest.last();
    boolean isEndRevised =
        revised != null
            && revised.equals(row.windows().last())
            && isSame(row.incident(), revised.incident());
    boolean isOfTheSameTime =
        last != null && last.end().equals(window.end()) && isSame(row.incident(), last.incident());
    return row.isOpen() || isEndRevised || isOfTheSameTime ? row.incident() : null;
  }

  private static Context.Incident incident(Row row, Counts counts, UUID id) {
    Instant mitigatedAt =
        row.isHistoric() ? counts.actedAt() : id.equals(row.incident()) ? row.mitigatedAt() : null;
    return new Context.Incident(
        id, counts.breaches(), counts.clears(), counts.tierReached(), mitigatedAt);
  }

  private static boolean isSame(@Nullable UUID one, @Nullable UUID other) {
    return one != null && one.equals(other);
  }

  /// Takes one decision into account.
  ///
  /// @param decision also the identity of an incident that it opens
  Applied apply(Place place, Aggregate aggregate, Judgement judgement, Decided decision) {
    Window judged = place.window().judged(aggregate, judgement);
    int wanted = (int) judgement.number(Vocabulary.LIMIT_CLEAR_WINDOWS).orElse(2);
    return place.isInOrder()
        ? inOrder(place, judged, wanted, decision)
        : outOfOrder(place, judged, wanted, decision);
  }

  private Applied inOrder(Place place, Window judged, int wanted, Decided decision) {
    Row row = place.row();
    boolean isBreach = judged.verdict() == Verdict.BREACH;
    boolean isOpening = isBreach && place.running() == null;
    UUID incident = isOpening ? decision.id() : place.running();
    Windows rest = isOpening ? place.rest().joined(decision.id(), place.index()) : place.rest();
    Windows windows = rest.with(judged.in(incident));
    if (incident == null) {
      keep(row.with(windows));
      return new Applied(null, false);
    }
    boolean isOver = !isBreach && windows.isOver(incident, wanted);
    change(
        row.with(windows, incident, !isOver),
        isOpening ? place.key() : null,
        incident,
        isOver ? judged.end() : null,
        decision);
    return new Applied(incident, isOver && row.isOpen());
  }

  private Applied outOfOrder(Place place, Window judged, int wanted, Decided decision) {
    Row row = place.row();
    Windows rest = place.rest();
    int index = place.index();
    if (judged.verdict() != Verdict.BREACH || place.running() != null) {
      recount(row.with(place.isForgotten() ? rest : rest.with(judged.in(place.running()))));
      return new Applied(place.running(), false);
    }
    UUID next = rest.next(index);
    UUID nearest = next == null ? rest.previous(index) : next;
    if (place.isForgotten()) {
      recount(row.with(rest));
      return new Applied(nearest, false);
    }
    if (next != null || row.isOpen() || rest.isSettled(index, wanted)) {
      recount(row.with(rest.with(judged.in(next))));
      return new Applied(nearest, false);
    }
    Windows windows = rest.joined(decision.id(), index).with(judged.in(decision.id()));
    change(row.with(windows, decision.id(), true), place.key(), decision.id(), null, decision);
    return new Applied(decision.id(), false);
  }

  /// Takes a window away that a revision has put to another key.
  ///
  /// @param id of the windows in which it stood
  void leave(UUID id, String aggregateId) {
    Row row = rows.get(id);
    Window gone = row == null ? null : row.windows().find(aggregateId);
    if (row == null || gone == null) {
      return;
    }
    recount(row.with(row.windows().without(gone)));
  }

  /// Keeps windows among which one came or went that opens and ends nothing.
  private void recount(Row row) {
    if (row.isOpen() && row.incident() != null) {
      change(row, null, row.incident(), null, null);
    } else {
      keep(row);
    }
  }

  private void keep(Row row) {
    rows.put(row.id(), row);
    touched.put(row.id(), row);
  }

  /// Keeps windows, and what the incident of theirs that was touched comes to.
  ///
  /// @param fresh the key where the incident is opened
  private void change(
      Row row,
      @Nullable IncidentKey fresh,
      UUID id,
      @Nullable Instant closedAt,
      @Nullable Decided decision) {
    keep(row);
    Windows windows = row.windows();
    Counts counts = windows.counts(id, windows.kept().size());
    Instant begun = windows.begun(id);
    changes.merge(
        id,
        new Change(fresh, id, row.id(), counts, begun, closedAt, decision),
        (before, now) ->
            new Change(
                before.key(),
                id,
                row.id(),
                counts,
                earlier(before.openedAt(), begun),
                closedAt,
                decision == null ? before.decision() : decision));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return other == null || (one != null && one.isBefore(other)) ? one : other;
  }

  /// The windows that were touched.
  Collection<Row> touched() {
    return touched.values();
  }

  /// The incidents that were touched.
  Collection<Change> changes() {
    return changes.values();
  }
}
