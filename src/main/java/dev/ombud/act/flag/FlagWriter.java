package dev.ombud.act.flag;

import dev.ombud.act.flag.Flag.Rollout;
import dev.ombud.act.flag.Flag.Rule;
import dev.ombud.ground.contract.RecordView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Flags as plain JSON values. What [#of] writes, [FlagReader] takes back. Stateless.
public final class FlagWriter {
  private FlagWriter() {}

  /// As the registry shows it.
  public static Map<String, Object> of(RegisteredFlag registered) {
    Flag flag = registered.flag();
    Map<String, Object> view = declared(flag);
    Map<String, Object> environments = new LinkedHashMap<>();
    flag.environments()
        .forEach((name, rollout) -> environments.put(name, environment(registered, name, rollout)));
    view.put("environments", environments);
    view.put("revision", registered.revision());
    view.put("changedAt", registered.changedAt().toString());
    view.put("changedBy", registered.changedBy());
    registered.archivedAt().ifPresent(at -> view.put("archivedAt", at.toString()));
    return view;
  }

  private static Map<String, Object> declared(Flag flag) {
    Map<String, Object> view = RecordView.of(flag.with(Map.of()));
    view.put("type", flag.type().name().toLowerCase(Locale.ROOT));
    view.put("environments", flag.environments());
    return view;
  }

  private static Map<String, Object> environment(
      RegisteredFlag registered, String name, Rollout rollout) {
    Map<String, Object> view = new LinkedHashMap<>();
    if (registered.flag().isBuiltin()) {
      view.putAll(rollout(rollout));
    }
    RegisteredFlag.Environment history = registered.environments().get(name);
    if (history != null) {
      view.put("changedAt", history.changedAt().toString());
      view.put("changedBy", history.changedBy());
      view.put(
          "switches",
          history.switches().stream().map(over -> RecordView.of(over, "environment")).toList());
    }
    return view;
  }

  /// As people set it.
  static Map<String, Object> rollout(Rollout rollout) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("on", rollout.isOn());
    view.put("rules", rollout.rules().stream().map(FlagWriter::rule).toList());
    view.put("serve", rollout.serve().percents());
    return view;
  }

  /// For the store: with whose each place is.
  static Map<String, Object> stored(Rollout rollout) {
    Map<String, Object> places = new LinkedHashMap<>();
    places.put("serve", rollout.serve().division().json());
    places.put(
        "rules", rollout.rules().stream().map(rule -> rule.serve().division().json()).toList());
    Map<String, Object> view = rollout(rollout);
    view.put("places", places);
    return view;
  }

  private static Map<String, Object> rule(Rule rule) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("when", rule.when());
    view.put("serve", rule.serve().percents());
    return view;
  }

  /// As the registry lists what is overdue.
  public static Map<String, Object> of(Overdue overdue) {
    Map<String, Object> view = RecordView.of(overdue, "switched");
    overdue.switched().ifPresent(key -> view.put("switch", key));
    return view;
  }

  /// The fields in which two declarations differ; all where there was none before.
  static List<String> differing(Optional<Flag> before, Flag after) {
    Map<String, Object> old = before.map(FlagWriter::declared).orElse(Map.of());
    return declared(after).entrySet().stream()
        .filter(field -> !field.getValue().equals(old.get(field.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
