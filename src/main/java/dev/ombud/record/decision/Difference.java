package dev.ombud.record.decision;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Aggregate.Money;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.ground.domain.Judgement.Effect;
import dev.ombud.ground.domain.Judgement.Firing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What another ruleset would have made of the same aggregate, in the same context, at the same
/// time.
///
/// Rows are only looked at where the outcome differs: a row that comes to the same is no
/// difference. Priority, reasons and near misses explain an outcome and are no part of it.
/// Immutable.
///
/// @param worst the graver severity of both sides
/// @param changes what is otherwise, at most once an aspect but for actions; empty where nothing is
/// @param rows every row or rule that one side lacks, in the order of the stages
/// @param responsible those of the first stage in which the sides part; all else follows from them
/// @param automaticAdded what would start by itself and did not
/// @param automaticTaken what started by itself and would not
/// @param revenueAtRisk the aggregate's
/// @param actedBefore whether something started by itself before
/// @param actedAfter whether something would start by itself after
public record Difference(
    Severity worst,
    List<Change> changes,
    List<RowChange> rows,
    List<RowChange> responsible,
    Set<ActionKind> automaticAdded,
    Set<ActionKind> automaticTaken,
    Optional<Money> revenueAtRisk,
    boolean actedBefore,
    boolean actedAfter) {

  public Difference {
    changes = List.copyOf(changes);
    rows = List.copyOf(rows);
    responsible = List.copyOf(responsible);
    automaticAdded = Set.copyOf(automaticAdded);
    automaticTaken = Set.copyOf(automaticTaken);
  }

  /// A part of the outcome.
  public enum Aspect {
    SEVERITY("severity"),
    DISPOSITION("disposition"),
    TIER("mitigation.tier"),
    SCOPE("mitigation.scope"),
    MODE("mitigation.mode"),
    TEAM("owner.team"),
    SLA("owner.slaMinutes"),
    /// A kind of action that one side lacks.
    ACTIONS("actions"),
    /// What an action of the same kind is done to.
    TARGETS("targets");

    private final String text;

    Aspect(String text) {
      this.text = text;
    }

    /// As it stands in reports.
    public String text() {
      return text;
    }
  }

  /// One aspect that is otherwise. Empty texts stand for "nothing".
  public record Change(Aspect aspect, String from, String to) {}

  /// How a row's part in the judgement differs.
  public enum Way {
    COMES_IN,
    GOES_OUT,
    /// It applies on both sides and concludes something else.
    CONCLUDES_OTHERWISE
  }

  /// @param table the row's table, or empty for a rule in `rules/`
  /// @param row the row's id, or the rule's name
  public record RowChange(String table, String row, Way way) {}

  /// @param before by the ruleset that decides now
  /// @param after by the other one
  public static Difference between(Aggregate aggregate, Judgement before, Judgement after) {
    List<Change> changes = changes(before, after);
    List<RowChange> rows = List.of();
    List<RowChange> responsible = List.of();
    if (!changes.isEmpty()) {
      List<Parting> partings = partings(fired(before), fired(after));
      rows = partings.stream().map(Parting::row).toList();
      int first = partings.isEmpty() ? 0 : partings.getFirst().stage();
      responsible =
          partings.stream().filter(each -> each.stage() == first).map(Parting::row).toList();
    }
    Set<ActionKind> startedBefore = automatic(before);
    Set<ActionKind> startedAfter = automatic(after);
    Aggregate.Business business = aggregate.business();
    return new Difference(
        before.severity().compareTo(after.severity()) <= 0 ? before.severity() : after.severity(),
        changes,
        rows,
        responsible,
        without(startedAfter, startedBefore),
        without(startedBefore, startedAfter),
        Optional.ofNullable(business == null ? null : business.revenueAtRisk()),
        before.disposition() == Disposition.ACT,
        after.disposition() == Disposition.ACT);
  }

  public boolean isChanged() {
    return !changes.isEmpty();
  }

  private static List<Change> changes(Judgement before, Judgement after) {
    List<Change> changes = new ArrayList<>(0);
    add(changes, Aspect.SEVERITY, before.severity(), after.severity());
    add(changes, Aspect.DISPOSITION, before.disposition(), after.disposition());
    add(changes, Aspect.TIER, before.mitigation().tier(), after.mitigation().tier());
    add(changes, Aspect.SCOPE, before.mitigation().scope(), after.mitigation().scope());
    add(changes, Aspect.MODE, before.mitigation().mode(), after.mitigation().mode());
    add(changes, Aspect.TEAM, before.owner().team(), after.owner().team());
    add(changes, Aspect.SLA, before.owner().slaMinutes(), after.owner().slaMinutes());
    if (!before.actions().equals(after.actions())) {
      addActions(changes, targets(before.actions()), targets(after.actions()));
    }
    return changes;
  }

  private static void add(List<Change> changes, Aspect aspect, Object before, Object after) {
    if (!before.equals(after)) {
      changes.add(new Change(aspect, before.toString(), after.toString()));
    }
  }

  private static void addActions(
      List<Change> changes,
      Map<ActionKind, Set<String>> before,
      Map<ActionKind, Set<String>> after) {
    for (ActionKind kind : ActionKind.values()) {
      Set<String> from = before.getOrDefault(kind, Set.of());
      Set<String> to = after.getOrDefault(kind, Set.of());
      if (from.isEmpty() != to.isEmpty()) {
        changes.add(
            new Change(
                Aspect.ACTIONS,
                from.isEmpty() ? "" : kind.name(),
                to.isEmpty() ? "" : kind.name()));
      } else if (!from.equals(to)) {
        changes.add(new Change(Aspect.TARGETS, text(kind, from), text(kind, to)));
      }
    }
  }

  private static String text(ActionKind kind, Set<String> targets) {
    return kind + " " + String.join(", ", targets);
  }

  private static Map<ActionKind, Set<String>> targets(List<Action> actions) {
    Map<ActionKind, Set<String>> targets = new EnumMap<>(ActionKind.class);
    for (Action action : actions) {
      targets.computeIfAbsent(action.kind(), _ -> new TreeSet<>()).add(action.target());
    }
    return targets;
  }

  /// Who is told or gets a ticket is told in any case; what counts is what changes for customers.
  private static Set<ActionKind> automatic(Judgement judgement) {
    if (judgement.actions().isEmpty()) {
      return Set.of();
    }
    Set<ActionKind> kinds = EnumSet.noneOf(ActionKind.class);
    for (Action action : judgement.actions()) {
      if (action.kind().mitigates() && action.state() == ActionState.QUEUED) {
        kinds.add(action.kind());
      }
    }
    return kinds;
  }

  private static Set<ActionKind> without(Set<ActionKind> all, Collection<ActionKind> others) {
    if (all.isEmpty()) {
      return Set.of();
    }
    Set<ActionKind> rest = EnumSet.copyOf(all);
    rest.removeAll(others);
    return rest;
  }

  private record Place(String table, String row) {}

  private record Fired(int stage, List<Effect> effects) {}

  private record Parting(int stage, RowChange row) {}

  private static Map<Place, Fired> fired(Judgement judgement) {
    Map<Place, Fired> fired = new LinkedHashMap<>();
    int stage = Firings.FIRST_STAGE;
    for (Firing firing : judgement.firings()) {
      stage = Firings.stage(firing, stage);
      String table = firing.cells() == null ? "" : firing.cells().table();
      fired.putIfAbsent(new Place(table, firing.rule()), new Fired(stage, firing.effects()));
    }
    return fired;
  }

  private static List<Parting> partings(Map<Place, Fired> before, Map<Place, Fired> after) {
    List<Parting> partings = new ArrayList<>();
    Map<Place, Fired> left = new HashMap<>(before);
    after.forEach((place, now) -> {
      Fired then = left.remove(place);
      if (then == null) {
        partings.add(parting(place, now.stage(), Way.COMES_IN));
      } else if (!then.effects().equals(now.effects())) {
        int stage = Math.min(then.stage(), now.stage());
        partings.add(parting(place, stage, Way.CONCLUDES_OTHERWISE));
      }
    });
    before.forEach((place, then) -> {
      if (left.containsKey(place)) {
        partings.add(parting(place, then.stage(), Way.GOES_OUT));
      }
    });
    partings.sort(java.util.Comparator.comparingInt(Parting::stage));
    return partings;
  }

  private static Parting parting(Place place, int stage, Way way) {
    return new Parting(stage, new RowChange(place.table(), place.row(), way));
  }
}
