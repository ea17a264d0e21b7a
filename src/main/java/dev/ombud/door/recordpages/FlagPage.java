package dev.ombud.door.recordpages;

import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagSwitch;
import dev.ombud.act.flag.Flags;
import dev.ombud.act.flag.Lifting;
import dev.ombud.act.flag.RegisteredFlag;
import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.Sha256;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One flag: what people declared, what automation did, and how to lift that. Thread-safe.
public final class FlagPage {
  static final Set<Role> READERS = Role.PEOPLE;
  static final Set<Role> LIFTERS = EnumSet.of(Role.OWNER, Role.REVIEWER, Role.OPERATOR, Role.ADMIN);

  private final Flags flags;
  private final Lifting lifting;

  FlagPage(Flags flags, Lifting lifting) {
    this.flags = flags;
    this.lifting = lifting;
  }

  public record View(
      String key, String path, List<Fact> facts, List<Environment> environments, boolean mayLift) {}

  public record Fact(String label, String value) {}

  /// @param serves who gets what, as people set it
  /// @param switched whom automation moved to the safe variation
  /// @param shown names these switches, for the form that lifts them
  public record Environment(
      String name, String changed, List<String> serves, List<String> switched, String shown) {}

  Response show(Visit visit) {
    RegisteredFlag flag = load(visit);
    Set<String> names = new TreeSet<>(flag.flag().environments().keySet());
    names.addAll(flag.environments().keySet());
    return visit.page(
        Section.FLAGS,
        "Flag " + flag.flag().key(),
        "flag/flag.jte",
        new View(
            flag.flag().key(),
            FlagListPage.path(flag.flag().key()),
            facts(flag),
            names.stream().map(name -> environment(flag, name)).toList(),
            visit.may(LIFTERS)));
  }

  private RegisteredFlag load(Visit visit) {
    String key = visit.request().parameter("key");
    return flags.find(key).orElseThrow(() -> Paths.missing("flag", key));
  }

  private static List<Fact> facts(RegisteredFlag registered) {
    Flag flag = registered.flag();
    return List.of(
        new Fact("Product", flag.product()),
        new Fact("Owner", "team " + flag.owner()),
        new Fact("Variations", String.join(", ", flag.variations().keySet())),
        new Fact("Default variation", flag.defaultVariation()),
        new Fact("Safe variation", flag.safeVariation()),
        new Fact("Criticality", PageWords.name(flag.criticality())),
        new Fact("Holdout", PageWords.decimal(flag.holdoutPercent()) + " % are never switched"),
        new Fact("Platform", flag.platform()),
        new Fact("In use until", flag.expiresOn().toString()),
        new Fact("Removed by", flag.removeOn().toString()),
        new Fact("Gone from the code by", flag.cleanUpBy().toString()),
        new Fact(
            "Last change",
            "revision %d by %s at %s"
                .formatted(
                    registered.revision(),
                    registered.changedBy(),
                    PageWords.time(registered.changedAt()))),
        new Fact(
            "State",
            registered.archivedAt().map(at -> "archived " + PageWords.time(at)).orElse("in use")));
  }

  private Environment environment(RegisteredFlag flag, String name) {
    Flag.Rollout rollout = flag.flag().environments().get(name);
    RegisteredFlag.Environment history = flag.environments().get(name);
    return new Environment(
        name,
        history == null
            ? "no change on record"
            : "last changed by %s at %s"
                .formatted(history.changedBy(), PageWords.time(history.changedAt())),
        rollout == null ? List.of() : serves(rollout),
        history == null ? List.of() : history.switches().stream().map(this::words).toList(),
        shown(flag, name));
  }

  private static String shown(RegisteredFlag flag, String environment) {
    RegisteredFlag.Environment history = flag.environments().get(environment);
    return Sha256.text(
        Sha256.of(
            history == null
                ? ""
                : history.switches().stream()
                    .map(FlagSwitch::key)
                    .sorted()
                    .collect(Collectors.joining(" "))));
  }

  private static List<String> serves(Flag.Rollout rollout) {
    List<String> serves =
        new java.util.ArrayList<>(
            rollout.rules().stream()
                .map(rule ->
                    rule.when().entrySet().stream()
                            .map(each -> each.getKey() + " " + String.join(" or ", each.getValue()))
                            .collect(Collectors.joining(", "))
                        + ": "
                        + split(rule.serve()))
                .toList());
    serves.add("Everybody else: " + split(rollout.serve()));
    return rollout.isOn() ? serves : List.of("Off: everybody gets the safe variation");
  }

  private static String split(Flag.Split split) {
    return split.percents().entrySet().stream()
        .map(each -> PageWords.decimal(each.getValue()) + " % " + each.getKey())
        .collect(Collectors.joining(", "));
  }

  private String words(FlagSwitch each) {
    String cohort =
        each.cohort().isEmpty()
            ? "everyone"
            : each.cohort().entrySet().stream()
                .map(Map.Entry::toString)
                .collect(Collectors.joining(", "));
    String variation = each.variation().orElse("what is not safe");
    return "%s of %s get %s; holdout %s %%; %s %s, team %s"
        .formatted(
            each.isWhole()
                ? "nobody"
                : "at most " + PageWords.decimal(each.exposurePercent()) + " %",
            cohort,
            variation,
            PageWords.decimal(each.holdoutPercent()),
            flags.isOverdue(each) ? "overdue since" : "to end on",
            each.endsOn(),
            each.owner());
  }

  Response lift(Visit visit, Fields fields) {
    String key = visit.request().parameter("key");
    String environment = visit.request().parameter("environment");
    fields.requireShown(shown(load(visit), environment), "automation did something else");
    int lifted =
        lifting.lift(
            key,
            environment,
            visit.caller().name(),
            fields.require("reason", "Reason", Fields.MAX_REASON_CHARS));
    return visit.redirect(
        FlagListPage.path(key),
        PageWords.count(lifted, "switch").replace("switchs", "switches")
            + " lifted: what people set counts again.");
  }
}
