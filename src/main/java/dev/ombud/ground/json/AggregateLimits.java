package dev.ombud.ground.json;

import dev.ombud.ground.code.MetricState;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.code.SuiteResult;
import dev.ombud.ground.code.Trust;
import dev.ombud.ground.field.ContractVocabulary;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.ground.json.TextLimit.Shape;
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
  public static final int MAX_BODY_BYTES = 2 * 1024 * 1024;

  public static final String FIRST_VERSION = "1.0";
  public static final String LAST_VERSION = "1.1";

  /// The versions of the contract that are taken.
  public static final List<String> SPEC_VERSIONS = List.of(FIRST_VERSION, LAST_VERSION);

  // What a JSON document may be at all.
  static final int MAX_JSON_DEPTH = 32;
  static final int MAX_JSON_STRING_CHARS = 100_000;
  static final int MAX_JSON_NAME_CHARS = 1_000;
  static final int MAX_JSON_NUMBER_CHARS = 200;

  /// More would only repeat what is wrong, and make the answer many times as large as the question.
  public static final int MAX_VIOLATIONS = 1_000;

  // How many of them.
  public static final int MAX_CATEGORIES = 16;
  public static final int MAX_CHANNELS = 16;
  public static final int MAX_LANGUAGES = 64;
  public static final int MAX_FLAGS = 50;
  public static final int MAX_REGIONS = 300;
  public static final int MAX_EVIDENCE = 50;
  public static final int MAX_METRICS = 100;
  public static final int MAX_FIX_TARGETS = 50;
  public static final int MAX_SKUS = 50;
  public static final int MAX_KEY_PHRASES = 20;
  public static final int MAX_EVIDENCE_LABELS = 16;
  public static final int MAX_SPANS = 10;
  public static final int MAX_IDS = 20;
  public static final int MAX_ERROR_CODES = 20;
  public static final int MAX_LINKS = 20;
  public static final int MAX_VARIABLES = 50;

  // Words that are taken, where no others are.
  public static final List<Trust> TRUSTS = List.of(Trust.values());
  public static final List<ReleaseStage> STAGES = List.of(ReleaseStage.values());
  public static final List<SuiteResult> SUITE_RESULTS = List.of(SuiteResult.values());

  /// What a producer may say of a metric; the other states are not its to claim.
  public static final List<MetricState> CLAIMS = List.of(MetricState.PRESENT, MetricState.BROKEN);

  // Texts.
  public static final TextLimit IDENTIFIER = TextLimit.name(200);
  public static final TextLimit FLAG_KEY = TextLimit.name(Vocabulary.FLAG_KEY);
  public static final TextLimit NAME = TextLimit.name(100);
  public static final TextLimit VERSION = TextLimit.name(Vocabulary.VERSION);
  public static final TextLimit PLATFORM = TextLimit.name(Vocabulary.PLATFORM);
  public static final TextLimit DEVICE_FAMILY = TextLimit.name(Vocabulary.DEVICE_FAMILY);
  public static final TextLimit COHORT_REGION = TextLimit.name(Vocabulary.COHORT_REGION);
  public static final TextLimit CUSTOMER_TIER = TextLimit.name(Vocabulary.CUSTOMER_TIER);
  public static final TextLimit SEGMENT = TextLimit.name(Vocabulary.SEGMENT);
  public static final TextLimit ENVIRONMENT = TextLimit.name(Vocabulary.ENVIRONMENT);
  public static final TextLimit LABEL = TextLimit.name(ContractVocabulary.FIX_TARGETS);
  public static final TextLimit SUMMARY = new TextLimit(4_000, true, Shape.PROSE);
  public static final TextLimit EVIDENCE_TEXT = new TextLimit(10_000, true, Shape.PROSE);
  public static final TextLimit WORD = new TextLimit(64, false, Shape.WORD);
  public static final TextLimit PRODUCT =
      new TextLimit(TextLimit.name(Vocabulary.PRODUCT).longest(), false, Shape.PRODUCT);
  public static final TextLimit METRIC_NAME = new TextLimit(64, false, Shape.METRIC);
  public static final TextLimit LANGUAGE = new TextLimit(35, false, Shape.LANGUAGE);
  public static final TextLimit UPSTREAM = TextLimit.name(ContractVocabulary.UPSTREAM_SEVERITY);
  public static final TextLimit RECOMMENDED = TextLimit.name(ContractVocabulary.RECOMMENDED_ACTION);
  public static final TextLimit FEATURE = TextLimit.name(ContractVocabulary.FEATURE);
  public static final TextLimit COMPONENT = TextLimit.name(ContractVocabulary.COMPONENT);
  public static final TextLimit ERROR_TYPE = TextLimit.name(ContractVocabulary.ERROR_TYPE);
  public static final TextLimit SKU = TextLimit.name(ContractVocabulary.SKU).ofNames();
  public static final TextLimit BROWSER = TextLimit.name(ContractVocabulary.BROWSER).ofNames();
  public static final TextLimit OS = TextLimit.name(ContractVocabulary.OS).ofNames();
  public static final TextLimit FULFILMENT_CENTRE =
      TextLimit.name(ContractVocabulary.FULFILMENT_CENTRE).ofNames();
  public static final TextLimit KEY_PHRASE = TextLimit.name(ContractVocabulary.KEY_PHRASES);
  public static final TextLimit ERROR_CODE = TextLimit.name(ContractVocabulary.ERROR_CODES);
  public static final TextLimit PAYMENT_METHOD = TextLimit.name(ContractVocabulary.PAYMENT_METHOD);
  public static final TextLimit PROMOTION = TextLimit.name(ContractVocabulary.PROMOTION);
  public static final TextLimit TITLE = TextLimit.name(200);
  public static final TextLimit LINK = new TextLimit(2_000, false, Shape.LINK);
  public static final TextLimit VARIABLE =
      new TextLimit(TextLimit.name(ContractVocabulary.VARIABLES).longest(), false, Shape.VARIABLE);
  public static final TextLimit VARIABLE_VALUE = new TextLimit(1_000, true, Shape.PROSE);
  public static final TextLimit CURRENCY = new TextLimit(3, false, Shape.CURRENCY);

  // Numbers.
  public static final NumberLimit REVISION = new NumberLimit(0, Integer.MAX_VALUE, true, "");
  public static final NumberLimit ROLLOUT = NumberLimit.of(Vocabulary.ROLLOUT);
  public static final NumberLimit CONFIDENCE = NumberLimit.of(Vocabulary.CONFIDENCE);
  public static final NumberLimit NOVELTY = NumberLimit.of(Vocabulary.NOVELTY);
  public static final NumberLimit COUNT = NumberLimit.of(Vocabulary.COUNT);
  public static final NumberLimit CUSTOMERS = NumberLimit.of(Vocabulary.CUSTOMERS);
  public static final NumberLimit BASELINE = NumberLimit.of(Vocabulary.BASELINE);
  public static final NumberLimit BASELINE_HOURS =
      NumberLimit.of(ContractVocabulary.BASELINE_HOURS);
  public static final NumberLimit MEAN = NumberLimit.of(Vocabulary.MEAN);
  public static final NumberLimit SHARE = NumberLimit.of(Vocabulary.NEGATIVE_SHARE);
  public static final NumberLimit SIGMA = NumberLimit.of(Vocabulary.SIGMA);
  public static final NumberLimit METRIC =
      new NumberLimit(-COUNT.most(), COUNT.most(), false, "units of the metric");
  public static final NumberLimit REVENUE = NumberLimit.of(Vocabulary.REVENUE);
  public static final NumberLimit AFFECTED = NumberLimit.of(Vocabulary.AFFECTED);
  public static final NumberLimit HIGH_VALUE = NumberLimit.of(Vocabulary.HIGH_VALUE);
  public static final NumberLimit ORDERS = NumberLimit.of(Vocabulary.ORDERS);
  public static final NumberLimit QUEUE_DEPTH = NumberLimit.of(Vocabulary.QUEUE_DEPTH);
  public static final NumberLimit HOLDOUT = NumberLimit.of(Vocabulary.HOLDOUT);
  public static final NumberLimit RATING = new NumberLimit(0, 100, false, "");
  public static final NumberLimit TOTAL = NumberLimit.of(ContractVocabulary.TOTAL);
  public static final NumberLimit VELOCITY = NumberLimit.of(ContractVocabulary.VELOCITY);
  public static final NumberLimit ACCELERATION = NumberLimit.of(ContractVocabulary.ACCELERATION);
  public static final NumberLimit MEAN_RATING = NumberLimit.of(ContractVocabulary.MEAN_RATING);
  public static final NumberLimit COVERAGE = NumberLimit.of(ContractVocabulary.COVERAGE);
  public static final NumberLimit ADOPTION = NumberLimit.of(ContractVocabulary.ADOPTION);
  public static final NumberLimit ITEMS = NumberLimit.of(ContractVocabulary.ORDER_ITEMS);
  public static final NumberLimit SPAN =
      new NumberLimit(0, EVIDENCE_TEXT.longest(), true, "characters");

  // Times: the moment itself, in UTC, whatever the offset that it is written with.
  public static final int FIRST_YEAR = 2000;
  public static final int LAST_YEAR = 2099;
  public static final Instant FIRST_MOMENT = newYear(FIRST_YEAR);
  public static final Instant AFTER_LAST = newYear(LAST_YEAR + 1);
  public static final Duration WINDOW = Duration.ofDays(366);

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
