package dev.ombud.act.brief;

import dev.ombud.ground.code.Severity;
import java.time.Duration;

/// What all instances together may spend on the model. Immutable.
///
/// @param tokensAnHour in any sixty minutes
/// @param tokensADay in any 24 hours
/// @param costADay in any 24 hours, in the currency of the prices
/// @param promptPrice of a million tokens of questions
/// @param answerPrice of a million tokens of answers
public record ModelBudget(
    long tokensAnHour, long tokensADay, double costADay, double promptPrice, double answerPrice) {
  private static final double MILLION = 1_000_000;

  /// What only the most severe may still take.
  private static final double SPARED = 0.2;

  /// What was spent and is under way.
  record Spent(long tokensThisHour, long tokensThisDay, double costThisDay) {}

  double cost(Model.Usage usage) {
    return (usage.promptTokens() * promptPrice + usage.completionTokens() * answerPrice) / MILLION;
  }

  /// What is left of it.
  BriefLevel left(Spent spent, long waiting, Duration oldest) {
    return new BriefLevel(
        waiting,
        oldest,
        Math.max(0, tokensAnHour - spent.tokensThisHour()),
        Math.max(0, tokensADay - spent.tokensThisDay()),
        Math.max(0, costADay - spent.costThisDay()));
  }

  /// Whether so many tokens more are within it. The last fifth is for P1 alone.
  boolean allows(Spent spent, long tokens, Severity severity) {
    double share = severity == Severity.P1 ? 1 : 1 - SPARED;
    double cost = tokens * Math.max(promptPrice, answerPrice) / MILLION;
    return spent.tokensThisHour() + tokens <= tokensAnHour * share
        && spent.tokensThisDay() + tokens <= tokensADay * share
        && spent.costThisDay() + cost <= costADay * share;
  }
}
