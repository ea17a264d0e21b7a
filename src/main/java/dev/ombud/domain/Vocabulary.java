package dev.ombud.domain;

import dev.ombud.domain.Field.FlagType;
import dev.ombud.domain.Field.NumberType;
import dev.ombud.domain.Field.Origin;
import dev.ombud.domain.Field.TextType;
import dev.ombud.domain.Field.WordType;
import dev.ombud.domain.Field.WordsType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every field that a decision table may test or conclude, with its type, unit and allowed values.
/// The decoder, the tables, the analysis and `docs/vocabulary.md` all read this one list.
/// Immutable.
public final class Vocabulary {

  public static final List<String> CATEGORIES =
      List.of(
          "account_access",
          "app_crash",
          "broken_ui",
          "billing_issue",
          "bug",
          "checkout_friction",
          "content_gap",
          "cosmetic",
          "coupon_failure",
          "device_support",
          "documentation_gap",
          "download_failure",
          "false_expectation",
          "feature_regression",
          "feature_request",
          "inaccurate_listing",
          "onboarding",
          "other",
          "payment_failure",
          "performance",
          "playback_failure",
          "price_complaint",
          "product_defect",
          "reliability",
          "returns",
          "search_quality",
          "shipping_delay",
          "ux_confusion");

  public static final List<String> SURFACES =
      List.of(
          "account",
          "app_start",
          "billing",
          "browse",
          "cart",
          "checkout",
          "delivery",
          "documentation",
          "downloads",
          "general",
          "login",
          "onboarding",
          "playback",
          "product_page",
          "profile",
          "returns",
          "search",
          "support");

  public static final List<String> FUNNEL_STEPS =
      List.of("account_creation", "cart", "checkout", "fulfilment", "login", "payment", "search");

  public static final List<String> CHANNELS =
      List.of("app_review", "chat", "community", "email", "social", "support_ticket", "survey");

  public static final List<String> TEAMS =
      List.of(
          "billing",
          "content",
          "customer_care",
          "design",
          "devices",
          "documentation",
          "identity",
          "mobile",
          "operations",
          "payments",
          "platform",
          "playback",
          "pricing",
          "product",
          "search",
          "storefront");

  /// The metrics whose rise means harm, and the two whose fall does.
  public static final List<String> HARMFUL_WHEN_HIGH =
      List.of("errorRate", "latencyP95Millis", "failedTransactions", "cartFailures");

  public static final List<String> HARMFUL_WHEN_LOW = List.of("conversion", "crashFreeRate");

  /// The metric that tells a campaign from a fault.
  public static final String TRAFFIC = "traffic";

  private static final double MOST = 9_007_199_254_740_991.0;
  private static final List<Field> FIELDS = new ArrayList<>();

  // What the caller sent.
  public static final Field PRODUCT = text("product", 100, "the product");
  public static final Field SURFACE = word("surface", SURFACES, true, "the part of the product");
  public static final Field FUNNEL_STEP =
      word("funnelStep", FUNNEL_STEPS, true, "the step that the complaints name");
  public static final Field TRUST =
      word("source.trust", names(Trust.values()), false, "how far the source is trusted");
  public static final Field SOURCE_CHANNELS =
      words("source.channels", CHANNELS, true, "where the texts come from");
  public static final Field VERSION = text("release.version", 100, "the release");
  public static final Field STAGE =
      word("release.stage", names(ReleaseStage.values()), false, "how far the release is out");
  public static final Field ROLLOUT =
      number("release.rolloutPercent", 0, 100, false, "percent", "how many customers have it");
  public static final Field PLATFORM = text("cohort.platform", 100, "the platform");
  public static final Field DEVICE_FAMILY = text("cohort.deviceFamily", 100, "the device family");
  public static final Field COHORT_REGION = text("cohort.region", 100, "the region");
  public static final Field CUSTOMER_TIER = text("cohort.customerTier", 100, "the customer tier");
  public static final Field SEGMENT = text("cohort.segment", 100, "the customer segment");
  public static final Field CATEGORY =
      words("cluster.categories", CATEGORIES, true, "what the complaints are about");
  public static final Field CONFIDENCE =
      number("cluster.confidence", 0, 1, false, "", "how certain the classification is");
  public static final Field NOVELTY =
      number("cluster.novelty", 0, 1, false, "", "how new the problem is");
  public static final Field ACTIONABLE =
      flag("cluster.actionable", Origin.AGGREGATE, "whether anything can be done about it");
  public static final Field COUNT =
      number("volume.count", 0, MOST, true, "complaints", "complaints in the window");
  public static final Field CUSTOMERS =
      number("volume.customers", 0, MOST, true, "customers", "customers who complained");
  public static final Field BASELINE =
      number("volume.baseline", 0, MOST, false, "complaints", "complaints in a usual window");
  public static final Field MEAN =
      number("sentiment.mean", -1, 1, false, "", "mean sentiment of the texts");
  public static final Field NEGATIVE_SHARE =
      number("sentiment.negativeShare", 0, 1, false, "", "share of negative texts");
  public static final Field SIGMA =
      number(
          "sentiment.sigma",
          -1000,
          1000,
          false,
          "standard deviations",
          "how far the negative share is over its baseline");
  public static final Field REVENUE =
      number("business.revenueAtRisk", 0, MOST, false, "currency units", "revenue at risk");
  public static final Field AFFECTED =
      number("business.affectedCustomers", 0, MOST, true, "customers", "customers affected");
  public static final Field HIGH_VALUE =
      number("business.highValueCustomers", 0, MOST, true, "customers", "of those, of high value");
  public static final Field ORDERS =
      number("business.ordersAffected", 0, MOST, true, "orders", "orders affected");
  public static final Field QUEUE_DEPTH =
      number("business.supportQueueDepth", 0, MOST, true, "tickets", "tickets open at support");
  public static final Field ENVIRONMENT = text("exposure.environment", 100, "the environment");
  public static final Field FLAG_KEY = text("exposure.flag", 200, "the first flag of the exposure");
  public static final Field HOLDOUT =
      number("exposure.holdoutPercent", 0, 100, false, "percent", "customers kept out of the test");
  public static final Field REGRESSION_SUITE =
      word(
          "tests.regressionSuite",
          names(SuiteResult.values()),
          false,
          "the result of the regression suite");

  // Plain arithmetic on it.
  public static final Field WINDOW_HOURS =
      derived("window.hours", 0, 8784, "hours", "length of the window");
  public static final Field RATIO =
      derived(
          "volume.ratio",
          0,
          MOST,
          "times",
          "complaints over baseline; a baseline below one complaint counts as one");
  public static final Field HOURS_SINCE_RELEASE =
      derived(
          "release.hoursSince",
          -1_000_000,
          1_000_000,
          "hours",
          "from the deployment, or else the first sighting, to the end of the window");
  public static final Field REVERTIBLE =
      flag("release.revertible", Origin.DERIVED, "whether the previous stable release is named");
  public static final Field COHORT_NAMED =
      flag("cohort.named", Origin.DERIVED, "whether the evidence names a cohort");
  public static final Field FLAGGED =
      flag("exposure.flagged", Origin.DERIVED, "whether the evidence names a flag");
  public static final Field MULTIVARIATE =
      flag(
          "exposure.multivariate",
          Origin.DERIVED,
          "whether the flag's variation is one of several, not just on");
  public static final Field EXPERIMENTAL =
      flag("exposure.experimental", Origin.DERIVED, "whether the evidence names an experiment");
  public static final Field REGION_SPREAD =
      derived(
          "regions.spread",
          0,
          2000,
          "standard deviations",
          "between the region that does worst and the one that does best");
  public static final Field REGION_WORST =
      derived("regions.worst", -1000, 1000, "standard deviations", "the worst region's rise");
  public static final Field DOMAINS =
      derived("cluster.domains", 1, 16, "categories", "how many categories the cluster has");

  // The thresholds that the evidence table sets.
  public static final Field LIMIT_CUSTOMERS =
      limit("limit.customers", 0, MOST, "customers", "fewest customers for a mitigation");
  public static final Field LIMIT_CONFIDENCE =
      limit("limit.confidence", 0, 1, "", "least confidence that needs no person");
  public static final Field LIMIT_SIGMA =
      limit("limit.sigma", 0, 1000, "standard deviations", "from here on it is a surge");
  public static final Field LIMIT_CLEAR_SIGMA =
      limit("limit.clearSigma", 0, 1000, "standard deviations", "below this the surge is over");
  public static final Field LIMIT_RATIO =
      limit("limit.spikeRatio", 1, 1_000_000, "times", "from here on it is a spike");
  public static final Field LIMIT_BURST_COUNT =
      limit("limit.burstCount", 1, MOST, "complaints", "a burst has at least so many complaints");
  public static final Field LIMIT_BURST_HOURS =
      limit("limit.burstHours", 0, 8784, "hours", "a burst's window is at most so long");
  public static final Field LIMIT_PROXIMITY_HOURS =
      limit("limit.proximityHours", 0, 8784, "hours", "so long a release counts as recent");
  public static final Field LIMIT_RISE =
      limit("limit.metricRise", 1, 1_000_000, "times", "a metric so far off confirms complaints");
  public static final Field LIMIT_STALE_MINUTES =
      limit("limit.staleMinutes", 0, 1_000_000, "minutes", "a metric older than this is stale");
  public static final Field LIMIT_REGION_SPREAD =
      limit("limit.regionSpread", 0, 2000, "standard deviations", "regions so far apart disagree");
  public static final Field LIMIT_TRAFFIC =
      limit("limit.trafficRise", 1, 1_000_000, "times", "traffic so far up is a campaign");
  public static final Field LIMIT_HIGH_VALUE =
      limit("limit.highValueCustomers", 1, MOST, "customers", "so many are a case of their own");
  public static final Field LIMIT_REVENUE =
      limit("limit.revenueAtRisk", 0, MOST, "currency units", "so much is a case of its own");
  public static final Field LIMIT_TRIP_WINDOWS =
      limit("limit.tripWindows", 1, 1000, "windows", "breaches in a row that trip an incident");
  public static final Field LIMIT_CLEAR_WINDOWS =
      limit("limit.clearWindows", 1, 1000, "windows", "clears in a row that end an incident");
  public static final Field LIMIT_COOL_DOWN_MINUTES =
      limit("limit.coolDownMinutes", 0, 1_000_000, "minutes", "between two mitigations");

  // What the rules make of it.
  public static final Field SURGE = flag("signal.surge", Origin.SIGNAL, "sentiment surges");
  public static final Field SPIKE = flag("signal.spike", Origin.SIGNAL, "volume spikes");
  public static final Field BURST =
      flag("signal.burst", Origin.SIGNAL, "very many complaints in a short window");
  public static final Field CORE_FUNNEL =
      flag("signal.coreFunnel", Origin.SIGNAL, "a core step is affected");
  public static final Field RECENT_RELEASE =
      flag("signal.recentRelease", Origin.SIGNAL, "the release is recent");
  public static final Field CANARY = flag("signal.canary", Origin.SIGNAL, "it is the canary");
  public static final Field TELEMETRY =
      add(
          "signal.telemetry",
          new WordType(names(TelemetryVerdict.values()), false),
          "",
          Origin.SIGNAL,
          "what the health metrics say");
  public static final Field CONFIRMING =
      add(
          "signal.confirmingMetrics",
          new NumberType(0, 100, true),
          "metrics",
          Origin.SIGNAL,
          "how many metrics confirm the complaints");
  public static final Field REGIONS_DISAGREE =
      flag("signal.regionsDisagree", Origin.SIGNAL, "regions contradict each other");
  public static final Field CAMPAIGN =
      flag("signal.campaign", Origin.SIGNAL, "traffic rose and errors did not");
  public static final Field SUFFICIENT =
      flag("signal.sufficientSample", Origin.SIGNAL, "enough customers complained");
  public static final Field VALUABLE =
      flag("signal.highValue", Origin.SIGNAL, "high-value customers or revenue are affected");

  // What the tables conclude.
  public static final Field SEVERITY = conclusion("severity", names(Severity.values()), "severity");
  public static final Field TIER = conclusion("mitigation.tier", names(Tier.values()), "tier");
  public static final Field ACTION = conclusion("action", names(ActionKind.askable()), "an action");
  public static final Field MODE = conclusion("mitigation.mode", names(Mode.values()), "mode");
  public static final Field TEAM = conclusion("owner.team", TEAMS, "the team that owns it");
  public static final Field SLA =
      add(
          "owner.slaMinutes",
          new NumberType(1, 525_600, true),
          "minutes",
          Origin.CONCLUSION,
          "how soon the owner must look");
  public static final Field NOTIFIED =
      add(
          "owner.channel",
          new TextType(200),
          "",
          Origin.CONCLUSION,
          "where a notification goes, for example `#payments-alerts`");

  static {
    FIELDS.addAll(GateFields.declare(FIELDS.size(), SURFACES));
    FIELDS.addAll(ContractFields.declare(FIELDS.size()));
  }

  private static final List<Field> ALL = List.copyOf(FIELDS);
  private static final Map<String, Field> BY_NAME = byName();
  private static final List<Field> SIGNALS =
      ALL.stream()
          .filter(field -> field.origin() == Origin.SIGNAL && field.type() instanceof FlagType)
          .toList();
  private static final Set<String> CATEGORY_SET = Set.copyOf(CATEGORIES);

  private Vocabulary() {}

  /// All fields, in the order of their indexes.
  public static List<Field> fields() {
    return ALL;
  }

  /// The flags that rules establish; each is false until one does.
  public static List<Field> signals() {
    return SIGNALS;
  }

  public static boolean isCategory(String name) {
    return CATEGORY_SET.contains(name);
  }

  public static Optional<Field> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static Map<String, Field> byName() {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (Field field : ALL) {
      if (fields.put(field.name(), field) != null) {
        throw new IllegalStateException("field `" + field.name() + "` is declared twice");
      }
    }
    return Map.copyOf(fields);
  }

  private static Field add(
      String name, Field.Type type, String unit, Origin origin, String meaning) {
    Field field = new Field(FIELDS.size(), name, type, unit, origin, meaning);
    FIELDS.add(field);
    return field;
  }

  private static Field text(String name, int longest, String meaning) {
    return add(name, new TextType(longest), "", Origin.AGGREGATE, meaning);
  }

  private static Field word(String name, List<String> words, boolean open, String meaning) {
    return add(name, new WordType(words, open), "", Origin.AGGREGATE, meaning);
  }

  private static Field words(String name, List<String> words, boolean open, String meaning) {
    return add(name, new WordsType(words, open), "", Origin.AGGREGATE, meaning);
  }

  private static Field number(
      String name, double least, double most, boolean whole, String unit, String meaning) {
    return add(name, new NumberType(least, most, whole), unit, Origin.AGGREGATE, meaning);
  }

  private static Field derived(
      String name, double least, double most, String unit, String meaning) {
    return add(name, new NumberType(least, most, false), unit, Origin.DERIVED, meaning);
  }

  private static Field limit(String name, double least, double most, String unit, String meaning) {
    return add(name, new NumberType(least, most, false), unit, Origin.LIMIT, meaning);
  }

  private static Field flag(String name, Origin origin, String meaning) {
    return add(name, new FlagType(), "", origin, meaning);
  }

  private static Field conclusion(String name, List<String> words, String meaning) {
    return add(name, new WordType(words, false), "", Origin.CONCLUSION, meaning);
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }
}
