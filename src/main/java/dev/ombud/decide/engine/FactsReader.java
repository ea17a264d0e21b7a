package dev.ombud.decide.engine;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns an aggregate into facts: what the caller sent, and plain arithmetic on it. No policy.
final class FactsReader {
  /// Variations that only say that a flag is on; any other name is one of several variations.
  private static final Set<String> JUST_ON = Set.of("on", "true", "enabled", "yes", "1");

  /// What people call the variant of an experiment that stays as it is.
  private static final Set<String> CONTROLS =
      Set.of("control", "baseline", "original", "default", "reference", "holdout", "off");

  private FactsReader() {}

  static Facts read(Aggregate aggregate, Lexicon lexicon, Timing timing) {
    Facts facts = new Facts();
    for (var field : Vocabulary.signals()) {
      facts.put(field, Boolean.FALSE);
    }
    facts.put(Vocabulary.PRODUCT, aggregate.product());
    facts.put(Vocabulary.SURFACE, aggregate.surface());
    facts.put(Vocabulary.FUNNEL_STEP, aggregate.funnelStep());
    timing.put(facts);
    facts.put(Vocabulary.CORE, lexicon.isCore(aggregate.surface(), aggregate.funnelStep()));
    facts.put(
        Vocabulary.RELEASE_FAULT, lexicon.canBeReleaseFault(aggregate.cluster().categories()));
    Aggregate.Source source = aggregate.source();
    if (source != null) {
      facts.put(Vocabulary.TRUST, source.trust());
      facts.put(Vocabulary.SOURCE_CHANNELS, source.channels());
    }
    release(facts, aggregate.release(), timing.evidenceAt());
    cohort(facts, aggregate.cohort());
    cluster(facts, aggregate);
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    if (sentiment != null) {
      facts.put(Vocabulary.MEAN, sentiment.mean());
      facts.put(Vocabulary.NEGATIVE_SHARE, sentiment.negativeShare());
      facts.put(Vocabulary.SIGMA, sentiment.sigma());
    }
    business(facts, aggregate.business(), lexicon);
    exposure(facts, aggregate.exposure());
    regions(facts, aggregate.regions());
    Aggregate.Tests tests = aggregate.tests();
    if (tests != null) {
      facts.put(Vocabulary.REGRESSION_SUITE, tests.regressionSuite());
    }
    ContractFacts.put(facts, aggregate, lexicon);
    return facts;
  }

  private static void release(Facts facts, Aggregate.@Nullable Release release, Instant end) {
    facts.put(Vocabulary.REVERTIBLE, release != null && release.previousStable() != null);
    if (release == null) {
      return;
    }
    facts.put(Vocabulary.VERSION, release.version());
    facts.put(Vocabulary.STAGE, release.stage());
    facts.put(Vocabulary.ROLLOUT, release.rolloutPercent());
    Instant arrivedAt = release.arrivedAt();
    if (arrivedAt != null) {
      facts.put(Vocabulary.HOURS_SINCE_RELEASE, hours(arrivedAt, end));
    }
  }

  private static void cohort(Facts facts, Aggregate.Cohort cohort) {
    facts.put(Vocabulary.COHORT_NAMED, cohort.isNamed());
    facts.put(Vocabulary.PLATFORM, cohort.platform());
    facts.put(Vocabulary.DEVICE_FAMILY, cohort.deviceFamily());
    facts.put(Vocabulary.COHORT_REGION, cohort.region());
    facts.put(Vocabulary.CUSTOMER_TIER, cohort.customerTier());
    facts.put(Vocabulary.SEGMENT, cohort.segment());
  }

  private static void cluster(Facts facts, Aggregate aggregate) {
    Aggregate.Cluster cluster = aggregate.cluster();
    facts.put(Vocabulary.CATEGORY, cluster.categories());
    facts.put(Vocabulary.DOMAINS, (double) cluster.categories().size());
    facts.put(Vocabulary.CONFIDENCE, cluster.confidence());
    facts.put(Vocabulary.NOVELTY, cluster.novelty());
    facts.put(Vocabulary.ACTIONABLE, cluster.actionable());
    Aggregate.Volume volume = aggregate.volume();
    facts.put(Vocabulary.COUNT, (double) volume.count());
    facts.put(Vocabulary.CUSTOMERS, volume.customers());
    Double baseline = volume.baseline();
    facts.put(Vocabulary.BASELINE, baseline);
    if (baseline != null) {
      // Three complaints against a baseline of 0.14 are three complaints, not a 21-fold spike.
      facts.put(Vocabulary.RATIO, volume.count() / Math.max(baseline, 1.0));
    }
  }

  private static void business(
      Facts facts, Aggregate.@Nullable Business business, Lexicon lexicon) {
    if (business == null) {
      return;
    }
    Aggregate.Money revenue = business.revenueAtRisk();
    if (revenue != null) {
      lexicon
          .inReportingCurrency(revenue)
          .ifPresent(amount -> facts.put(Vocabulary.REVENUE, amount));
    }
    facts.put(Vocabulary.AFFECTED, business.affectedCustomers());
    facts.put(Vocabulary.HIGH_VALUE, business.highValueCustomers());
    facts.put(Vocabulary.ORDERS, business.ordersAffected());
    facts.put(Vocabulary.QUEUE_DEPTH, business.supportQueueDepth());
  }

  private static void exposure(Facts facts, Aggregate.@Nullable Exposure exposure) {
    boolean flagged = exposure != null && !exposure.flags().isEmpty();
    boolean experimental = exposure != null && exposure.experiment() != null;
    facts.put(Vocabulary.FLAGGED, flagged);
    facts.put(Vocabulary.EXPERIMENTAL, experimental);
    facts.put(Vocabulary.MULTIVARIATE, Boolean.FALSE);
    facts.put(Vocabulary.CONTROL, exposure != null && isControl(exposure.experiment()));
    if (exposure == null) {
      return;
    }
    facts.put(Vocabulary.ENVIRONMENT, exposure.environment());
    if (flagged) {
      Aggregate.Flag flag = exposure.flags().getFirst();
      String variation = flag.variation();
      facts.put(Vocabulary.FLAG_KEY, flag.key());
      facts.put(
          Vocabulary.MULTIVARIATE,
          variation != null && !JUST_ON.contains(variation.toLowerCase(Locale.ROOT)));
    }
    Aggregate.Experiment experiment = exposure.experiment();
    if (experiment != null) {
      facts.put(Vocabulary.HOLDOUT, experiment.holdoutPercent());
    }
  }

  private static boolean isControl(Aggregate.@Nullable Experiment experiment) {
    String variant = experiment == null ? null : experiment.variant();
    return variant != null && CONTROLS.contains(variant.toLowerCase(Locale.ROOT));
  }

  private static void regions(Facts facts, List<Aggregate.Region> regions) {
    double worst = Double.NEGATIVE_INFINITY;
    double best = Double.POSITIVE_INFINITY;
    for (Aggregate.Region region : regions) {
      Double sigma = region.sigma();
      if (sigma != null) {
        worst = Math.max(worst, sigma);
        best = Math.min(best, sigma);
      }
    }
    if (worst >= best) {
      facts.put(Vocabulary.REGION_WORST, worst);
      facts.put(Vocabulary.REGION_SPREAD, worst - best);
    }
  }

  /// Below 0 where the release came after the complaints.
  private static double hours(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 3_600_000.0;
  }
}
