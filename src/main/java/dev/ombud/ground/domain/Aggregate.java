package dev.ombud.ground.domain;

import dev.ombud.ground.code.MetricState;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.code.SuiteResult;
import dev.ombud.ground.code.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One enriched feedback aggregate, contract 1.1: how many complaints about what, in which release,
/// surface and cohort, in one half-open window of time.
///
/// A `null` component means *not known*; it is the one domain in which this code base lets null
/// cross packages, because "not known" is a value that rules reason about. Limits and allowed
/// values stand in [Vocabulary][dev.ombud.ground.field.Vocabulary]; an instance made by the
/// contract's reader keeps them. Immutable.
public record Aggregate(
    String specVersion,
    String aggregateId,
    int revision,
    Window window,
    String product,
    String surface,
    @Nullable String funnelStep,
    @Nullable Source source,
    @Nullable Release release,
    Cohort cohort,
    Cluster cluster,
    Volume volume,
    @Nullable Sentiment sentiment,
    Map<String, Metric> telemetry,
    @Nullable Business business,
    @Nullable Exposure exposure,
    List<Region> regions,
    List<Evidence> evidence,
    @Nullable Tests tests,
    @Nullable Lineage lineage,
    Upstream upstream,
    Entities entities,
    @Nullable Instant ingestedAt,
    Correlation correlation,
    @Nullable OrderContext order,
    List<Link> links,
    List<String> variables) {

  public Aggregate {
    telemetry = Map.copyOf(telemetry);
    regions = List.copyOf(regions);
    evidence = List.copyOf(evidence);
    links = List.copyOf(links);
    variables = List.copyOf(variables);
  }

  /// The time of its evidence: the end of its window, or when it was received, whichever is
  /// earlier. What people did after that, they did not know of it.
  ///
  /// @param receivedAt our clock when it came in
  public Instant evidenceAt(Instant receivedAt) {
    return window.end().isBefore(receivedAt) ? window.end() : receivedAt;
  }

  /// The same without what customers wrote and what was made of it: texts and conclusions of the
  /// pipeline, phrases, what is named in them but for articles, error codes, how orders were paid,
  /// and of links all but the host.
  public Aggregate withoutWords() {
    return new Aggregate(
        specVersion,
        aggregateId,
        revision,
        window,
        product,
        surface,
        funnelStep,
        source,
        release,
        cohort,
        cluster.withoutWords(),
        volume,
        sentiment,
        telemetry,
        business,
        exposure,
        regions,
        evidence,
        tests,
        lineage,
        Upstream.SILENT,
        new Entities(null, null, null, entities.skus()),
        ingestedAt,
        new Correlation(correlation.requestIds(), correlation.sessionIds(), List.of()),
        order == null
            ? null
            : new OrderContext(order.orderIds(), order.value(), order.items(), null, null),
        links.stream().map(Link::withoutWords).toList(),
        variables);
  }

  /// A half-open span of time: `start` belongs to it, `end` does not.
  public record Window(Instant start, Instant end) {
    public Duration length() {
      return Duration.between(start, end);
    }
  }

  public record Source(
      @Nullable String pipeline,
      @Nullable String runId,
      List<String> channels,
      @Nullable Trust trust,
      List<String> languages) {
    public Source {
      channels = List.copyOf(channels);
      languages = List.copyOf(languages);
    }
  }

  public record Release(
      @Nullable String version,
      @Nullable ReleaseStage stage,
      @Nullable Double rolloutPercent,
      @Nullable Instant deployedAt,
      @Nullable Instant firstSeenAt,
      @Nullable String previousStable,
      @Nullable String deploymentId) {

    /// When customers first met this release: its deployment, or else its first sighting.
    public @Nullable Instant arrivedAt() {
      return deployedAt == null ? firstSeenAt : deployedAt;
    }
  }

  /// Whom the complaints come from; without any field: everyone.
  public record Cohort(
      @Nullable String platform,
      @Nullable String deviceFamily,
      @Nullable String region,
      @Nullable String locale,
      @Nullable String customerTier,
      @Nullable String segment,
      @Nullable String browser,
      @Nullable String os,
      @Nullable String fulfilmentCentre) {

    public static final Cohort EVERYONE =
        new Cohort(null, null, null, null, null, null, null, null, null);

    public boolean isNamed() {
      return !equals(EVERYONE);
    }

    /// Those of it whom no switch touches.
    public Cohort inHoldout() {
      return new Cohort(
          platform,
          deviceFamily,
          region,
          locale,
          customerTier,
          "holdout",
          browser,
          os,
          fulfilmentCentre);
    }
  }

  public record Cluster(
      String id,
      List<String> categories,
      double confidence,
      @Nullable String summary,
      @Nullable String rootCause,
      @Nullable Double novelty,
      @Nullable Boolean actionable,
      List<String> subCategories,
      List<String> keyPhrases) {
    /// Without what was made of customers' texts.
    Cluster withoutWords() {
      return new Cluster(
          id, categories, confidence, null, null, novelty, actionable, subCategories, List.of());
    }

    public Cluster {
      categories = List.copyOf(categories);
      subCategories = List.copyOf(subCategories);
      keyPhrases = List.copyOf(keyPhrases);
    }
  }

  public record Volume(
      long count,
      @Nullable Long customers,
      @Nullable Double baseline,
      @Nullable Double standardDeviation,
      @Nullable Double baselineHours,
      @Nullable Long total,
      @Nullable Trend trend) {

    /// Which part of all comments of the window complains of this, 0 to 1; null where that is not
    /// known, or where there were no comments at all.
    public @Nullable Double share() {
      return total == null || total == 0 ? null : (Double) (count / (double) total);
    }
  }

  /// Where the count is going.
  ///
  /// @param velocity by how many complaints an hour it grows
  /// @param acceleration by how much that grows an hour
  public record Trend(@Nullable Double velocity, @Nullable Double acceleration) {}

  public record Sentiment(
      @Nullable Double mean,
      @Nullable Double negativeShare,
      @Nullable Double baselineNegativeShare,
      @Nullable Double sigma,
      @Nullable Double meanRating) {}

  /// One telemetry reading. `value` and `baseline` are `null` where the producer sent null or
  /// nothing.
  public record Metric(
      @Nullable Double value,
      @Nullable Double baseline,
      @Nullable Instant observedAt,
      @Nullable MetricState state) {}

  public record Money(double amount, String currency) {}

  public record Business(
      @Nullable Money revenueAtRisk,
      @Nullable Long affectedCustomers,
      @Nullable Long highValueCustomers,
      @Nullable Long ordersAffected,
      @Nullable Long supportQueueDepth,
      @Nullable Money lifetimeValue,
      @Nullable Double adoption) {}

  public record Flag(String key, @Nullable String variation) {}

  public record Experiment(String key, @Nullable String variant, @Nullable Double holdoutPercent) {}

  public record Exposure(
      @Nullable String environment, List<Flag> flags, @Nullable Experiment experiment) {
    public Exposure {
      flags = List.copyOf(flags);
    }
  }

  public record Region(String region, @Nullable Double sigma, @Nullable Long count) {}

  /// What one customer said, without the text itself: nothing that decides may see it.
  public record Evidence(
      String id,
      @Nullable String channel,
      @Nullable Double rating,
      @Nullable String language,
      @Nullable Instant at,
      List<Span> spans,
      List<String> labels) {
    public Evidence {
      spans = List.copyOf(spans);
      labels = List.copyOf(labels);
    }
  }

  /// The part of a text that tells something: from a character on, up to another that does not
  /// belong to it; Unicode characters of the text as the record has it, which is masked.
  public record Span(int from, int to, @Nullable String label) {}

  public record Tests(
      @Nullable SuiteResult regressionSuite,
      @Nullable Boolean rollbackPlanAttached,
      List<String> fixValidatedAgainst,
      @Nullable Double coverage) {
    public Tests {
      fixValidatedAgainst = List.copyOf(fixValidatedAgainst);
    }
  }

  public record Lineage(
      @Nullable String modelVersion,
      @Nullable String promptVersion,
      @Nullable String pipelineRunId,
      @Nullable String inputHash) {}

  /// What the pipeline itself concluded: a table may name it, nothing follows from it by itself.
  public record Upstream(
      @Nullable String severity, @Nullable String urgency, @Nullable String recommendedAction) {
    public static final Upstream SILENT = new Upstream(null, null, null);
  }

  /// What the pipeline found named in the complaints.
  public record Entities(
      @Nullable String feature,
      @Nullable String component,
      @Nullable String errorType,
      List<String> skus) {
    public static final Entities NONE = new Entities(null, null, null, List.of());

    public Entities {
      skus = List.copyOf(skus);
    }
  }

  /// By what logs and traces find the same trouble. Ids of requests and sessions are masked in all
  /// that is kept.
  public record Correlation(
      List<String> requestIds, List<String> sessionIds, List<String> errorCodes) {
    public static final Correlation NONE = new Correlation(List.of(), List.of(), List.of());

    public Correlation {
      requestIds = List.copyOf(requestIds);
      sessionIds = List.copyOf(sessionIds);
      errorCodes = List.copyOf(errorCodes);
    }
  }

  /// The orders that the complaints name. Their ids are masked in all that is kept.
  public record OrderContext(
      List<String> orderIds,
      @Nullable Money value,
      @Nullable Long items,
      @Nullable String paymentMethod,
      @Nullable String promotion) {
    public OrderContext {
      orderIds = List.copyOf(orderIds);
    }
  }

  /// Where more can be seen: `https`, without the name of a user in it. Only shown, never followed.
  ///
  /// @param kind for example `dashboard`, `logs` or `roadmap`
  public record Link(String url, @Nullable String title, @Nullable String kind) {
    Link withoutWords() {
      return new Link(url.replaceFirst("(?<=://)([^/?#]*).*", "$1"), null, kind);
    }
  }
}
