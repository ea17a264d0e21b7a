package dev.ombud.act.flag;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The registry of flags: what people declare, with who and when; each change is an event of the
/// log. Thread-safe.
public final class Flags {
  private static final int MAX_OVERDUE = 500;

  private final Database database;
  private final FlagStore store;
  private final SwitchStore switches;
  private final TimeIds ids;
  private final Clock clock;
  private final int switchDays;

  /// @param switchDays how long a switch that automation makes is meant to lie
  public Flags(Database database, TimeIds ids, Clock clock, int switchDays) {
    this.database = database;
    this.store = new FlagStore(database);
    this.switches = new SwitchStore(database);
    this.ids = ids;
    this.clock = clock;
    this.switchDays = switchDays;
  }

  public Optional<RegisteredFlag> find(String key) {
    return store.find(key);
  }

  /// By key.
  ///
  /// @param after the key that the page before ended with, or an empty text
  /// @param archived whether archived ones too
  public Page<RegisteredFlag> list(String after, boolean archived, int limit) {
    return Page.of(store.list(after, archived, limit + 1), limit, each -> each.flag().key());
  }

  /// Declares a flag, or changes it. An environment counts as changed only where who gets what
  /// there does.
  ///
  /// @param tag what it was read as; empty for a flag that is not there yet, `*` for any
  /// @throws ServiceException PRECONDITION_REQUIRED, PRECONDITION_FAILED, WRONG_STATE
  public RegisteredFlag put(Flag declared, Optional<String> tag, String actor) {
    return database.change(handle -> {
      Optional<RegisteredFlag> before = FlagStore.findLocked(handle, declared.key());
      requireTag(declared.key(), before, tag);
      Flag flag = before.map(each -> declared.after(each.flag())).orElse(declared);
      before
          .filter(each -> each.archivedAt().isPresent())
          .ifPresent(each -> {
            throw new ServiceException(
                ErrorCode.WRONG_STATE,
                "flag `" + flag.key() + "` is archived: declare a new one under another key");
          });
      before
          .filter(each -> !each.flag().platform().equals(flag.platform()))
          .ifPresent(each ->
              each.environments()
                  .keySet()
                  .forEach(name ->
                      requireUnswitched(each, name, "move the flag to `" + flag.platform() + "`")));
      long revision = before.map(RegisteredFlag::revision).orElse(0L) + 1;
      AuditEvent event = changed(flag, before, revision, actor);
      RegisteredFlag after =
          new RegisteredFlag(flag, revision, event.at(), actor, Optional.empty(), Map.of());
      FlagStore.put(handle, after);
      Map<String, Flag.Rollout> old =
          before.map(each -> each.flag().environments()).orElse(Map.of());
      flag.environments()
          .forEach((name, rollout) -> {
            if (!rollout.equals(old.get(name))) {
              requireFewParts(name, rollout);
              FlagStore.putEnvironment(handle, flag.key(), name, rollout, event.at(), actor);
            }
          });
      for (String name : old.keySet()) {
        if (!flag.environments().containsKey(name)) {
          requireUnswitched(before.orElseThrow(), name, "take the environment away");
          FlagStore.removeEnvironment(handle, flag.key(), name, event.at(), actor);
        }
      }
      FlagStore.changed(handle, event);
      return FlagStore.find(handle, flag.key()).orElseThrow();
    });
  }

  private AuditEvent changed(
      Flag flag, Optional<RegisteredFlag> before, long revision, String actor) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("revision", revision);
    detail.put("changed", FlagWriter.differing(before.map(RegisteredFlag::flag), flag));
    return new AuditEvent(
        ids.next(), Kind.FLAG_CHANGED, actor, subject(flag.key()), null, "", detail);
  }

  private static void requireUnswitched(RegisteredFlag flag, String environment, String what) {
    RegisteredFlag.Environment history = flag.environments().get(environment);
    if (history != null && !history.switches().isEmpty()) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE,
          "a switch lies over `%s` of flag `%s`: lift it before you %s"
              .formatted(environment, flag.flag().key(), what));
    }
  }

  private static void requireFewParts(String environment, Flag.Rollout rollout) {
    if (rollout.parts() > Division.MAX_STRETCHES) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE,
          "the percentages of `%s` were changed so often that they are in %d pieces, and %d may be: serve one variation to everybody there first"
              .formatted(environment, rollout.parts(), Division.MAX_STRETCHES));
    }
  }

  private static void requireTag(
      String key, Optional<RegisteredFlag> before, Optional<String> tag) {
    if (before.isPresent() && tag.isEmpty()) {
      throw new ServiceException(
          ErrorCode.PRECONDITION_REQUIRED,
          "flag `%s` is there already: send its ETag as If-Match, so that nobody's change is lost"
              .formatted(key));
    }
    boolean matches =
        tag.isEmpty()
            || (before.isPresent()
                && (tag.get().equals("*") || tag.get().equals(before.get().tag())));
    if (!matches) {
      throw new ServiceException(
          ErrorCode.PRECONDITION_FAILED,
          "flag `%s` %s: read it again and make your change upon that"
              .formatted(
                  key,
                  before
                      .map(each -> "was changed by `" + each.changedBy() + "` since you read it")
                      .orElse("is not there")));
    }
  }

  /// Takes a flag out of use: it is served no more, and stays on record.
  ///
  /// @throws ServiceException NOT_FOUND, PRECONDITION_FAILED
  public RegisteredFlag archive(String key, Optional<String> tag, String actor) {
    return database.change(handle -> {
      Optional<RegisteredFlag> before = FlagStore.findLocked(handle, key);
      RegisteredFlag flag = before.orElseThrow(() -> missing(key));
      if (flag.archivedAt().isPresent()) {
        return flag;
      }
      tag.ifPresent(given -> requireTag(key, before, Optional.of(given)));
      AuditEvent event =
          new AuditEvent(
              ids.next(),
              Kind.FLAG_CHANGED,
              actor,
              subject(key),
              null,
              "",
              Map.of("archived", true));
      FlagStore.put(
          handle,
          new RegisteredFlag(
              flag.flag(),
              flag.revision() + 1,
              event.at(),
              actor,
              Optional.of(event.at()),
              Map.of()));
      FlagStore.changed(handle, event);
      return FlagStore.find(handle, key).orElseThrow();
    });
  }

  /// A flag that is in an environment.
  ///
  /// @throws ServiceException NOT_FOUND
  RegisteredFlag require(String key, String environment) {
    RegisteredFlag flag = store.find(key).orElseThrow(() -> missing(key));
    if (!flag.environments().containsKey(environment)) {
      throw new ServiceException(
          ErrorCode.NOT_FOUND,
          "flag `%s` is not in `%s`: check the environment".formatted(key, environment));
    }
    return flag;
  }

  /// Lifts every switch off an environment of the built-in platform.
  ///
  /// @return how many
  int lift(String key, String environment, String actor, String reason) {
    return switches.lift(
        key,
        environment,
        new AuditEvent(
            ids.next(),
            Kind.FLAG_SWITCHED,
            actor,
            subject(key),
            null,
            reason,
            Map.of("environment", environment, "lifted", "all")));
  }

  /// Marks a switch as lifted that somebody sees to be gone; once.
  public void markLifted(Flag flag, FlagSwitch made, String actor) {
    switches.lift(flag.key(), made, new SwitchEvents(ids).lifted(flag.key(), made, actor, ""));
  }

  /// When a switch that is made now is meant to end.
  public LocalDate endOfSwitch() {
    return today().plusDays(switchDays);
  }

  /// Flags in use that should not be any more, and switches that lie longer than they were meant
  /// to; the longest first; at most 500.
  public List<Overdue> overdue() {
    LocalDate today = today();
    Map<Overdue, LocalDate> due = new HashMap<>();
    store
        .due(today, MAX_OVERDUE)
        .forEach(each -> due.put(Overdue.of(each.flag(), today), each.flag().expiresOn()));
    switches.due(today, MAX_OVERDUE).forEach(each -> due.put(each, each.since()));
    return due.entrySet().stream()
        .sorted(
            Map.Entry.<Overdue, LocalDate>comparingByValue()
                .thenComparing(each -> each.getKey().key())
                .thenComparing(each -> each.getKey().switched().orElse("")))
        .limit(MAX_OVERDUE)
        .map(Map.Entry::getKey)
        .toList();
  }

  public int overdueCount() {
    return store.dueCount(today()) + switches.dueCount(today());
  }

  /// Whether a switch that lies over a flag was to be lifted by now.
  public boolean isOverdue(FlagSwitch over) {
    return over.endsOn().isBefore(today());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  static String subject(String key) {
    return "flag:" + key;
  }

  static ServiceException missing(String key) {
    return new ServiceException(
        ErrorCode.NOT_FOUND, "there is no flag `" + key + "`: check the key");
  }

  /// A line for each flag that should be gone, by the team that owns it.
  public Map<String, List<String>> overdueByOwner() {
    Map<String, List<String>> lines = new TreeMap<>();
    for (Overdue overdue : overdue()) {
      lines.computeIfAbsent(overdue.owner(), _ -> new ArrayList<>()).add(overdue.line());
    }
    return lines;
  }
}
