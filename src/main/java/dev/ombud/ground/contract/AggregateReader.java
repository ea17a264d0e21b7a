package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.ground.json.JsonReader;
import dev.ombud.ground.text.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads an aggregate, contract 1.0 or 1.1, and refuses one that breaks the contract. The contract
/// itself stands in `openapi.yaml` and `docs/aggregate.md`, its limits in [AggregateLimits].
///
/// What is not JSON is [ErrorCode#MALFORMED_JSON] with `line` and `column`; JSON that is no
/// aggregate is [ErrorCode#INVALID_AGGREGATE] with every violation at once (of more than 1,000 the
/// first 1,000).
///
/// `null` means the same as an absent field. Thread-safe.
public final class AggregateReader {
  private static final Aggregate.Window NO_WINDOW =
      new Aggregate.Window(Instant.EPOCH, Instant.EPOCH);
  private static final Aggregate.Cluster NO_CLUSTER =
      new Aggregate.Cluster("", List.of(), 0, null, null, null, null, List.of(), List.of());
  private static final Aggregate.Volume NO_VOLUME =
      new Aggregate.Volume(0, null, null, null, null, null, null);

  /// Reads one aggregate and takes it apart.
  ///
  /// @param utf8 one JSON document
  /// @param masking what all that people may have written must go through before it is kept
  public ReceivedAggregate read(byte[] utf8, UnaryOperator<String> masking) {
    JsonNode tree = JsonReader.read(utf8);
    Aggregate aggregate = aggregate(tree);
    SourceTexts.Taken taken = SourceTexts.takeOut(tree, masking);
    byte[] kept = CanonicalJson.write(tree);
    return new ReceivedAggregate(
        taken.isMasked() ? aggregate(tree) : aggregate, kept, Sha256.of(kept), taken.texts());
  }

  /// Reads one aggregate that is not kept.
  public Aggregate readAggregate(byte[] utf8) {
    return aggregate(JsonReader.read(utf8));
  }

  private static Aggregate aggregate(JsonNode tree) {
    List<Violation> violations = new ArrayList<>();
    if (!tree.isObject()) {
      violations.add(
          new Violation("", ViolationCode.WRONG_TYPE, "an aggregate is an object: send `{…}`"));
      throw invalid(violations);
    }
    Aggregate aggregate = aggregate(AggregateBlock.root(tree, violations));
    if (!violations.isEmpty()) {
      throw invalid(violations);
    }
    return aggregate;
  }

  private static ServiceException invalid(List<Violation> violations) {
    int count = violations.size();
    String summary =
        switch (count) {
          case 1 -> "1 violation";
          case AggregateLimits.MAX_VIOLATIONS -> "at least " + count + " violations";
          default -> count + " violations";
        };
    Violation first = violations.getFirst();
    String place =
        first.pointer().isEmpty() ? "the aggregate" : "`" + Excerpt.of(first.pointer()) + "`";
    String detail = summary + ", the first at " + place + ": " + first.detail();
    return new ServiceException(ErrorCode.INVALID_AGGREGATE, detail, Map.of(), violations);
  }

  private static Aggregate aggregate(AggregateBlock root) {
    AggregateBlock later = root.later();
    Aggregate aggregate =
        new Aggregate(
            root.requiredWord("specVersion", AggregateLimits.SPEC_VERSIONS),
            root.requiredText("aggregateId", AggregateLimits.IDENTIFIER),
            revision(root),
            window(root.requiredBlock("window")),
            root.requiredText("product", AggregateLimits.PRODUCT),
            root.requiredText("surface", AggregateLimits.WORD),
            root.text("funnelStep", AggregateLimits.WORD),
            source(root.block("source")),
            release(root.block("release")),
            cohort(root.block("cohort")),
            cluster(root.requiredBlock("cluster")),
            volume(root.requiredBlock("volume")),
            sentiment(root.block("sentiment")),
            telemetry(root),
            business(root.block("business")),
            exposure(root.block("exposure")),
            regions(root),
            evidence(root),
            tests(root.block("tests")),
            lineage(root.block("lineage")),
            AggregateContext.upstream(later),
            AggregateContext.entities(later),
            later.instant("ingestedAt"),
            AggregateContext.correlation(later.block("correlation")),
            AggregateContext.order(later.block("orderContext")),
            AggregateContext.links(later),
            AggregateContext.variables(later));
    root.finish();
    return aggregate;
  }

  static int revision(AggregateBlock root) {
    Long revision = root.count("revision", AggregateLimits.REVISION);
    return revision == null ? 0 : Math.toIntExact(revision);
  }

  static Aggregate.Window window(@Nullable AggregateBlock block) {
    if (block == null) {
      return NO_WINDOW;
    }
    Aggregate.Window window =
        new Aggregate.Window(block.requiredInstant("start"), block.requiredInstant("end"));
    block.finish();
    if (window.start().equals(Instant.EPOCH) || window.end().equals(Instant.EPOCH)) {
      return window;
    }
    Duration length = window.length();
    if (!length.isPositive()) {
      block.complain(
          ViolationCode.WINDOW_ENDS_BEFORE_IT_STARTS,
          "a window must end after its start: swap `start` and `end`, or widen it");
    } else if (length.compareTo(AggregateLimits.WINDOW) > 0) {
      block.complain(
          ViolationCode.OUT_OF_RANGE,
          "a window spans at most " + AggregateLimits.WINDOW.toDays() + " days");
    }
    return window;
  }

  private static Aggregate.@Nullable Source source(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    Aggregate.Source source =
        new Aggregate.Source(
            block.text("pipeline", AggregateLimits.IDENTIFIER),
            block.text("runId", AggregateLimits.IDENTIFIER),
            block.texts("channels", AggregateLimits.MAX_CHANNELS, AggregateLimits.WORD),
            block.word("trust", AggregateLimits.TRUSTS),
            block.texts("languages", AggregateLimits.MAX_LANGUAGES, AggregateLimits.LANGUAGE));
    block.finish();
    return source;
  }

  private static Aggregate.@Nullable Release release(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    Aggregate.Release release =
        new Aggregate.Release(
            block.text("version", AggregateLimits.VERSION),
            block.word("stage", AggregateLimits.STAGES),
            block.number("rolloutPercent", AggregateLimits.ROLLOUT),
            block.instant("deployedAt"),
            block.instant("firstSeenAt"),
            block.text("previousStable", AggregateLimits.VERSION),
            block.text("deploymentId", AggregateLimits.IDENTIFIER));
    block.finish();
    return release;
  }

  private static Aggregate.Cohort cohort(@Nullable AggregateBlock block) {
    if (block == null) {
      return Aggregate.Cohort.EVERYONE;
    }
    AggregateBlock later = block.later();
    Aggregate.Cohort cohort =
        new Aggregate.Cohort(
            block.text("platform", AggregateLimits.PLATFORM),
            block.text("deviceFamily", AggregateLimits.DEVICE_FAMILY),
            block.text("region", AggregateLimits.COHORT_REGION),
            block.text("locale", AggregateLimits.NAME),
            block.text("customerTier", AggregateLimits.CUSTOMER_TIER),
            block.text("segment", AggregateLimits.SEGMENT),
            later.text("browser", AggregateLimits.BROWSER),
            later.text("os", AggregateLimits.OS),
            later.text("fulfilmentCentre", AggregateLimits.FULFILMENT_CENTRE));
    block.finish();
    return cohort;
  }

  private static Aggregate.Cluster cluster(@Nullable AggregateBlock block) {
    if (block == null) {
      return NO_CLUSTER;
    }
    AggregateBlock later = block.later();
    Aggregate.Cluster cluster =
        new Aggregate.Cluster(
            block.requiredText("id", AggregateLimits.IDENTIFIER),
            block.requiredTexts("categories", AggregateLimits.MAX_CATEGORIES, AggregateLimits.WORD),
            block.requiredNumber("confidence", AggregateLimits.CONFIDENCE),
            block.text("summary", AggregateLimits.SUMMARY),
            block.text("rootCause", AggregateLimits.SUMMARY),
            block.number("novelty", AggregateLimits.NOVELTY),
            block.flag("actionable"),
            later.texts("subCategories", AggregateLimits.MAX_CATEGORIES, AggregateLimits.WORD),
            later.texts("keyPhrases", AggregateLimits.MAX_KEY_PHRASES, AggregateLimits.KEY_PHRASE));
    block.finish();
    return cluster;
  }

  private static Aggregate.Volume volume(@Nullable AggregateBlock block) {
    if (block == null) {
      return NO_VOLUME;
    }
    AggregateBlock later = block.later();
    Aggregate.Volume volume =
        new Aggregate.Volume(
            block.requiredCount("count", AggregateLimits.COUNT),
            block.count("customers", AggregateLimits.CUSTOMERS),
            block.number("baseline", AggregateLimits.BASELINE),
            block.number("standardDeviation", AggregateLimits.BASELINE),
            block.number("baselineHours", AggregateLimits.BASELINE_HOURS),
            later.count("total", AggregateLimits.TOTAL),
            AggregateContext.trend(later.block("trend")));
    block.finish();
    Long total = volume.total();
    if (total != null && total < volume.count()) {
      block.contradict(
          "total",
          "`total` is %d and `count` is %d: all comments of the window are at least those that complain of this"
              .formatted(total, volume.count()));
    }
    return volume;
  }

  private static Aggregate.@Nullable Sentiment sentiment(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    Aggregate.Sentiment sentiment =
        new Aggregate.Sentiment(
            block.number("mean", AggregateLimits.MEAN),
            block.number("negativeShare", AggregateLimits.SHARE),
            block.number("baselineNegativeShare", AggregateLimits.SHARE),
            block.number("sigma", AggregateLimits.SIGMA),
            block.later().number("meanRating", AggregateLimits.MEAN_RATING));
    block.finish();
    return sentiment;
  }

  static Map<String, Aggregate.Metric> telemetry(AggregateBlock root) {
    Map<String, Aggregate.Metric> metrics = new LinkedHashMap<>();
    root.namedBlocks("telemetry", AggregateLimits.MAX_METRICS, AggregateLimits.METRIC_NAME)
        .forEach((name, block) -> metrics.put(name, metric(block)));
    return metrics;
  }

  private static Aggregate.Metric metric(AggregateBlock block) {
    Aggregate.Metric metric =
        new Aggregate.Metric(
            block.reading("value", AggregateLimits.METRIC),
            block.number("baseline", AggregateLimits.METRIC),
            block.instant("observedAt"),
            block.word("state", AggregateLimits.CLAIMS));
    block.finish();
    return metric;
  }

  private static Aggregate.@Nullable Business business(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    AggregateBlock later = block.later();
    Aggregate.Business business =
        new Aggregate.Business(
            money(block.block("revenueAtRisk")),
            block.count("affectedCustomers", AggregateLimits.AFFECTED),
            block.count("highValueCustomers", AggregateLimits.HIGH_VALUE),
            block.count("ordersAffected", AggregateLimits.ORDERS),
            block.count("supportQueueDepth", AggregateLimits.QUEUE_DEPTH),
            money(later.block("lifetimeValue")),
            later.number("adoption", AggregateLimits.ADOPTION));
    block.finish();
    return business;
  }

  static Aggregate.@Nullable Money money(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    Aggregate.Money money =
        new Aggregate.Money(
            block.requiredNumber("amount", AggregateLimits.REVENUE),
            block.requiredText("currency", AggregateLimits.CURRENCY));
    block.finish();
    return money;
  }

  private static Aggregate.@Nullable Exposure exposure(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    String environment = block.text("environment", AggregateLimits.ENVIRONMENT);
    List<Aggregate.Flag> flags = new ArrayList<>();
    for (AggregateBlock flag : block.blocks("flags", AggregateLimits.MAX_FLAGS)) {
      flags.add(
          new Aggregate.Flag(
              flag.requiredText("key", AggregateLimits.FLAG_KEY),
              flag.text("variation", AggregateLimits.IDENTIFIER)));
      flag.finish();
    }
    Aggregate.Experiment experiment = experiment(block.block("experiment"));
    block.finish();
    return new Aggregate.Exposure(environment, flags, experiment);
  }

  private static Aggregate.@Nullable Experiment experiment(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    Aggregate.Experiment experiment =
        new Aggregate.Experiment(
            block.requiredText("key", AggregateLimits.FLAG_KEY),
            block.text("variant", AggregateLimits.IDENTIFIER),
            block.number("holdoutPercent", AggregateLimits.HOLDOUT));
    block.finish();
    return experiment;
  }

  private static List<Aggregate.Region> regions(AggregateBlock root) {
    List<Aggregate.Region> regions = new ArrayList<>();
    for (AggregateBlock block : root.blocks("regions", AggregateLimits.MAX_REGIONS)) {
      regions.add(
          new Aggregate.Region(
              block.requiredText("region", AggregateLimits.NAME),
              block.number("sigma", AggregateLimits.SIGMA),
              block.count("count", AggregateLimits.COUNT)));
      block.finish();
    }
    return regions;
  }

  private static List<Aggregate.Evidence> evidence(AggregateBlock root) {
    List<Aggregate.Evidence> evidence = new ArrayList<>();
    for (AggregateBlock block : root.blocks("evidence", AggregateLimits.MAX_EVIDENCE)) {
      AggregateBlock later = block.later();
      String text = block.text("text", AggregateLimits.EVIDENCE_TEXT);
      evidence.add(
          new Aggregate.Evidence(
              block.requiredText("id", AggregateLimits.IDENTIFIER),
              block.text("channel", AggregateLimits.WORD),
              block.number("rating", AggregateLimits.RATING),
              block.text("language", AggregateLimits.LANGUAGE),
              block.instant("at"),
              AggregateContext.spans(later, text),
              later.texts("labels", AggregateLimits.MAX_EVIDENCE_LABELS, AggregateLimits.NAME)));
      block.finish();
    }
    return evidence;
  }

  private static Aggregate.@Nullable Tests tests(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    Aggregate.Tests tests =
        new Aggregate.Tests(
            block.word("regressionSuite", AggregateLimits.SUITE_RESULTS),
            block.flag("rollbackPlanAttached"),
            block.texts(
                "fixValidatedAgainst", AggregateLimits.MAX_FIX_TARGETS, AggregateLimits.LABEL),
            block.later().number("coverage", AggregateLimits.COVERAGE));
    block.finish();
    return tests;
  }

  private static Aggregate.@Nullable Lineage lineage(@Nullable AggregateBlock block) {
    if (block == null) {
      return null;
    }
    Aggregate.Lineage lineage =
        new Aggregate.Lineage(
            block.text("modelVersion", AggregateLimits.IDENTIFIER),
            block.text("promptVersion", AggregateLimits.IDENTIFIER),
            block.text("pipelineRunId", AggregateLimits.IDENTIFIER),
            block.text("inputHash", AggregateLimits.IDENTIFIER));
    block.finish();
    return lineage;
  }
}
