package dev.ombud.decide.engine;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.ContractVocabulary;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of [FactsReader] that reads what [ContractVocabulary] names.
final class ContractFacts {
  private ContractFacts() {}

  static void put(Facts facts, Aggregate aggregate, Lexicon lexicon) {
    Aggregate.Upstream upstream = aggregate.upstream();
    facts.put(ContractVocabulary.UPSTREAM_SEVERITY, upstream.severity());
    facts.put(ContractVocabulary.URGENCY, upstream.urgency());
    facts.put(ContractVocabulary.RECOMMENDED_ACTION, upstream.recommendedAction());
    Aggregate.Entities entities = aggregate.entities();
    facts.put(ContractVocabulary.FEATURE, entities.feature());
    facts.put(ContractVocabulary.COMPONENT, entities.component());
    facts.put(ContractVocabulary.ERROR_TYPE, entities.errorType());
    some(facts, ContractVocabulary.SKU, entities.skus());
    Aggregate.Cohort cohort = aggregate.cohort();
    facts.put(ContractVocabulary.BROWSER, cohort.browser());
    facts.put(ContractVocabulary.OS, cohort.os());
    facts.put(ContractVocabulary.FULFILMENT_CENTRE, cohort.fulfilmentCentre());
    some(facts, ContractVocabulary.SUB_CATEGORIES, aggregate.cluster().subCategories());
    some(facts, ContractVocabulary.KEY_PHRASES, aggregate.cluster().keyPhrases());
    some(facts, ContractVocabulary.ERROR_CODES, aggregate.correlation().errorCodes());
    some(facts, ContractVocabulary.VARIABLES, aggregate.variables());
    measured(facts, aggregate, lexicon);
    Aggregate.OrderContext order = aggregate.order();
    if (order != null) {
      money(facts, ContractVocabulary.ORDER_VALUE, order.value(), lexicon);
      facts.put(ContractVocabulary.ORDER_ITEMS, order.items());
      facts.put(ContractVocabulary.PAYMENT_METHOD, order.paymentMethod());
      facts.put(ContractVocabulary.PROMOTION, order.promotion());
    }
  }

  private static void measured(Facts facts, Aggregate aggregate, Lexicon lexicon) {
    Aggregate.Volume volume = aggregate.volume();
    facts.put(ContractVocabulary.TOTAL, volume.total());
    facts.put(ContractVocabulary.SHARE, volume.share());
    facts.put(ContractVocabulary.BASELINE_HOURS, volume.baselineHours());
    Double baseline = volume.baseline();
    Double deviation = volume.standardDeviation();
    if (baseline != null && deviation != null && deviation > 0) {
      facts.put(ContractVocabulary.VOLUME_SIGMA, (volume.count() - baseline) / deviation);
    }
    Aggregate.Trend trend = volume.trend();
    if (trend != null) {
      facts.put(ContractVocabulary.VELOCITY, trend.velocity());
      facts.put(ContractVocabulary.ACCELERATION, trend.acceleration());
    }
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    if (sentiment != null) {
      facts.put(ContractVocabulary.MEAN_RATING, sentiment.meanRating());
    }
    Aggregate.Tests tests = aggregate.tests();
    if (tests != null) {
      facts.put(ContractVocabulary.COVERAGE, tests.coverage());
      facts.put(ContractVocabulary.ROLLBACK_PLAN, tests.rollbackPlanAttached());
      some(facts, ContractVocabulary.FIX_TARGETS, tests.fixValidatedAgainst());
    }
    Aggregate.Business business = aggregate.business();
    if (business != null) {
      money(facts, ContractVocabulary.LIFETIME_VALUE, business.lifetimeValue(), lexicon);
      facts.put(ContractVocabulary.ADOPTION, business.adoption());
    }
  }

  /// In the reporting currency; not known where the vocabulary has no rate.
  private static void money(
      Facts facts, Field field, Aggregate.@Nullable Money money, Lexicon lexicon) {
    if (money != null) {
      lexicon.inReportingCurrency(money).ifPresent(amount -> facts.put(field, amount));
    }
  }

  /// None at all are as good as not known.
  private static void some(Facts facts, Field field, List<String> texts) {
    if (!texts.isEmpty()) {
      facts.put(field, texts);
    }
  }
}
