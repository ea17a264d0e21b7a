package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.domain.Judgement.Cells;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Effect;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.field.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one table concludes from facts that belong to no aggregate. Immutable.
///
/// @param counting the rows that count, in table order; none where the table is undecided
/// @param others the rows that match too and do not count, in table order
/// @param trace what became of every row that matched, and of the nearest that did not
public record TableAnswer(List<Firing> counting, List<Firing> others, TableTrace trace) {
  public TableAnswer {
    counting = List.copyOf(counting);
    others = List.copyOf(others);
  }

  static TableAnswer of(
      DecisionTable table, List<RowFact.Body> matched, HitPolicies.Choice choice, Facts facts) {
    List<Firing> counting = new ArrayList<>();
    List<Firing> others = new ArrayList<>();
    for (RowFact.Body row : matched) {
      (choice.rows().contains(row) ? counting : others).add(firing(table, row, facts));
    }
    return new TableAnswer(counting, others, TableTrace.of(table, Optional.empty(), facts));
  }

  /// The firing of a row: what it compared and what it concludes.
  static Firing firing(DecisionTable table, RowFact.Body body, Facts facts) {
    List<Comparison> compared = new ArrayList<>(body.tests().length);
    for (UnaryTest test : body.tests()) {
      compared.add(new Comparison(test.field().name(), facts.shown(test.field()), test.text()));
    }
    List<Effect> effects = new ArrayList<>(table.outputs().size());
    for (int column = 0; column < table.outputs().size(); column++) {
      Object conclusion = body.row().conclusions().get(column);
      if (conclusion != null) {
        effects.add(new Effect(table.outputs().get(column).field().name(), conclusion));
      }
    }
    Cells cells = new Cells(table.name(), table.sheet(), body.row().range());
    return new Firing(body.row().id(), cells, compared, effects);
  }
}
