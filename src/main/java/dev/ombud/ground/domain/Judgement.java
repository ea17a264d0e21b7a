package dev.ombud.ground.domain;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.field.Field;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What the rules conclude about one aggregate, before it has an identity: pure output of judging.
public record Judgement(
    Severity severity,
    Disposition disposition,
    Mitigation mitigation,
    List<Action> actions,
    Owner owner,
    double priority,
    List<Reason> reasons,
    List<Firing> firings,
    List<NearMiss> nearMisses) {

  public Judgement {
    actions = List.copyOf(actions);
    reasons = List.copyOf(reasons);
    firings = List.copyOf(firings);
    nearMisses = List.copyOf(nearMisses);
  }

  /// Whether it was decided on history, so that nothing of it leaves the house.
  public boolean isHistoric() {
    return reasons.stream().anyMatch(reason -> reason.code() == ReasonCode.EVIDENCE_HISTORIC);
  }

  /// What was sent and nothing could use: those reasons that explain no outcome.
  public List<Reason> warnings() {
    return reasons.stream().filter(reason -> reason.code().isWarning()).toList();
  }

  /// The number that a firing set a field to, for example the threshold that held for this case.
  public OptionalDouble number(Field field) {
    for (Firing firing : firings) {
      for (Effect effect : firing.effects()) {
        if (effect.field().equals(field.name()) && effect.value() instanceof Double number) {
          return OptionalDouble.of(number);
        }
      }
    }
    return OptionalDouble.empty();
  }

  /// How far to go, for whom, and who starts it.
  public record Mitigation(Tier tier, Scope scope, Mode mode) {}

  /// One thing to do.
  ///
  /// @param ordinal from 1, unique in its decision
  /// @param target what it is done to, for example `flag:new-checkout` or `team:payments`
  /// @param parent the ordinal of the action that it is a part of (a child ticket), or null
  public record Action(
      int ordinal, ActionKind kind, String target, ActionState state, @Nullable Integer parent) {}

  /// Who owns it and how soon they must look.
  public record Owner(String team, int slaMinutes) {}

  /// Why, with the numbers: starts in lower case, ends without a full stop.
  public record Reason(ReasonCode code, String detail) {}

  /// One rule or table row that applied. It sets each field at most once.
  ///
  /// @param rule the rule's name or the row's id
  /// @param cells where a row stands, or null for a rule in `rules/`
  /// @param effects in the order of their fields' names
  public record Firing(
      String rule, @Nullable Cells cells, List<Comparison> compared, List<Effect> effects) {
    public Firing {
      compared = List.copyOf(compared);
      effects = sorted(effects);
    }
  }

  /// There is one firing for each row and rule of each judgement, and nearly all set one field.
  private static List<Effect> sorted(List<Effect> effects) {
    if (effects.size() < 2) {
      return List.copyOf(effects);
    }
    Effect[] sorted = effects.toArray(Effect[]::new);
    Arrays.sort(sorted, Comparator.comparing(Effect::field));
    return List.of(sorted);
  }

  /// Where a row stands.
  ///
  /// @param table its table's name, for example `severity`
  /// @param sheet the sheet of that table's workbook
  /// @param range from its first to its last cell, for example `A14:R14`
  public record Cells(String table, String sheet, String range) {}

  /// A value and what was asked of it.
  ///
  /// @param field a name of [Vocabulary][dev.ombud.ground.field.Vocabulary]
  /// @param value a `Double`, `String`, `Boolean` or `List<String>`, or null where it is not known
  /// @param needs the test as the table or rule has it, for example `>= 0.85`
  public record Comparison(String field, @Nullable Object value, String needs) {}

  /// What a firing set. The value is a `Double`, `String`, `Boolean` or `List<String>`.
  public record Effect(String field, Object value) {}

  /// A row that would have matched but for one cell.
  ///
  /// @param distance how far the number is from the test, in the field's unit; null for words
  public record NearMiss(String table, String row, Comparison failed, @Nullable Double distance) {}
}
