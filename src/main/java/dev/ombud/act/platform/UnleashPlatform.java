package dev.ombud.act.platform;

import dev.ombud.act.flag.Effect;
import dev.ombud.act.flag.Effect.Tally;
import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagPlatform;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.People;
import dev.ombud.act.flag.PlatformException;
import dev.ombud.act.flag.PlatformException.Kind;
import dev.ombud.act.flag.Standing;
import dev.ombud.act.platform.UnleashPlan.Step;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.outbound.Outbound;
import dev.ombud.ground.outbound.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Unleash, by its Admin API (7.6); effects are read from its Frontend API. A feature's identity
/// here is `project/feature`, or `feature` in the project `default`.
///
/// The API has no precondition and writes one strategy at a time: what was read is compared right
/// before the first write, and read back after the last. Thread-safe.
public final class UnleashPlatform implements FlagPlatform {
  private static final String JSON = "application/json";
  private static final int NOT_FOUND = 404;
  private static final int PROBES = 200;
  private static final int EVENTS = 100;

  /// Changes of a whole feature that change what people get.
  private static final Set<String> EVERYWHERE =
      Set.of(
          "feature-archived",
          "feature-revived",
          "feature-dependency-added",
          "feature-dependency-removed");

  private final Remote remote;
  private final PlatformConfig config;

  public UnleashPlatform(PlatformConfig config, Outbound outbound, Clock clock) {
    this.config = config;
    this.remote = new Remote("Unleash", outbound, config.address(), clock, Map.of());
  }

  /// One feature in one environment.
  private record Place(String project, String feature, String environment) {
    static Place of(Flag flag, FlagSwitch wanted) {
      ProjectKey key = ProjectKey.of(flag);
      return new Place(key.project(), key.flag(), wanted.environment());
    }

    String feature(String more) {
      return "/api/admin/projects/%s/features/%s%s"
          .formatted(Remote.encoded(project), Remote.encoded(feature), more);
    }

    String path(String more) {
      return feature("/environments/" + Remote.encoded(environment) + more);
    }
  }

  /// What stands there.
  private record State(boolean isEnabled, List<?> strategies) {
    String json() {
      Map<String, @Nullable Object> state = new LinkedHashMap<>();
      state.put("enabled", isEnabled);
      state.put("strategies", strategies);
      return Plain.json(state);
    }

    String version() {
      return Sha256.text(Sha256.of(json()));
    }

    List<?> live() {
      return strategies.stream().filter(each -> !Plain.isTrue(each, "disabled")).toList();
    }
  }

  @Override
  public Standing look(Flag flag, FlagSwitch wanted, Instant evidenceAt) throws PlatformException {
    Place place = Place.of(flag, wanted);
    Optional<State> found = read(place);
    if (found.isEmpty()) {
      return new Standing.Refused(
          "Unleash has no feature `%s` with `%s` in project `%s`: correct `platformKey` in the registry"
              .formatted(place.feature(), place.environment(), place.project()));
    }
    State state = found.get();
    UnleashPlan plan = UnleashPlan.of(flag, wanted, state.live());
    boolean isMarked =
        state.strategies().stream()
            .anyMatch(each -> Plain.text(each, "title").contains(wanted.mark()));
    if (!state.isEnabled() || (isMarked && plan.steps().isEmpty())) {
      return new Standing.Switched(trail(place, wanted, state));
    }
    Optional<String> person = person(flag, place, evidenceAt);
    if (person.isPresent()) {
      return new Standing.Refused(person.get());
    }
    if (!plan.refusal().isEmpty()) {
      return new Standing.Refused(plan.refusal());
    }
    return plan.steps().isEmpty()
        ? new Standing.Refused(
            wanted.isWhole()
                ? "nobody gets what flag `%s` should keep from the cohort: look at its strategies"
                    .formatted(flag.key())
                : wanted.nothingToReduce(flag.key()))
        : new Standing.Open(state.json(), state.version());
  }

  private Optional<State> read(Place place) throws PlatformException {
    Remote.Answer feature = remote.read(place.feature(""), config.token(), NOT_FOUND);
    Optional<?> environment =
        Plain.list(feature.object(), "environments").stream()
            .filter(each -> Plain.text(each, "name").equals(place.environment()))
            .findFirst();
    if (feature.status() == NOT_FOUND
        || environment.isEmpty()
        || Plain.isTrue(feature.object(), "archived")) {
      return Optional.empty();
    }
    return Optional.of(
        new State(
            Plain.isTrue(environment.get(), "enabled"),
            remote.read(place.path("/strategies"), config.token()).list()));
  }

  /// What to say where a person changed it since.
  private Optional<String> person(Flag flag, Place place, Instant evidenceAt)
      throws PlatformException {
    Predicate<Object> ofOthers =
        each -> {
          String environment = Plain.text(each, "environment");
          return (environment.equals(place.environment())
                  || EVERYWHERE.contains(Plain.text(each, "type")))
              && !Plain.text(each, "createdBy").equals(config.actor())
              && People.isLater(instant(Plain.text(each, "createdAt")), evidenceAt);
        };
    return events(place).stream()
        .filter(ofOthers)
        .findFirst()
        .map(each ->
            People.changed(
                flag.key(),
                Plain.text(each, "createdBy"),
                instant(Plain.text(each, "createdAt")),
                evidenceAt));
  }

  /// The newest first.
  private List<?> events(Place place) throws PlatformException {
    return Plain.list(
        remote
            .read(
                "/api/admin/search/events?feature=IS:%s&limit=%d"
                    .formatted(Remote.encoded(place.feature()), EVENTS),
                config.token())
            .object(),
        "events");
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.MAX;
    }
  }

  @Override
  public Standing.Trail write(
      Flag flag, FlagSwitch wanted, Instant evidenceAt, Standing.Open before)
      throws PlatformException {
    Place place = Place.of(flag, wanted);
    State state = read(place).orElseThrow(() -> moved(flag));
    if (!state.version().equals(before.version())) {
      throw moved(flag);
    }
    UnleashPlan plan = UnleashPlan.of(flag, wanted, state.live());
    for (Step step : plan.steps()) {
      carryOut(place, step);
    }
    return trail(place, wanted, read(place).orElseThrow(() -> moved(flag)));
  }

  private static PlatformException moved(Flag flag) {
    return new PlatformException(
        Kind.LATER, "feature `" + flag.platformKey() + "` was changed at this moment: look again");
  }

  private void carryOut(Place place, Step step) throws PlatformException {
    switch (step) {
      case Step.Off() -> remote.write("POST", place.path("/off"), config.token(), JSON, null);
      case Step.Add(Map<String, @Nullable Object> strategy) ->
          remote.write("POST", place.path("/strategies"), config.token(), JSON, strategy);
      case Step.Change(String id, List<Map<String, @Nullable Object>> operations) ->
          change(place, id, operations);
    }
  }

  private void change(Place place, String id, List<?> operations) throws PlatformException {
    remote.write(
        "PATCH", place.path("/strategies/" + Remote.encoded(id)), config.token(), JSON, operations);
  }

  private Standing.Trail trail(Place place, FlagSwitch wanted, State state) {
    return new Standing.Trail(
        wanted.mark(),
        remote.address(
            "/projects/%s/features/%s"
                .formatted(Remote.encoded(place.project()), Remote.encoded(place.feature()))),
        state.json());
  }

  /// Turns the environment on again only where it was this service that turned it off last.
  @Override
  public Standing restore(Flag flag, FlagSwitch made, String before, String actor, String reason)
      throws PlatformException {
    Place place = Place.of(flag, made);
    State now = read(place).orElseThrow(() -> moved(flag));
    Object then = Plain.parsed(before);
    Map<String, @Nullable List<Map<String, @Nullable Object>>> undo =
        UnleashPlan.undo(made, now.strategies(), Plain.list(then, "strategies"));
    List<String> copies = new ArrayList<>();
    for (Map.Entry<String, @Nullable List<Map<String, @Nullable Object>>> each : undo.entrySet()) {
      List<Map<String, @Nullable Object>> operations = each.getValue();
      if (operations == null) {
        copies.add(each.getKey());
      } else {
        change(place, each.getKey(), operations);
      }
    }
    for (String id : copies) {
      remote.write(
          "DELETE",
          place.path("/strategies/" + Remote.encoded(id)),
          config.token(),
          JSON,
          null,
          NOT_FOUND);
    }
    if (undo.isEmpty() && !now.isEnabled() && Plain.isTrue(then, "enabled")) {
      Optional<String> other = switchedOffByOther(place);
      if (other.isPresent()) {
        return new Standing.Refused(other.get());
      }
      remote.write("POST", place.path("/on"), config.token(), JSON, null);
    }
    State left = read(place).orElseThrow(() -> moved(flag));
    return new Standing.Open(left.json(), left.version());
  }

  private Optional<String> switchedOffByOther(Place place) throws PlatformException {
    return events(place).stream()
        .filter(each ->
            Plain.text(each, "type").equals("feature-environment-disabled")
                && Plain.text(each, "environment").equals(place.environment()))
        .findFirst()
        .filter(each -> !Plain.text(each, "createdBy").equals(config.actor()))
        .map(each ->
            "`%s` turned it off at %s: that stands"
                .formatted(Plain.text(each, "createdBy"), Plain.text(each, "createdAt")));
  }

  /// Asks the Frontend API for two hundred made-up people in the cohort and as many outside of it.
  @Override
  public Effect verify(Flag flag, FlagSwitch made) throws PlatformException {
    Secret token =
        Optional.ofNullable(config.readers().get(made.environment()))
            .orElseThrow(() ->
                new PlatformException(
                    Kind.NEVER,
                    "no frontend token for `%s` is configured, so no effect can be read: add it"
                        .formatted(made.environment())));
    Place place = Place.of(flag, made);
    Tally cohort = Tally.NONE;
    Tally rest = Tally.NONE;
    int unmeant = 0;
    for (int i = 0; i < PROBES; i++) {
      String served = served(place, token, i, made.cohort(), "");
      cohort = cohort.plus(isSafe(flag, served));
      unmeant += made.variation().filter(only -> !isAs(flag, only, served)).isPresent() ? 1 : 0;
      if (!made.cohort().isEmpty()) {
        rest = rest.plus(isSafe(flag, served(place, token, i, made.cohort(), "-not")));
      }
    }
    int unsafe =
        cohort.asked() - Math.max(cohort.safe(), made.variation().isPresent() ? unmeant : 0);
    double expected = PROBES * made.left(100) / 100;
    double most = expected + 3 * Math.sqrt(expected) + (expected > 0 ? PROBES / 100.0 : 0);
    List<String> faults =
        unsafe > most
            ? List.of(
                "%d of %d in the cohort still get what they should not, at most %.0f may"
                    .formatted(unsafe, PROBES, most))
            : List.of();
    return new Effect(cohort, rest, Tally.NONE, faults);
  }

  /// The variant's name; `on` where there are none; `off`.
  private String served(
      Place place, Secret token, int number, Map<String, String> cohort, String other)
      throws PlatformException {
    StringBuilder query = new StringBuilder("/api/frontend?userId=ombud-probe-" + number);
    cohort.forEach((name, value) ->
        query.append('&').append(name).append('=').append(Remote.encoded(value + other)));
    for (Object toggle : Plain.list(remote.read(query.toString(), token).object(), "toggles")) {
      if (Plain.text(toggle, "name").equals(place.feature()) && Plain.isTrue(toggle, "enabled")) {
        Map<String, @Nullable Object> variant = Plain.map(toggle, "variant");
        return Plain.isTrue(variant, "enabled") ? Plain.text(variant, "name") : "on";
      }
    }
    return "off";
  }

  private static boolean isSafe(Flag flag, String served) {
    return isAs(flag, flag.safeVariation(), served);
  }

  private static boolean isAs(Flag flag, String variation, String served) {
    return flag.type() == Flag.Type.BOOLEAN
        ? Boolean.TRUE.equals(flag.variations().get(variation)) == !served.equals("off")
        : served.equals(variation) || (served.equals("off") && variation.equals("disabled"));
  }
}
