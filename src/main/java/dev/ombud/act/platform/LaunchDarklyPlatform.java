package dev.ombud.act.platform;

import dev.ombud.act.flag.Effect;
import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagPlatform;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.People;
import dev.ombud.act.flag.PlatformException;
import dev.ombud.act.flag.PlatformException.Kind;
import dev.ombud.act.flag.Standing;
import dev.ombud.ground.domain.ActionTarget;
import dev.ombud.ground.outbound.Outbound;
import dev.ombud.ground.text.PlainText;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// LaunchDarkly, by semantic patches of its REST API (20240415), each of which happens whole or not
/// at all. A flag's identity here is `project/flag`. Where the project asks for approval (405), the
/// change becomes an approval request there, and nothing here ever skips one. Effects are read
/// back, for evaluating would take an SDK. Thread-safe.
public final class LaunchDarklyPlatform implements FlagPlatform {
  private static final String PATCH = "application/json; domain-model=launchdarkly.semanticpatch";
  private static final String JSON = "application/json";
  private static final int NOT_FOUND = 404;
  private static final int NEEDS_APPROVAL = 405;
  private static final int ENTRIES = 20;

  private final Remote remote;
  private final PlatformConfig config;

  public LaunchDarklyPlatform(PlatformConfig config, Outbound outbound, Clock clock) {
    this.config = config;
    this.remote =
        new Remote(
            "LaunchDarkly",
            outbound,
            config.address(),
            clock,
            Map.of("LD-API-Version", "20240415"));
  }

  /// One flag in one environment.
  private record Place(String project, String flag, String environment) {
    static Place of(Flag flag, FlagSwitch wanted) {
      ProjectKey key = ProjectKey.of(flag);
      return new Place(key.project(), key.flag(), wanted.environment());
    }

    String path() {
      return "/api/v2/flags/" + Remote.encoded(project) + "/" + Remote.encoded(flag);
    }

    String approvals() {
      return "/api/v2/projects/%s/flags/%s/environments/%s/approval-requests"
          .formatted(Remote.encoded(project), Remote.encoded(flag), Remote.encoded(environment));
    }

    String resource() {
      return "proj/%s:env/%s:flag/%s".formatted(project, environment, flag);
    }
  }

  /// What stands there.
  private record State(List<?> variations, Map<String, @Nullable Object> environment) {
    boolean isOn() {
      return Plain.isTrue(environment, "on");
    }

    String version() {
      return Plain.text(environment, "version") + "/" + Plain.text(environment, "lastModified");
    }

    String json() {
      return Plain.json(environment);
    }
  }

  @Override
  public Standing look(Flag flag, FlagSwitch wanted, Instant evidenceAt) throws PlatformException {
    Place place = Place.of(flag, wanted);
    Optional<State> found = read(place);
    if (found.isEmpty()) {
      return new Standing.Refused(
          "LaunchDarkly has no flag `%s` in `%s`: correct `platformKey` in the registry"
              .formatted(flag.platformKey(), wanted.environment()));
    }
    State state = found.get();
    LaunchDarklyPlan plan =
        LaunchDarklyPlan.of(flag, wanted, state.variations(), state.environment());
    if (LaunchDarklyPlan.isMarked(state.environment(), wanted)) {
      return new Standing.Switched(trail(place, wanted.mark(), state.json()));
    }
    if (!state.isOn()) {
      return servesSafe(flag, state)
          ? new Standing.Switched(trail(place, wanted.mark(), state.json()))
          : new Standing.Refused(
              "flag `%s` is off and serves another variation than the safe one: a person has to look"
                  .formatted(flag.key()));
    }
    Optional<Standing> request = request(place, wanted);
    if (request.isPresent()) {
      return request.get();
    }
    Optional<String> person = person(flag, place, state, evidenceAt);
    if (person.isPresent()) {
      return new Standing.Refused(person.get());
    }
    return plan.refusal().isEmpty()
        ? new Standing.Open(state.json(), state.version())
        : new Standing.Refused(plan.refusal());
  }

  private static boolean servesSafe(Flag flag, State state) {
    long off = Plain.number(state.environment(), "offVariation", -1);
    if (off < 0 || off >= state.variations().size()) {
      return false;
    }
    Object variation = state.variations().get((int) off);
    Object safe = flag.variations().get(flag.safeVariation());
    return Plain.text(variation, "name").equals(flag.safeVariation())
        || (safe != null && safe.equals(Plain.map(variation).get("value")));
  }

  private Optional<State> read(Place place) throws PlatformException {
    Remote.Answer answer =
        remote.read(
            place.path() + "?env=" + Remote.encoded(place.environment()),
            config.token(),
            NOT_FOUND);
    Map<String, @Nullable Object> environment =
        Plain.map(Plain.map(answer.object(), "environments"), place.environment());
    return answer.status() == NOT_FOUND
            || environment.isEmpty()
            || Plain.isTrue(answer.object(), "archived")
        ? Optional.empty()
        : Optional.of(new State(Plain.list(answer.object(), "variations"), environment));
  }

  /// Our own approval request, if there is one that is not carried out.
  private Optional<Standing> request(Place place, FlagSwitch wanted) throws PlatformException {
    for (Object each :
        Plain.list(remote.read(place.approvals(), config.token(), NOT_FOUND).object(), "items")) {
      if (Plain.text(each, "description").contains(wanted.mark())) {
        String id = Plain.text(each, "_id");
        String review = Plain.text(each, "reviewStatus");
        String status = Plain.text(each, "status");
        if (review.equals("declined") || status.equals("failed")) {
          return Optional.of(
              new Standing.Refused(
                  "approval request `%s` in LaunchDarkly was %s: that stands"
                      .formatted(id, review.equals("declined") ? review : status)));
        }
        if (!status.equals("completed")) {
          return Optional.of(new Standing.Pending(trail(place, id, review)));
        }
      }
    }
    return Optional.empty();
  }

  /// What to say where a person changed it since. Whoever is not in the audit log yet is somebody.
  private Optional<String> person(Flag flag, Place place, State state, Instant evidenceAt)
      throws PlatformException {
    Instant modified = Instant.ofEpochMilli(Plain.number(state.environment(), "lastModified", 0));
    if (!People.isLater(modified, evidenceAt)) {
      return Optional.empty();
    }
    List<?> entries =
        Plain.list(
            remote
                .read(
                    "/api/v2/auditlog?after=%d&limit=%d&spec=%s"
                        .formatted(
                            evidenceAt.toEpochMilli(), ENTRIES, Remote.encoded(place.resource())),
                    config.token())
                .object(),
            "items");
    Optional<String> other =
        entries.stream()
            .filter(each -> !Plain.text(Plain.map(each, "token"), "name").equals(config.actor()))
            .map(each -> Plain.text(Plain.map(each, "member"), "email"))
            .map(name -> name.isEmpty() ? "somebody" : name)
            .findFirst();
    return (entries.isEmpty() || entries.size() == ENTRIES ? Optional.of("somebody") : other)
        .or(() -> other)
        .map(who -> People.changed(flag.key(), who, modified, evidenceAt));
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
    LaunchDarklyPlan plan =
        LaunchDarklyPlan.of(flag, wanted, state.variations(), state.environment());
    String words =
        "[%s] Ombud moves %s to the safe variation `%s`%s"
            .formatted(
                wanted.mark(),
                wanted.cohort().isEmpty() ? "everyone" : wanted.cohort().toString(),
                flag.safeVariation(),
                wanted.isWhole()
                    ? ""
                    : ", but for " + ActionTarget.percentText(wanted.exposurePercent()) + " %");
    return patch(place, wanted, plan.instructions(), words);
  }

  private static PlatformException moved(Flag flag) {
    return new PlatformException(
        Kind.LATER, "flag `" + flag.platformKey() + "` was changed at this moment: look again");
  }

  private Standing.Trail patch(
      Place place,
      FlagSwitch wanted,
      List<Map<String, @Nullable Object>> instructions,
      String words)
      throws PlatformException {
    String comment = PlainText.inert(words);
    Map<String, @Nullable Object> patch = new LinkedHashMap<>();
    patch.put("environmentKey", place.environment());
    patch.put("comment", comment);
    patch.put("instructions", instructions);
    Remote.Answer answer =
        remote.write(
            "PATCH",
            place.path() + "?dryRun=false&ignoreConflicts=false",
            config.token(),
            PATCH,
            patch,
            NEEDS_APPROVAL);
    if (answer.status() != NEEDS_APPROVAL) {
      return trail(
          place,
          wanted.mark(),
          Plain.json(Plain.map(Plain.map(answer.object(), "environments"), place.environment())));
    }
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("description", comment);
    request.put("comment", comment);
    request.put("instructions", instructions);
    request.put("notifyMemberIds", List.of());
    request.put("notifyTeamKeys", List.of());
    Remote.Answer asked = remote.write("POST", place.approvals(), config.token(), JSON, request);
    return trail(
        place, Plain.text(asked.object(), "_id"), Plain.text(asked.object(), "reviewStatus"));
  }

  private Standing.Trail trail(Place place, String reference, String state) {
    return new Standing.Trail(
        reference,
        remote.address(
            "/projects/%s/flags/%s/targeting?env=%s"
                .formatted(
                    Remote.encoded(place.project()),
                    Remote.encoded(place.flag()),
                    Remote.encoded(place.environment()))),
        state);
  }

  @Override
  public Standing restore(Flag flag, FlagSwitch made, String before, String actor, String reason)
      throws PlatformException {
    Place place = Place.of(flag, made);
    State now = read(place).orElseThrow(() -> moved(flag));
    List<Map<String, @Nullable Object>> undo = LaunchDarklyPlan.undo(now.environment(), made);
    boolean wasOn = Plain.isTrue(Plain.parsed(before), "on");
    if (undo.isEmpty() && (now.isOn() || !wasOn)) {
      return new Standing.Open(now.json(), now.version());
    }
    if (undo.isEmpty() && lastIsOther(place)) {
      return new Standing.Refused(
          "a person changed flag `" + flag.key() + "` since it was turned off: that stands");
    }
    patch(
        place,
        made,
        undo.isEmpty() ? LaunchDarklyPlan.turnOn() : undo,
        "Ombud takes " + made.key().substring(0, 16) + " back, as `" + actor + "` wishes");
    State left = read(place).orElseThrow(() -> moved(flag));
    boolean isDone =
        !LaunchDarklyPlan.isMarked(left.environment(), made) && (left.isOn() || !wasOn);
    return isDone
        ? new Standing.Open(left.json(), left.version())
        : new Standing.Pending(trail(place, made.mark(), left.json()));
  }

  private boolean lastIsOther(Place place) throws PlatformException {
    List<?> entries =
        Plain.list(
            remote
                .read(
                    "/api/v2/auditlog?limit=1&spec=" + Remote.encoded(place.resource()),
                    config.token())
                .object(),
            "items");
    return entries.isEmpty()
        || !Plain.text(Plain.map(entries.getFirst(), "token"), "name").equals(config.actor());
  }

  /// Reads the rules back.
  @Override
  public Effect verify(Flag flag, FlagSwitch made) throws PlatformException {
    Optional<State> state = read(Place.of(flag, made));
    boolean holds =
        state.isPresent()
            && (state.get().isOn()
                ? LaunchDarklyPlan.isMarked(state.get().environment(), made)
                : servesSafe(flag, state.get()));
    return new Effect(
        Effect.Tally.NONE,
        Effect.Tally.NONE,
        Effect.Tally.NONE,
        holds ? List.of() : List.of("LaunchDarkly does not have the switch"));
  }
}
