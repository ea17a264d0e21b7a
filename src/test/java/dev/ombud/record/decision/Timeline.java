package dev.ombud.record.decision;

import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Effect;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.domain.Judgement.Mitigation;
import dev.ombud.ground.domain.Judgement.Owner;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.record.decision.DecisionBatch.OvertakenException;
import dev.ombud.record.decision.Incidents.Applied;
import dev.ombud.record.decision.Incidents.Change;
import dev.ombud.record.decision.Incidents.Place;
import dev.ombud.record.decision.Incidents.Row;
import dev.ombud.testing.Aggregates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Windows of one incident key that arrive one by one, each in a batch of its own; written as
/// `12B`, `12C` or `12N`, the hour at which it ended and what it says, `12C''` for a revision of
/// it, and `12.1B` for another one of the same hour. Not thread-safe.
final class Timeline {
  private static final Instant DAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant NOW = DAY.plus(Duration.ofDays(30));
  private static final Aggregate SURGE = Aggregates.surgeWith();
  private static final IncidentKey KEY = IncidentKey.of(SURGE);
  private static final UUID ID = IncidentStore.id(KEY, false);

  private Map<UUID, Row> rows = new HashMap<>();
  private final Map<UUID, Change> changes = new HashMap<>();
  private final Map<String, @Nullable UUID> incidentOf = new HashMap<>();
  private final Set<UUID> incidents = new LinkedHashSet<>();
  private final List<String> endings = new ArrayList<>();

  static Instant hour(int hour) {
    return DAY.plus(Duration.ofHours(hour));
  }

  static int hourOf(Instant end) {
    return (int) Duration.between(DAY, end).toHours();
  }

  static int hourOf(String window) {
    return Integer.parseInt(window.replaceAll("\\D.*", ""));
  }

  Place place(String window) {
    try {
      return new Incidents(rows).place(ID, KEY, Window.of(aggregate(window), NOW), false);
    } catch (OvertakenException e) {
      throw new Overtaken(e);
    }
  }

  private static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken(OvertakenException cause) {
      super(cause);
    }
  }

  Applied post(String window, Tier tier) {
    Incidents all = new Incidents(rows);
    UUID decision = UUID.randomUUID();
    Aggregate aggregate = aggregate(window);
    Place place;
    try {
      place = all.place(ID, KEY, Window.of(aggregate, NOW), false);
    } catch (OvertakenException e) {
      throw new IllegalStateException(window, e);
    }
    Applied applied =
        all.apply(place, aggregate, judgement(window, tier), new Incidents.Decided(decision, NOW));
    incidentOf.put(window, applied.incident());
    if (applied.incident() != null) {
      incidents.add(applied.incident());
    }
    if (applied.isEnding()) {
      endings.add(window);
    }
    take(all);
    return applied;
  }

  void leave(String window) {
    Incidents all = new Incidents(rows);
    all.leave(ID, aggregate(window).aggregateId());
    take(all);
  }

  private void take(Incidents all) {
    rows = new HashMap<>(rows);
    all.touched().forEach(row -> rows.put(row.id(), row));
    all.changes().forEach(change -> changes.put(change.id(), change));
  }

  /// Breaches and clears of the open incident, as they are stored, or `x`.
  String state() {
    if (!isOpen()) {
      return "x";
    }
    Windows.Counts counts = change().counts();
    return counts.breaches() + "/" + counts.clears();
  }

  Tier tierReached() {
    return change().counts().tierReached();
  }

  private Change change() {
    return Objects.requireNonNull(changes.get(Objects.requireNonNull(incidentNow())));
  }

  @Nullable Instant openedAt() {
    return change().openedAt();
  }

  boolean isOpen() {
    return row().isOpen();
  }

  /// The incident that is open, or else the last one that was.
  @Nullable UUID incidentNow() {
    return row().incident();
  }

  Windows windows() {
    return row().windows();
  }

  private Row row() {
    return rows.getOrDefault(ID, Row.fresh(ID, false));
  }

  @Nullable UUID incidentOf(String window) {
    return incidentOf.get(window);
  }

  /// All that decisions belonged to.
  Set<UUID> incidents() {
    return incidents;
  }

  /// The windows that ended an incident.
  List<String> endings() {
    return endings;
  }

  /// What a window would be judged by that ends at an hour.
  Context context(int hour) {
    return place(hour + "N").context();
  }

  Context contextOfRevision(String window) {
    return place(window + "'").context();
  }

  /// The incident that is open, with these counts.
  Context.Incident incident(int breaches, int clears) {
    return new Context.Incident(
        Objects.requireNonNull(incidentNow()), breaches, clears, tierReached(), null);
  }

  private static Aggregate aggregate(String window) {
    int hour = hourOf(window);
    boolean isClear = window.contains("C");
    return Aggregates.like(
        SURGE,
        "storefront of hour " + window.replaceAll("[^0-9.]", ""),
        (int) window.chars().filter(c -> c == '\'').count(),
        new Aggregate.Window(hour(hour - 1), hour(hour)),
        SURGE.release(),
        SURGE.cohort(),
        new Aggregate.Sentiment(null, null, null, isClear ? 0.2 : null, null),
        SURGE.exposure());
  }

  private static Judgement judgement(String window, Tier tier) {
    Firing evidence =
        new Firing(
            "EVD-900",
            null,
            List.of(),
            List.of(
                effect(Vocabulary.LIMIT_CLEAR_SIGMA, 1),
                effect(Vocabulary.LIMIT_CLEAR_WINDOWS, 2)));
    return new Judgement(
        Severity.P3,
        window.contains("B") ? Disposition.TICKET : Disposition.DIGEST,
        new Mitigation(tier, Scope.GLOBAL, Mode.RECOMMENDATION),
        List.of(),
        new Owner("product", 60),
        0,
        List.of(),
        List.of(evidence),
        List.of());
  }

  private static Effect effect(Field field, double value) {
    return new Effect(field.name(), value);
  }
}
