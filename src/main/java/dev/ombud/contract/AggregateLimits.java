package dev.ombud.contract;

import dev.ombud.contract.TextLimit.Shape;
import dev.ombud.domain.ContractVocabulary;
import dev.ombud.domain.MetricState;
import dev.ombud.domain.ReleaseStage;
import dev.ombud.domain.SuiteResult;
import dev.ombud.domain.Trust;
import dev.ombud.domain.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// Every limit of the contract, in one place. What the vocabulary declares is taken from there;
/// `openapi.yaml` repeats all of it for callers, and a test compares the two.
public final class AggregateLimits {
  /// The largest body of one aggregate: room for the most and longest texts of evidence, in any
  /// script, and for as much of all else as anybody sends.
  public static final int BODY_BYTES = 2 * 1024 * 1024;

  static final String FIRST_VERSION = "1.0";
  static final String LAST_VERSION = "1.1";

  /// The versions of the contract that are taken.
  public static final List<String> SPEC_VERSIONS = List.of(FIRST_VERSION, LAST_VERSION);

  // What a JSON document may be at all.
  static final int JSON_DEPTH = 32;
  static final int JSON_STRING = 100_000;
  static final int JSON_NAME = 1_000;
  static final int JSON_NUMBER = 200;

  /// More would only repeat what is wrong, and make the answer many times as large as the question.
  static final int VIOLATIONS = 1_000;

  // How many of them.
  static final int CATEGORIES = 16;
  static final int CHANNELS = 16;
  static final int LANGUAGES = 64;
  static final int FLAGS = 50;
  static final int REGIONS = 300;
  static final int EVIDENCE = 50;
  static final int METRICS = 100;
  static final int FIX_TARGETS = 50;
  static final int SKUS = 50;
  static final int KEY_PHRASES = 20;
  static final int EVIDENCE_LABELS = 16;
  static final int SPANS = 10;
  static final int IDS = 20;
  static final int ERROR_CODES = 20;
  static final int LINKS = 20;
  static final int VARIABLES = 50;

  // Words that are taken, where no others are.
  static final List<Trust> TRUSTS = List.of(Trust.values());
  static final List<ReleaseStage> STAGES = List.of(ReleaseStage.values());
  static final List<SuiteResult> SUITE_RESULTS = List.of(SuiteResult.values());

  /// What a producer may say of a metric; the other states are not its to claim.
  static final List<MetricState> CLAIMS = List.of(MetricState.PRESENT, MetricState.BROKEN);

  // Texts.
  static final TextLimit IDENTIFIER = TextLimit.name(200);
  static final TextLimit FLAG_KEY = TextLimit.name(Vocabulary.FLAG_KEY);
  static final TextLimit NAME = TextLimit.name(100);
  static final TextLimit VERSION = TextLimit.name(Vocabulary.VERSION);
  static final TextLimit PLATFORM = TextLimit.name(Vocabulary.PLATFORM);
  static final TextLimit DEVICE_FAMILY = TextLimit.name(Vocabulary.DEVICE_FAMILY);
  static final TextLimit COHORT_REGION = TextLimit.name(Vocabulary.COHORT_REGION);
  static final TextLimit CUSTOMER_TIER = TextLimit.name(Vocabulary.CUSTOMER_TIER);
  static final TextLimit SEGMENT = TextLimit.name(Vocabulary.SEGMENT);
  static final TextLimit ENVIRONMENT = TextLimit.name(Vocabulary.ENVIRONMENT);
  static final TextLimit LABEL = TextLimit.name(ContractVocabulary.FIX_TARGETS);
  static final TextLimit SUMMARY = new TextLimit(4_000, true, Shape.PROSE);
  static final TextLimit EVIDENCE_TEXT = new TextLimit(10_000, true, Shape.PROSE);
  static final TextLimit WORD = new TextLimit(64, false, Shape.WORD);
  static final TextLimit PRODUCT =
      new TextLimit(TextLimit.name(Vocabulary.PRODUCT).longest(), false, Shape.PRODUCT);
  static final TextLimit METRIC_NAME = new TextLimit(64, false, Shape.METRIC);
  static final TextLimit LANGUAGE = new TextLimit(35, false, Shape.LANGUAGE);
  static final TextLimit UPSTREAM = TextLimit.name(ContractVocabulary.UPSTREAM_SEVERITY);
  static final TextLimit RECOMMENDED = TextLimit.name(ContractVocabulary.RECOMMENDED_ACTION);
  static final TextLimit FEATURE = TextLimit.name(ContractVocabulary.FEATURE);
  static final TextLimit COMPONENT = TextLimit.name(ContractVocabulary.COMPONENT);
  static final TextLimit ERROR_TYPE = TextLimit.name(ContractVocabulary.ERROR_TYPE);
  static final TextLimit SKU = TextLimit.name(ContractVocabulary.SKU).ofNames();
  static final TextLimit BROWSER = TextLimit.name(ContractVocabulary.BROWSER).ofNames();
  static final TextLimit OS = TextLimit.name(ContractVocabulary.OS).ofNames();
  static final TextLimit FULFILMENT_CENTRE =
      TextLimit.name(ContractVocabulary.FULFILMENT_CENTRE).ofNames();
  static final TextLimit KEY_PHRASE = TextLimit.name(ContractVocabulary.KEY_PHRASES);
  static final TextLimit ERROR_CODE = TextLimit.name(ContractVocabulary.ERROR_CODES);
  static final TextLimit PAYMENT_METHOD = TextLimit.name(ContractVocabulary.PAYMENT_METHOD);
  static final TextLimit PROMOTION = TextLimit.name(ContractVocabulary.PROMOTION);
  static final TextLimit TITLE = TextLimit.name(200);
  static final TextLimit LINK = new TextLimit(2_000, false, Shape.LINK);
  static final TextLimit VARIABLE =
      new TextLimit(TextLimit.name(ContractVocabulary.VARIABLES).longest(), false, Shape.VARIABLE);
  static final TextLimit VARIABLE_VALUE = new TextLimit(1_000, true, Shape.PROSE);
  static final TextLimit CURRENCY = new TextLimit(3, false, Shape.CURRENCY);

  // Numbers.
  static final NumberLimit REVISION = new NumberLimit(0, Integer.MAX_VALUE, true, "");
  static final NumberLimit ROLLOUT = NumberLimit.of(Vocabulary.ROLLOUT);
  static final NumberLimit CONFIDENCE = NumberLimit.of(Vocabulary.CONFIDENCE);
  static final NumberLimit NOVELTY = NumberLimit.of(Vocabulary.NOVELTY);
  static final NumberLimit COUNT = NumberLimit.of(Vocabulary.COUNT);
  static final NumberLimit CUSTOMERS = NumberLimit.of(Vocabulary.CUSTOMERS);
  static final NumberLimit BASELINE = NumberLimit.of(Vocabulary.BASELINE);
  static final NumberLimit BASELINE_HOURS = NumberLimit.of(ContractVocabulary.BASELINE_HOURS);
  static final NumberLimit MEAN = NumberLimit.of(Vocabulary.MEAN);
  static final NumberLimit SHARE = NumberLimit.of(Vocabulary.NEGATIVE_SHARE);
  static final NumberLimit SIGMA = NumberLimit.of(Vocabulary.SIGMA);
  static final NumberLimit METRIC =
      new NumberLimit(-COUNT.most(), COUNT.most(), false, "units of the metric");
  static final NumberLimit REVENUE = NumberLimit.of(Vocabulary.REVENUE);
  static final NumberLimit AFFECTED = NumberLimit.of(Vocabulary.AFFECTED);
  static final NumberLimit HIGH_VALUE = NumberLimit.of(Vocabulary.HIGH_VALUE);
  static final NumberLimit ORDERS = NumberLimit.of(Vocabulary.ORDERS);
  static final NumberLimit QUEUE_DEPTH = NumberLimit.of(Vocabulary.QUEUE_DEPTH);
  static final NumberLimit HOLDOUT = NumberLimit.of(Vocabulary.HOLDOUT);
  static final NumberLimit RATING = new NumberLimit(0, 100, false, "");
  static final NumberLimit TOTAL = NumberLimit.of(ContractVocabulary.TOTAL);
  static final NumberLimit VELOCITY = NumberLimit.of(ContractVocabulary.VELOCITY);
  static final NumberLimit ACCELERATION = NumberLimit.of(ContractVocabulary.ACCELERATION);
  static final NumberLimit MEAN_RATING = NumberLimit.of(ContractVocabulary.MEAN_RATING);
  static final NumberLimit COVERAGE = NumberLimit.of(ContractVocabulary.COVERAGE);
  static final NumberLimit ADOPTION = NumberLimit.of(ContractVocabulary.ADOPTION);
  static final NumberLimit ITEMS = NumberLimit.of(ContractVocabulary.ORDER_ITEMS);
  static final NumberLimit SPAN = new NumberLimit(0, EVIDENCE_TEXT.longest(), true, "characters");

  // Times: the moment itself, in UTC, whatever the offset that it is written with.
  static final int FIRST_YEAR = 2000;
  static final int LAST_YEAR = 2099;
  static final Instant FIRST_MOMENT = newYear(FIRST_YEAR);
  static final Instant AFTER_LAST = newYear(LAST_YEAR + 1);
  static final Duration WINDOW = Duration.ofDays(366);

  private AggregateLimits() {}

  /// Whether an aggregate may name such a product.
  public static boolean isProduct(String text) {
    return isGood(PRODUCT, text);
  }

  /// Whether an aggregate may name such an environment.
  public static boolean isEnvironment(String text) {
    return isGood(ENVIRONMENT, text);
  }

  private static boolean isGood(TextLimit limit, String text) {
    return !text.isEmpty()
        && !limit.isTooLong(text)
        && limit.shape().admits(text)
        && !TextLimit.hasLoneSurrogate(text);
  }

  private static Instant newYear(int year) {
    return LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
