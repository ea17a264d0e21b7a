package dev.ombud.act.outbox;

import dev.ombud.act.action.Freeze;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import dev.ombud.record.log.EventStore;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What keeps automatic actions from starting: one stop switch, freezes, and a budget an hour. It
/// is asked in the transaction that announces a write, so that a stop holds on every instance from
/// the moment it is committed. What a person asked for is not automatic. Thread-safe.
public final class Automation {
  private static final String SUBJECT = "automation";

  private final Database database;
  private final TimeIds ids;
  private final Clock clock;
  private final int budget;

  /// @param budget how many automatic actions may begin within an hour
  public Automation(Database database, TimeIds ids, Clock clock, int budget) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.budget = budget;
  }

  /// Stops all automation, on every instance at once. When it returns, nothing automatic begins.
  public AutomationState stop(String actor, String reason) {
    return flip(true, Kind.AUTOMATION_STOPPED, actor, reason);
  }

  /// Lets it run again. What was held meanwhile stays held until a person retries it.
  public AutomationState resume(String actor, String reason) {
    return flip(false, Kind.AUTOMATION_RESUMED, actor, reason);
  }

  private AutomationState flip(boolean stopped, Kind kind, String actor, String reason) {
    return database.change(handle -> {
      AutomationStore.takeTurn(handle);
      boolean already =
          AutomationStore.last(handle)
              .map(AutomationState.Switch::stopped)
              .filter(last -> last == stopped)
              .isPresent();
      if (!already) {
        UUID id = ids.next();
        AutomationStore.flip(
            handle, id, new AutomationState.Switch(stopped, clock.instant(), actor, reason));
        EventStore.append(handle, new AuditEvent(id, kind, actor, SUBJECT, null, reason, Map.of()));
      }
      return AutomationStore.state(handle, clock.instant(), budget);
    });
  }

  public AutomationState state() {
    return database.ask(handle -> AutomationStore.state(handle, clock.instant(), budget));
  }

  /// Declares a time in which nothing happens by itself.
  ///
  /// @throws ServiceException INVALID_REQUEST where it ends before it begins, or is over
  public Freeze freeze(
      Optional<String> product, Instant from, Instant to, String actor, String reason) {
    Instant now = clock.instant();
    if (!from.isBefore(to)) {
      throw ServiceException.invalid("`from` is not before `to`: exchange them");
    }
    if (!to.isAfter(now) || to.isAfter(TimeIds.EVER)) {
      throw ServiceException.invalid(
          "`to` is over, or further off than the year 9999: name a later or nearer end");
    }
    Freeze freeze = new Freeze(ids.next(), product, from, to, reason, actor);
    return database.change(handle -> {
      AutomationStore.takeTurn(handle);
      AutomationStore.place(handle, freeze, now);
      EventStore.append(handle, event(Kind.FREEZE_PLACED, freeze, actor, reason));
      return freeze;
    });
  }

  /// Takes a freeze away; nothing where there is none, or it is gone already.
  public Optional<Freeze> thaw(UUID id, String actor, String reason) {
    return database.change(handle -> {
      Optional<Freeze> removed = AutomationStore.remove(handle, id, actor, clock.instant());
      removed.ifPresent(
          freeze -> EventStore.append(handle, event(Kind.FREEZE_REMOVED, freeze, actor, reason)));
      return removed;
    });
  }

  private AuditEvent event(Kind kind, Freeze freeze, String actor, String reason) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("from", freeze.from().toString());
    freeze.product().ifPresent(product -> detail.put("product", product));
    detail.put("to", freeze.to().toString());
    return new AuditEvent(ids.next(), kind, actor, "freeze:" + freeze.id(), null, reason, detail);
  }

  /// How many automatic actions may begin within an hour.
  int budget() {
    return budget;
  }
}
