package dev.ombud.record.decision;

import dev.ombud.ground.code.Tier;
import dev.ombud.record.decision.Window.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The windows of one incident key in the order of event time: the last [#KEPT] of them, and what
/// those before them amount to. Whatever is counted about an incident follows from them. Immutable.
///
/// @param folded what went out of the list; null where nothing did
/// @param kept in order
record Windows(@Nullable Folded folded, List<Window> kept) {
  /// How many windows late one may come and still find its place. Hourly windows: most of a day.
  static final int KEPT = 16;

  static final Windows NONE = new Windows(null, List.of());

  /// The windows before the kept ones.
  ///
  /// @param incident to which the last of them belonged, or null; the rest is about this one
  /// @param breaches in a row, up to the last of them
  /// @param clears in a row, up to the last of them
  /// @param actedAt when the last one ended that was to act by itself, or null
  record Folded(
      @Nullable UUID incident,
      int breaches,
      int clears,
      Tier tierReached,
      @Nullable Instant actedAt) {}

  /// What the windows of an incident amount to.
  record Counts(int breaches, int clears, Tier tierReached, @Nullable Instant actedAt) {
    static final Counts NONE = new Counts(0, 0, Tier.NONE, null);
  }

  Windows {
    kept = List.copyOf(kept);
  }

  @Nullable Window last() {
    return kept.isEmpty() ? null : kept.getLast();
  }

  /// The window of an aggregate, in whatever revision.
  @Nullable Window find(String aggregateId) {
    for (Window window : kept) {
      if (window.aggregateId().equals(aggregateId)) {
        return window;
      }
    }
    return null;
  }

  Windows without(Window window) {
    List<Window> rest = new ArrayList<>(kept);
    rest.remove(window);
    return new Windows(folded, rest);
  }

  /// How many of the kept windows come before one.
  int place(Window window) {
    int place = kept.size();
    while (place > 0 && window.compareTo(kept.get(place - 1)) < 0) {
      place--;
    }
    return place;
  }

  /// How many of the kept windows end after one.
  int later(Window window) {
    int later = 0;
    while (later < kept.size() && kept.get(kept.size() - 1 - later).end().isAfter(window.end())) {
      later++;
    }
    return later;
  }

  /// Whether a place is before all that is kept, so that nobody knows what was around it.
  boolean isForgotten(int place) {
    return place == 0 && folded != null && !kept.isEmpty();
  }

  /// The incident of the windows on both sides of a place, so that it was running there; or null.
  @Nullable UUID running(int place) {
    if (place == 0 || place == kept.size()) {
      return null;
    }
    UUID before = kept.get(place - 1).incident();
    return before != null && before.equals(kept.get(place).incident()) ? before : null;
  }

  /// The next incident after a place, or null.
  @Nullable UUID next(int place) {
    for (Window window : kept.subList(place, kept.size())) {
      if (window.incident() != null) {
        return window.incident();
      }
    }
    return null;
  }

  /// The last incident before a place, or null.
  @Nullable UUID previous(int place) {
    for (Window window : kept.subList(0, place).reversed()) {
      if (window.incident() != null) {
        return window.incident();
      }
    }
    return folded == null ? null : folded.incident();
  }

  /// When the first kept window of an incident ended; null where none is kept.
  @Nullable Instant begun(UUID incident) {
    for (Window window : kept) {
      if (incident.equals(window.incident())) {
        return window.end();
      }
    }
    return null;
  }

  /// What the windows of an incident before a place amount to.
  Counts counts(UUID incident, int place) {
    int breaches = 0;
    int clears = 0;
    Tier tier = Tier.NONE;
    Instant actedAt = null;
    Verdict run = null;
    boolean isRow = true;
    for (int i = first(incident, place), at = place - 1; at >= i; at--) {
      Window window = kept.get(at);
      run = run == null ? window.verdict() : run;
      isRow = isRow && window.verdict() == run;
      breaches += isRow && run == Verdict.BREACH ? 1 : 0;
      clears += isRow && run == Verdict.CLEAR ? 1 : 0;
      tier = max(tier, window.tier());
      actedAt = actedAt == null && window.isActed() ? window.end() : actedAt;
    }
    if (folded == null || !goesBack(incident, place)) {
      return new Counts(breaches, clears, tier, actedAt);
    }
    boolean isBreaching = isRow && run != Verdict.CLEAR && run != Verdict.NEITHER;
    boolean isClearing = isRow && run != Verdict.BREACH && run != Verdict.NEITHER;
    return new Counts(
        isBreaching ? breaches + folded.breaches() : breaches,
        isClearing ? clears + folded.clears() : clears,
        max(tier, folded.tierReached()),
        actedAt == null ? folded.actedAt() : actedAt);
  }

  /// Whether so many clears in a row came after the last breach of an incident.
  boolean isOver(UUID incident, int wanted) {
    int size = kept.size();
    int from = size;
    while (from > first(incident, size) && kept.get(from - 1).verdict() != Verdict.BREACH) {
      from--;
    }
    int before = from == 0 && folded != null && goesBack(incident, size) ? folded.clears() : 0;
    return clearsInARow(from, before) >= wanted;
  }

  /// Whether so many clears in a row come after a place.
  boolean isSettled(int place, int wanted) {
    return clearsInARow(place, 0) >= wanted;
  }

  private int clearsInARow(int from, int before) {
    int most = before;
    int row = before;
    for (Window window : kept.subList(from, kept.size())) {
      row = window.verdict() == Verdict.CLEAR ? row + 1 : 0;
      most = Math.max(most, row);
    }
    return most;
  }

  /// The place of the first of the windows of an incident that reach up to a place.
  private int first(UUID incident, int place) {
    int first = place;
    while (first > 0 && incident.equals(kept.get(first - 1).incident())) {
      first--;
    }
    return first;
  }

  /// Whether those reach back to what is not kept.
  private boolean goesBack(UUID incident, int place) {
    return folded != null && first(incident, place) == 0 && incident.equals(folded.incident());
  }

  /// With one more window at its place; what becomes too many is folded.
  Windows with(Window window) {
    List<Window> all = new ArrayList<>(kept);
    all.add(place(window), window);
    return all.size() <= KEPT
        ? new Windows(folded, all)
        : new Windows(fold(all.getFirst()), all.subList(1, all.size()));
  }

  /// With an incident in the place of none, from a place on.
  Windows joined(UUID incident, int place) {
    List<Window> all = new ArrayList<>(kept.subList(0, place));
    kept.subList(place, kept.size())
        .forEach(window -> all.add(window.incident() == null ? window.in(incident) : window));
    return new Windows(folded, all);
  }

  private Folded fold(Window oldest) {
    UUID incident = oldest.incident();
    if (incident == null) {
      return new Folded(null, 0, 0, Tier.NONE, null);
    }
    Counts counts = new Windows(folded, List.of(oldest)).counts(incident, 1);
    return new Folded(
        incident, counts.breaches(), counts.clears(), counts.tierReached(), counts.actedAt());
  }

  private static Tier max(Tier one, Tier other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
