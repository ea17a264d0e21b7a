package dev.ombud.act.flag;

import dev.ombud.act.flag.FlagEvaluation.Person;
import dev.ombud.act.flag.PlatformException.Kind;
import dev.ombud.act.flag.RegisteredFlag.Environment;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.ActionTarget;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The platform that is always there: flags that this service serves itself. A switch lies over
/// what people set and changes nothing of it. Thread-safe.
public final class BuiltinPlatform implements FlagPlatform {
  private static final int PROBES = 1_000;

  private final FlagStore flags;
  private final SwitchStore switches;
  private final Supplier<FlagSet> served;
  private final ServiceAddress service;
  private final SwitchEvents events;

  /// @param served what OFREP answers from, so that effects are seen as clients see them
  public BuiltinPlatform(
      Database database, Supplier<FlagSet> served, TimeIds ids, ServiceAddress service) {
    this.flags = new FlagStore(database);
    this.switches = new SwitchStore(database);
    this.served = served;
    this.service = service;
    this.events = new SwitchEvents(ids);
  }

  @Override
  public Standing look(Flag flag, FlagSwitch wanted, Instant evidenceAt) throws PlatformException {
    return look(flag.key(), wanted, evidenceAt);
  }

  private Standing look(String key, FlagSwitch wanted, Instant evidenceAt)
      throws PlatformException {
    try {
      Optional<SwitchStore.Kept> kept = switches.find(wanted.key());
      if (kept.isPresent()) {
        return kept.get()
            .refusal()
            .<Standing>map(Standing.Refused::new)
            .orElseGet(() -> new Standing.Switched(trail(key, kept.get().made())));
      }
      RegisteredFlag now = flags.find(key).orElseThrow(() -> Flags.missing(key));
      Environment environment = now.environments().get(wanted.environment());
      Flag.Rollout rollout = now.flag().environments().get(wanted.environment());
      if (environment == null || rollout == null) {
        return new Standing.Refused(
            "flag `%s` is not in `%s`: declare the environment in the registry"
                .formatted(key, wanted.environment()));
      }
      String state = new String(Json.write(FlagWriter.rollout(rollout)), StandardCharsets.UTF_8);
      if (People.isLater(environment.changedAt(), evidenceAt)) {
        return new Standing.Refused(
            People.changed(key, environment.changedBy(), environment.changedAt(), evidenceAt));
      }
      if (!rollout.isOn()) {
        return new Standing.Switched(new Standing.Trail(key, "", state));
      }
      return reduces(now.flag(), rollout, wanted)
          ? new Standing.Open(state, Long.toString(environment.version()))
          : new Standing.Refused(wanted.nothingToReduce(key));
    } catch (ServiceException e) {
      throw new PlatformException(Kind.LATER, e.detail());
    }
  }

  /// Whether more of the cohort get it than may, by any rule that can take them.
  private static boolean reduces(Flag flag, Flag.Rollout rollout, FlagSwitch wanted) {
    return wanted.isWhole()
        || Stream.concat(
                rollout.rules().stream()
                    .filter(rule ->
                        wanted.cohort().entrySet().stream()
                            .allMatch(each ->
                                rule.when()
                                    .getOrDefault(each.getKey(), List.of(each.getValue()))
                                    .contains(each.getValue())))
                    .map(Flag.Rule::serve),
                Stream.of(rollout.serve()))
            .anyMatch(
                split -> split.percentOf(wanted, flag.safeVariation()) > wanted.exposurePercent());
  }

  private Standing.Trail trail(String flagKey, FlagSwitch made) {
    return new Standing.Trail(
        made.mark(), service.flag(flagKey).toString(), "switched over " + made.environment());
  }

  @Override
  public Standing.Trail write(
      Flag flag, FlagSwitch wanted, Instant evidenceAt, Standing.Open before)
      throws PlatformException {
    try {
      SwitchStore.Added added =
          switches.add(
              flag.key(),
              wanted,
              Long.parseLong(before.version()),
              events.made(flag.key(), wanted));
      return switch (added) {
        case ADDED, THERE -> trail(flag.key(), wanted);
        case MOVED ->
            throw new PlatformException(
                Kind.LATER, "flag `" + flag.key() + "` was changed at this moment: look again");
      };
    } catch (ServiceException e) {
      throw new PlatformException(Kind.UNKNOWN, e.detail());
    }
  }

  @Override
  public Standing restore(Flag flag, FlagSwitch made, String before, String actor, String reason)
      throws PlatformException {
    try {
      switches.lift(flag.key(), made, events.lifted(flag.key(), made, actor, reason));
      return new Standing.Open(before, "");
    } catch (ServiceException e) {
      throw new PlatformException(Kind.UNKNOWN, e.detail());
    }
  }

  /// Asks for a thousand made-up people in the cohort and as many outside of it.
  @Override
  public Effect verify(Flag flag, FlagSwitch made) {
    RegisteredFlag now = served.get().find(flag.key()).orElse(null);
    Environment environment = now == null ? null : now.environments().get(made.environment());
    if (now == null || environment == null) {
      return nothing("flag `" + flag.key() + "` is not served in `" + made.environment() + "`");
    }
    if (environment.switches().stream().noneMatch(each -> each.key().equals(made.key()))) {
      return nothing("the switch is not among what is served");
    }
    Probing probing = new Probing(now, without(now, made), made);
    for (int i = 0; i < PROBES; i++) {
      probing.ask(Person.probe(i, made.cohort(), ""), true);
      if (!made.cohort().isEmpty()) {
        probing.ask(Person.probe(i, made.cohort(), "-not"), false);
      }
    }
    return probing.effect();
  }

  private static Effect nothing(String fault) {
    return new Effect(Effect.Tally.NONE, Effect.Tally.NONE, Effect.Tally.NONE, List.of(fault));
  }

  /// The same flag as if a switch had not been made.
  private static RegisteredFlag without(RegisteredFlag flag, FlagSwitch made) {
    Map<String, Environment> others = new HashMap<>();
    flag.environments()
        .forEach((name, each) ->
            others.put(
                name,
                new Environment(
                    each.version(),
                    each.changedAt(),
                    each.changedBy(),
                    each.switches().stream()
                        .filter(over -> !over.key().equals(made.key()))
                        .toList())));
    return new RegisteredFlag(
        flag.flag(),
        flag.revision(),
        flag.changedAt(),
        flag.changedBy(),
        flag.archivedAt(),
        others);
  }

  /// Counts what made-up people get; belongs to one thread.
  private static final class Probing {
    private final RegisteredFlag now;
    private final RegisteredFlag before;
    private final FlagSwitch made;
    private final List<String> faults = new ArrayList<>();
    private Effect.Tally cohort = Effect.Tally.NONE;
    private Effect.Tally rest = Effect.Tally.NONE;
    private Effect.Tally holdout = Effect.Tally.NONE;
    private int asked;
    private int exposed;
    private int unsafe;
    private int touched;

    Probing(RegisteredFlag now, RegisteredFlag before, FlagSwitch made) {
      this.now = now;
      this.before = before;
      this.made = made;
    }

    void ask(Person person, boolean inCohort) {
      String gets = variation(now, person);
      String got = variation(before, person);
      boolean isSafe = gets.equals(now.flag().safeVariation());
      boolean isHeld =
          FlagEvaluation.isHeld(now.flag(), made.holdoutPercent(), person.targetingKey());
      boolean isMoved = !gets.equals(got);
      touched += isMoved && (!inCohort || isHeld || !isSafe) ? 1 : 0;
      if (!inCohort) {
        rest = rest.plus(isSafe);
        return;
      }
      asked++;
      exposed += made.isAbout(gets, now.flag().safeVariation()) ? 1 : 0;
      unsafe += !isHeld && made.isAbout(gets, now.flag().safeVariation()) ? 1 : 0;
      holdout = isHeld ? holdout.plus(isSafe) : holdout;
      cohort = isHeld ? cohort : cohort.plus(isSafe);
    }

    private String variation(RegisteredFlag flag, Person person) {
      return FlagEvaluation.of(flag, made.environment(), person)
          .map(FlagEvaluation::variation)
          .orElse("");
    }

    Effect effect() {
      if (made.isWhole() && unsafe > 0) {
        faults.add(
            unsafe + " of " + cohort.asked() + " in the cohort do not get the safe variation");
      }
      double left = asked * made.left(100) / 100;
      if (!made.isWhole() && exposed > left + 3 * Math.sqrt(left) + 1) {
        faults.add(
            "%d of %d in the cohort still get what %s %% may"
                .formatted(exposed, asked, ActionTarget.percentText(made.exposurePercent())));
      }
      if (touched > 0) {
        faults.add(touched + " outside of the cohort or in the holdout get another variation");
      }
      return new Effect(cohort, rest, holdout, faults);
    }
  }
}
