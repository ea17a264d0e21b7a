package dev.ombud.door.casepages;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.QueueLevel;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.door.console.PageWords;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.Sealer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether the parts are well that nobody sees otherwise, in words. Thread-safe.
public final class Health {
  private static final Duration REPLAYS_OF = Duration.ofDays(7);
  private static final Duration FRESH_FOR = Duration.ofSeconds(3);

  private final Supplier<Optional<String>> trouble;
  private final Sealer sealer;
  private final ActionStore actions;
  private final AuditLog log;
  private final Clock clock;
  private List<Line> last = List.of();
  private Instant until = Instant.EPOCH;

  /// @param trouble what keeps the database from taking writes, in words
  public Health(
      Supplier<Optional<String>> trouble,
      Sealer sealer,
      ActionStore actions,
      AuditLog log,
      Clock clock) {
    this.trouble = trouble;
    this.sealer = sealer;
    this.actions = actions;
    this.log = log;
    this.clock = clock;
  }

  /// @param state `good`, `warn` or `bad`, for the style sheet
  /// @param word the same for people
  public record Line(String part, String state, String word, String detail) {}

  /// As it was seen at most a few seconds ago, however many ask.
  synchronized List<Line> lines() {
    Instant now = clock.instant();
    if (now.isAfter(until)) {
      last = look();
      until = now.plus(FRESH_FOR);
    }
    return last;
  }

  private List<Line> look() {
    List<Line> lines = new ArrayList<>();
    lines.add(sealing());
    lines.add(replay());
    lines.add(outbox());
    lines.add(
        trouble
            .get()
            .map(why -> new Line("Database", "bad", "takes no writes", why))
            .orElse(new Line("Database", "good", "well", "it answers and takes writes")));
    return lines;
  }

  private Line sealing() {
    List<String> warnings = sealer.warnings();
    if (!warnings.isEmpty()) {
      return new Line("Sealing", "warn", "needs a look", String.join("; ", warnings));
    }
    return new Line(
        "Sealing",
        "good",
        "well",
        "%s sealed, %s waiting"
            .formatted(
                PageWords.count(sealer.size(), "record"), PageWords.number(sealer.waiting())));
  }

  private Line replay() {
    EventQuery query =
        new EventQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.of(AuditEvent.Kind.REPLAY_DIVERGED.name()),
            Optional.empty(),
            clock.instant().minus(REPLAYS_OF),
            TimeIds.EVER,
            1,
            Optional.empty());
    return log.find(query).items().stream()
        .findFirst()
        .map(event ->
            new Line(
                "Replay",
                "bad",
                "diverged",
                "a decision came out otherwise at %s: look at /decisions/%s"
                    .formatted(PageWords.time(event.at()), event.decisionId())))
        .orElse(new Line("Replay", "good", "well", "no replay came out otherwise in 7 days"));
  }

  private Line outbox() {
    Instant now = clock.instant();
    List<QueueLevel> levels = actions.levels();
    long dead = sum(levels, LiveState.DEAD);
    long held = sum(levels, LiveState.HELD);
    long queued = sum(levels, LiveState.QUEUED) + sum(levels, LiveState.RUNNING);
    String oldest =
        levels.stream()
            .filter(level -> level.state() == LiveState.QUEUED)
            .map(QueueLevel::oldest)
            .min(Instant::compareTo)
            .map(since -> ", the oldest for " + PageWords.age(since, now))
            .orElse("");
    String detail =
        "%s queued%s, %s held, %s"
            .formatted(
                PageWords.count(queued, "action"),
                oldest,
                PageWords.number(held),
                PageWords.count(dead, "dead letter"));
    return dead > 0
        ? new Line("Outbox", "bad", "has dead letters", detail)
        : new Line("Outbox", held > 0 ? "warn" : "good", held > 0 ? "holds some" : "well", detail);
  }

  private static long sum(List<QueueLevel> levels, LiveState state) {
    return levels.stream()
        .filter(level -> level.state() == state)
        .mapToLong(QueueLevel::count)
        .sum();
  }
}
