package dev.ombud.ground.field;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.SuiteResult;
import dev.ombud.ground.code.TelemetryVerdict;
import dev.ombud.ground.code.Telling;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.code.Trust;
import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.Origin;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.WordType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every field that a decision table may test or conclude, with its type, unit and allowed values.
/// The decoder, the tables, the analysis and `docs/vocabulary.md` all read this one list. The words
/// of an organisation (teams, categories, …) are not here: a
/// [Lexicon][dev.ombud.ground.domain.Lexicon] fills them in. Immutable.
public final class Vocabulary {
  private static final double MAX_NUMBER = 9_007_199_254_740_991.0;
  private static final FieldList FIELDS = new FieldList();

  // What the caller sent.
  public static final Field PRODUCT = FIELDS.text("product", 100, "the product");
  public static final Field SURFACE = FIELDS.listed("surface", "the part of the product");
  public static final Field FUNNEL_STEP =
      FIELDS.listed("funnelStep", "the step that the complaints name");
  public static final Field TRUST =
      FIELDS.word("source.trust", Trust.values(), "how far the source is trusted");
  public static final Field SOURCE_CHANNELS =
      FIELDS.severalListed("source.channels", "where the texts come from");
  public static final Field VERSION = FIELDS.text("release.version", 100, "the release");
  public static final Field STAGE =
      FIELDS.word("release.stage", ReleaseStage.values(), "how far the release is out");
  public static final Field ROLLOUT =
      FIELDS.number(
          "release.rolloutPercent", 0, 100, false, "percent", "how many customers have it");
  public static final Field PLATFORM = FIELDS.text("cohort.platform", 100, "the platform");
  public static final Field DEVICE_FAMILY =
      FIELDS.text("cohort.deviceFamily", 100, "the device family");
  public static final Field COHORT_REGION = FIELDS.text("cohort.region", 100, "the region");
  public static final Field CUSTOMER_TIER =
      FIELDS.text("cohort.customerTier", 100, "the customer tier");
  public static final Field SEGMENT = FIELDS.text("cohort.segment", 100, "the customer segment");
  public static final Field CATEGORY =
      FIELDS.severalListed("cluster.categories", "what the complaints are about");
  public static final Field CONFIDENCE =
      FIELDS.number("cluster.confidence", 0, 1, false, "", "how certain the classification is");
  public static final Field NOVELTY =
      FIELDS.number("cluster.novelty", 0, 1, false, "", "how new the problem is");
  public static final Field ACTIONABLE =
      FIELDS.flag("cluster.actionable", Origin.AGGREGATE, "whether anything can be done about it");
  public static final Field COUNT =
      FIELDS.number("volume.count", 0, MAX_NUMBER, true, "complaints", "complaints in the window");
  public static final Field CUSTOMERS =
      FIELDS.number(
          "volume.customers", 0, MAX_NUMBER, true, "customers", "customers who complained");
  public static final Field BASELINE =
      FIELDS.number(
          "volume.baseline", 0, MAX_NUMBER, false, "complaints", "complaints in a usual window");
  public static final Field MEAN =
      FIELDS.number("sentiment.mean", -1, 1, false, "", "mean sentiment of the texts");
  public static final Field NEGATIVE_SHARE =
      FIELDS.number("sentiment.negativeShare", 0, 1, false, "", "share of negative texts");
  public static final Field SIGMA =
      FIELDS.number(
          "sentiment.sigma",
          -1000,
          1000,
          false,
          "standard deviations",
          "how far the negative share is over its baseline");
  public static final Field REVENUE =
      FIELDS.number(
          "business.revenueAtRisk", 0, MAX_NUMBER, false, "currency units", "revenue at risk");
  public static final Field AFFECTED =
      FIELDS.number(
          "business.affectedCustomers", 0, MAX_NUMBER, true, "customers", "customers affected");
  public static final Field HIGH_VALUE =
      FIELDS.number(
          "business.highValueCustomers",
          0,
          MAX_NUMBER,
          true,
          "customers",
          "of those, of high value");
  public static final Field ORDERS =
      FIELDS.number("business.ordersAffected", 0, MAX_NUMBER, true, "orders", "orders affected");
  public static final Field QUEUE_DEPTH =
      FIELDS.number(
          "business.supportQueueDepth", 0, MAX_NUMBER, true, "tickets", "tickets open at support");
  public static final Field ENVIRONMENT =
      FIELDS.text("exposure.environment", 100, "the environment");
  public static final Field FLAG_KEY =
      FIELDS.text("exposure.flag", 200, "the first flag of the exposure");
  public static final Field HOLDOUT =
      FIELDS.number(
          "exposure.holdoutPercent", 0, 100, false, "percent", "customers kept out of the test");
  public static final Field REGRESSION_SUITE =
      FIELDS.word(
          "tests.regressionSuite", SuiteResult.values(), "the result of the regression suite");

  // Plain arithmetic on it.
  public static final Field WINDOW_HOURS =
      FIELDS.derived("window.hours", 0, 8784, "hours", "length of the window");
  public static final Field AGE =
      FIELDS.derived(
          "window.ageMinutes",
          0,
          MAX_NUMBER,
          "minutes",
          "from the window's end until we received it");
  public static final Field REMAINING =
      FIELDS.derived(
          "window.remainingMinutes",
          0,
          MAX_NUMBER,
          "minutes",
          "of the window, still to come when we received it");
  public static final Field END_HOUR =
      FIELDS.derived("window.endHour", 0, 24, "hours", "of the day (UTC) at which the window ends");
  public static final Field END_DAY = FIELDS.weekday("window.endWeekday", "the window ends (UTC)");
  public static final Field RECEIVED_HOUR =
      FIELDS.derived("received.hour", 0, 24, "hours", "of the day (UTC) at which we received it");
  public static final Field RECEIVED_DAY =
      FIELDS.weekday("received.weekday", "we received it (UTC)");
  public static final Field RATIO =
      FIELDS.derived(
          "volume.ratio",
          0,
          MAX_NUMBER,
          "times",
          "complaints over baseline; a baseline below one complaint counts as one");
  public static final Field HOURS_SINCE_RELEASE =
      FIELDS.derived(
          "release.hoursSince",
          -1_000_000,
          1_000_000,
          "hours",
          "from the deployment, or else the first sighting, to the end of the window");
  public static final Field REVERTIBLE =
      FIELDS.flag(
          "release.revertible", Origin.DERIVED, "whether the previous stable release is named");
  public static final Field COHORT_NAMED =
      FIELDS.flag("cohort.named", Origin.DERIVED, "whether the evidence names a cohort");
  public static final Field FLAGGED =
      FIELDS.flag("exposure.flagged", Origin.DERIVED, "whether the evidence names a flag");
  public static final Field MULTIVARIATE =
      FIELDS.flag(
          "exposure.multivariate",
          Origin.DERIVED,
          "whether the flag's variation is one of several, not just on");
  public static final Field EXPERIMENTAL =
      FIELDS.flag(
          "exposure.experimental", Origin.DERIVED, "whether the evidence names an experiment");
  public static final Field CONTROL =
      FIELDS.flag(
          "exposure.control",
          Origin.DERIVED,
          "whether the complaints come from the control of an experiment");
  public static final Field CORE =
      FIELDS.flag("surface.core", Origin.DERIVED, "whether the surface or the step is a core one");
  public static final Field RELEASE_FAULT =
      FIELDS.flag(
          "cluster.releaseFault",
          Origin.DERIVED,
          "whether any of the categories can be the fault of a release");
  public static final Field BREACHES =
      FIELDS.derived(
          "incident.breachesInARow",
          1,
          1_000_000,
          "windows",
          "in a row that call for somebody, this one included if it does");
  public static final Field LATER_WINDOWS =
      FIELDS.derived(
          "incident.laterWindows",
          0,
          1_000_000,
          "windows",
          "of the incident that end after this one and were decided before it");
  public static final Field MASKING =
      FIELDS.add(
          "evidence.maskingConfidence",
          new WordType(FieldList.names(MaskingConfidence.values()), false),
          "",
          Origin.DERIVED,
          "how sure it is that its masked texts say nothing of who somebody is");
  public static final Field REGION_SPREAD =
      FIELDS.derived(
          "regions.spread",
          0,
          2000,
          "standard deviations",
          "between the region that does worst and the one that does best");
  public static final Field REGION_WORST =
      FIELDS.derived(
          "regions.worst", -1000, 1000, "standard deviations", "the worst region's rise");
  public static final Field DOMAINS =
      FIELDS.derived("cluster.domains", 1, 16, "categories", "how many categories the cluster has");

  // The thresholds that the evidence table sets.
  public static final Field LIMIT_CUSTOMERS =
      FIELDS.limit(
          "limit.customers", 0, MAX_NUMBER, "customers", "fewest customers for a mitigation");
  public static final Field LIMIT_CONFIDENCE =
      FIELDS.limit("limit.confidence", 0, 1, "", "least confidence that needs no person");
  public static final Field LIMIT_SIGMA =
      FIELDS.limit("limit.sigma", 0, 1000, "standard deviations", "from here on it is a surge");
  public static final Field LIMIT_CLEAR_SIGMA =
      FIELDS.limit(
          "limit.clearSigma", 0, 1000, "standard deviations", "below this the surge is over");
  public static final Field LIMIT_RATIO =
      FIELDS.limit("limit.spikeRatio", 1, 1_000_000, "times", "from here on it is a spike");
  public static final Field LIMIT_RISE_RATIO =
      FIELDS.limit("limit.riseRatio", 1, 1_000_000, "times", "from here on complaints have risen");
  public static final Field LIMIT_BURST_COUNT =
      FIELDS.limit(
          "limit.burstCount",
          1,
          MAX_NUMBER,
          "complaints",
          "a burst has at least so many complaints");
  public static final Field LIMIT_BURST_HOURS =
      FIELDS.limit("limit.burstHours", 0, 8784, "hours", "a burst's window is at most so long");
  public static final Field LIMIT_PROXIMITY_HOURS =
      FIELDS.limit("limit.proximityHours", 0, 8784, "hours", "so long a release counts as recent");
  public static final Field LIMIT_RISE =
      FIELDS.limit(
          "limit.metricRise", 1, 1_000_000, "times", "a metric so far off confirms complaints");
  public static final Field LIMIT_STALE_MINUTES =
      FIELDS.limit(
          "limit.staleMinutes", 0, 1_000_000, "minutes", "a metric older than this is stale");
  public static final Field LIMIT_REGION_SPREAD =
      FIELDS.limit(
          "limit.regionSpread", 0, 2000, "standard deviations", "regions so far apart disagree");
  public static final Field LIMIT_TRAFFIC =
      FIELDS.limit("limit.trafficRise", 1, 1_000_000, "times", "traffic so far up is a campaign");
  public static final Field LIMIT_HIGH_VALUE =
      FIELDS.limit(
          "limit.highValueCustomers",
          1,
          MAX_NUMBER,
          "customers",
          "so many are a case of their own");
  public static final Field LIMIT_REVENUE =
      FIELDS.limit(
          "limit.revenueAtRisk", 0, MAX_NUMBER, "currency units", "so much is a case of its own");
  public static final Field LIMIT_TRIP_WINDOWS =
      FIELDS.limit(
          "limit.tripWindows", 1, 1000, "windows", "breaches in a row that trip an incident");
  public static final Field LIMIT_CLEAR_WINDOWS =
      FIELDS.limit(
          "limit.clearWindows", 1, 1000, "windows", "clears in a row that end an incident");
  public static final Field LIMIT_COOL_DOWN_MINUTES =
      FIELDS.limit("limit.coolDownMinutes", 0, 1_000_000, "minutes", "between two mitigations");
  public static final Field LIMIT_LATE_HOURS =
      FIELDS.limit("limit.lateHours", 0, 1_000_000, "hours", "evidence older than this is late");
  public static final Field LIMIT_HISTORIC_HOURS =
      FIELDS.limit(
          "limit.historicHours", 0, 1_000_000, "hours", "evidence older than this is history");
  public static final Field LIMIT_SKEW_MINUTES =
      FIELDS.limit("limit.skewMinutes", 0, 1_440, "minutes", "clocks may differ by so much");

  /// The limits that came with vocabularies: an evidence table of before does not set them.
  private static final Set<Field> LATER_LIMITS =
      Set.of(LIMIT_RISE_RATIO, LIMIT_LATE_HOURS, LIMIT_HISTORIC_HOURS, LIMIT_SKEW_MINUTES);

  // What the rules make of it.
  public static final Field SURGE = FIELDS.signal("signal.surge", "sentiment surges");
  public static final Field SPIKE = FIELDS.signal("signal.spike", "volume spikes");
  public static final Field BURST =
      FIELDS.signal("signal.burst", "very many complaints in a short window");
  public static final Field RISE =
      FIELDS.signal("signal.rise", "volume, sentiment or telemetry got worse");
  public static final Field CORE_FUNNEL =
      FIELDS.signal("signal.coreFunnel", "a core step is affected");
  public static final Field RECENT_RELEASE =
      FIELDS.signal("signal.recentRelease", "the release is recent");
  public static final Field CANARY = FIELDS.signal("signal.canary", "it is the canary");
  public static final Field TELEMETRY =
      FIELDS.add(
          "signal.telemetry",
          new WordType(FieldList.names(TelemetryVerdict.values()), false),
          "",
          Origin.SIGNAL,
          "what the health metrics say");
  public static final Field CONFIRMING =
      FIELDS.signal(
          "signal.confirmingMetrics", "metrics", "how many metrics confirm the complaints");
  public static final Field REGIONS_DISAGREE =
      FIELDS.signal("signal.regionsDisagree", "regions contradict each other");
  public static final Field CAMPAIGN =
      FIELDS.signal("signal.campaign", "traffic rose and errors did not");
  public static final Field SUFFICIENT =
      FIELDS.signal("signal.sufficientSample", "enough customers complained");
  public static final Field VALUABLE =
      FIELDS.signal("signal.highValue", "high-value customers or revenue are affected");
  public static final Field UNCERTAIN =
      FIELDS.signal("signal.lowConfidence", "the classification is too uncertain");
  public static final Field LATE = FIELDS.signal("signal.late", "the evidence is late");
  public static final Field HISTORIC = FIELDS.signal("signal.historic", "the evidence is history");
  public static final Field CONTRADICTORY =
      FIELDS.signal("signal.timesContradict", "times contradict each other");
  public static final Field CORROBORATING =
      FIELDS.signal(
          "signal.corroborating",
          "signals",
          "that agree: a surge, a spike or burst, and each metric that confirms");

  // What the tables conclude.
  public static final Field SEVERITY =
      FIELDS.conclusion("severity", FieldList.names(Severity.values()), "severity");
  public static final Field TIER =
      FIELDS.conclusion("mitigation.tier", FieldList.names(Tier.values()), "tier");
  public static final Field ACTION =
      FIELDS.conclusion("action", FieldList.names(ActionKind.askable()), "an action");
  public static final Field MODE =
      FIELDS.conclusion("mitigation.mode", FieldList.names(Mode.values()), "mode");
  public static final Field TELLING =
      FIELDS.conclusion(
          "telling",
          FieldList.names(Telling.values()),
          "when others are told of a case that a person is asked about");
  public static final Field PERCENT =
      FIELDS.add(
          "action.percent",
          new NumberType(0, 100, false),
          "percent",
          Origin.CONCLUSION,
          "what is left of an exposure that is reduced");
  public static final Field TEAM =
      FIELDS.conclusion("owner.team", List.of(), "the team that owns it");
  public static final Field SLA =
      FIELDS.add(
          "owner.slaMinutes",
          new NumberType(1, 525_600, true),
          "minutes",
          Origin.CONCLUSION,
          "how soon the owner must look");
  public static final Field NOTIFIED =
      FIELDS.add(
          "owner.channel",
          new TextType(200),
          "",
          Origin.CONCLUSION,
          "where a notification goes, for example `#payments-alerts`");

  static {
    FIELDS.addAll(GateFields.declare(FIELDS.size()));
    FIELDS.addAll(TableFields.declare(FIELDS.size()));
    FIELDS.addAll(ContractFields.declare(FIELDS.size()));
  }

  private static final List<Field> ALL = FIELDS.all();
  private static final Map<String, Field> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Field::name, Function.identity()));
  private static final List<Field> SIGNALS =
      ALL.stream()
          .filter(field -> field.origin() == Origin.SIGNAL && field.type() instanceof FlagType)
          .toList();

  private Vocabulary() {}

  /// All fields, in the order of their indexes.
  public static List<Field> fields() {
    return ALL;
  }

  /// The flags that rules establish; each is false until one does.
  public static List<Field> signals() {
    return SIGNALS;
  }

  /// The limits that the evidence table must set.
  ///
  /// @param later with a vocabulary: those that came with it, and not the one rise of all metrics
  ///   that `metrics` took the place of
  public static List<Field> limits(boolean later) {
    return ALL.stream()
        .filter(field -> field.origin() == Origin.LIMIT)
        .filter(field -> later ? !field.equals(LIMIT_RISE) : !LATER_LIMITS.contains(field))
        .toList();
  }

  public static Optional<Field> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
