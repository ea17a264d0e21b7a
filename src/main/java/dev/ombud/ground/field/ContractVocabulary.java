package dev.ombud.ground.field;

/// The fields of [Vocabulary] that [ContractFields] declares. Immutable.
public final class ContractVocabulary {
  public static final Field UPSTREAM_SEVERITY = find("upstream.severity");
  public static final Field URGENCY = find("upstream.urgency");
  public static final Field RECOMMENDED_ACTION = find("upstream.recommendedAction");
  public static final Field FEATURE = find("feature");
  public static final Field COMPONENT = find("component");
  public static final Field ERROR_TYPE = find("errorType");
  public static final Field SKU = find("sku");
  public static final Field BROWSER = find("cohort.browser");
  public static final Field OS = find("cohort.os");
  public static final Field FULFILMENT_CENTRE = find("cohort.fulfilmentCentre");
  public static final Field SUB_CATEGORIES = find("cluster.subCategories");
  public static final Field KEY_PHRASES = find("cluster.keyPhrases");
  public static final Field TOTAL = find("volume.total");
  public static final Field SHARE = find("volume.share");
  public static final Field VELOCITY = find("volume.velocity");
  public static final Field ACCELERATION = find("volume.acceleration");
  public static final Field MEAN_RATING = find("sentiment.meanRating");
  public static final Field BASELINE_HOURS = find("volume.baselineHours");
  public static final Field VOLUME_SIGMA = find("volume.sigma");
  public static final Field ROLLBACK_PLAN = find("tests.rollbackPlanAttached");
  public static final Field FIX_TARGETS = find("tests.fixValidatedAgainst");
  public static final Field COVERAGE = find("tests.coverage");
  public static final Field ADOPTION = find("business.adoption");
  public static final Field LIFETIME_VALUE = find("business.lifetimeValue");
  public static final Field ERROR_CODES = find("correlation.errorCodes");
  public static final Field ORDER_VALUE = find("order.value");
  public static final Field ORDER_ITEMS = find("order.items");
  public static final Field PAYMENT_METHOD = find("order.paymentMethod");
  public static final Field PROMOTION = find("order.promotion");
  public static final Field VARIABLES = find("environment.variables");

  private ContractVocabulary() {}

  private static Field find(String name) {
    return Vocabulary.find(name).orElseThrow();
  }
}
