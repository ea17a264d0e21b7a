package dev.ombud.record.texts;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import dev.ombud.record.texts.DestructionStore.Batch;
import dev.ombud.record.texts.DestructionStore.Choice;
import dev.ombud.record.texts.DestructionStore.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Forgets by age: the texts of evidence, and the accesses (texts opened, exports, sign-ins). What
/// a legal hold keeps stays. Leaves of the log stay too, and each transaction has an event that
/// says what is gone:
///
/// | event | detail |
/// |---|---|
/// | `TEXT_RETIRED` | `class` `texts`; `count` of texts; `from` and `to`, the first and last decision |
/// | `ACCESS_RETIRED` | `class` `access`; `count`; `ids` of all events that are gone |
///
/// A leaf of an event that is not there is rightly so where an `ACCESS_RETIRED` lists it and is at
/// least 90 days younger than it; the database refuses anything else. Thread-safe; instances take
/// turns.
public final class Retention {
  /// A turn does not take the database from others for long; the next goes on.
  private static final int BATCHES_A_TURN = 20;

  private static final int STEPS_A_TURN = 1_000;
  private static final Duration STEP = Duration.ofDays(1);

  /// The clock of the database may be slower than this one, and it refuses what is too young.
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private static final String ACTOR = "service";

  private final DestructionStore store;
  private final HoldStore holds;
  private final TimeIds ids;
  private final Duration keepsTexts;
  private final Duration keepsAccesses;

  /// Before it no text is left that could be retired, as far as this instance knows.
  private Optional<Instant> reached = Optional.empty();

  private Optional<Instant> lastRelease = Optional.empty();

  /// @param keepsTexts at least a day
  /// @param keepsAccesses at least 90 days
  public Retention(Database database, TimeIds ids, Duration keepsTexts, Duration keepsAccesses) {
    this.store = new DestructionStore(database);
    this.holds = new HoldStore(database);
    this.ids = ids;
    this.keepsTexts = keepsTexts.plus(CLOCKS_DIFFER);
    this.keepsAccesses = keepsAccesses.plus(CLOCKS_DIFFER);
  }

  /// @param isDone whether nothing that is old enough is left
  public record Turn(int texts, int accesses, boolean isDone) {}

  /// Retires what is old enough, as much as one turn takes.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public synchronized Turn retire(Instant now) {
    int texts = 0;
    int batches = 0;
    Instant bound = now.minus(keepsTexts);
    Instant from = start(bound);
    for (int step = 0; step < STEPS_A_TURN && from.isBefore(bound); step++) {
      Instant to = from.plus(STEP).isBefore(bound) ? from.plus(STEP) : bound;
      Optional<Batch> batch = store.tryDestroy(range(from, to), this::retiredTexts);
      int retired = batch.map(found -> found.places().size()).orElse(0);
      texts += retired;
      batches += retired > 0 ? 1 : 0;
      if (batch.isEmpty() || batches == BATCHES_A_TURN) {
        return new Turn(texts, 0, false);
      }
      if (retired < DestructionStore.BATCH) {
        from = to;
        reached = Optional.of(to);
      }
    }
    return retireAccesses(now, texts, !from.isBefore(bound));
  }

  private Turn retireAccesses(Instant now, int texts, boolean isDone) {
    UUID before = TimeIds.first(now.minus(keepsAccesses).toEpochMilli());
    int accesses = 0;
    for (int batches = 0; batches < BATCHES_A_TURN; batches++) {
      Optional<List<UUID>> retired = store.tryRetire(before, this::retiredAccesses);
      accesses += retired.map(List::size).orElse(0);
      if (retired.isEmpty()) {
        return new Turn(texts, accesses, false);
      }
      if (retired.get().size() < DestructionStore.BATCH) {
        return new Turn(texts, accesses, isDone);
      }
    }
    return new Turn(texts, accesses, false);
  }

  /// Texts that a hold kept are looked at again when one was released.
  private Instant start(Instant bound) {
    Optional<Instant> released = holds.lastRelease();
    if (!released.equals(lastRelease)) {
      reached = Optional.empty();
      lastRelease = released;
    }
    return reached
        .or(() -> store.firstDecision().map(id -> Instant.ofEpochMilli(TimeIds.millisOf(id))))
        .orElse(bound);
  }

  private static Choice.OfRange range(Instant from, Instant to) {
    return new Choice.OfRange(TimeIds.first(from.toEpochMilli()), TimeIds.first(to.toEpochMilli()));
  }

  private Optional<AuditEvent> retiredTexts(Batch batch) {
    if (batch.places().isEmpty()) {
      return Optional.empty();
    }
    List<Place> places = batch.places();
    return Optional.of(
        event(
            Kind.TEXT_RETIRED,
            "retention:texts",
            Map.of(
                "class", "texts",
                "count", places.size(),
                "from", places.getFirst().decisionId().toString(),
                "to", places.getLast().decisionId().toString())));
  }

  private AuditEvent retiredAccesses(List<UUID> retired) {
    return event(
        Kind.ACCESS_RETIRED,
        "retention:access",
        Map.of(
            "class", "access",
            "count", retired.size(),
            "ids", retired.stream().map(UUID::toString).toList()));
  }

  private AuditEvent event(Kind kind, String subject, Map<String, ?> detail) {
    return new AuditEvent(ids.next(), kind, ACTOR, subject, null, "", detail);
  }
}
