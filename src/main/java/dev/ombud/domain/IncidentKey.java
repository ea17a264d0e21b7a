package dev.ombud.domain;

import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// What makes two aggregates speak of the same incident: product, flag or else release,
/// environment, cohort and cluster. Never the severity, and never an empty part: what is not known
/// has a word.
public record IncidentKey(
    String product, String subject, String environment, String cohort, String cluster) {

  /// The environment of drills, in which nothing real is touched.
  public static final String DRILL = "drill";

  public IncidentKey {
    if (product.isEmpty()
        || subject.isEmpty()
        || environment.isEmpty()
        || cohort.isEmpty()
        || cluster.isEmpty()) {
      throw new IllegalStateException("an incident key has no empty part");
    }
  }

  public static IncidentKey of(Aggregate aggregate) {
    Aggregate.Exposure exposure = aggregate.exposure();
    String environment =
        exposure == null || exposure.environment() == null ? "unknown" : exposure.environment();
    return new IncidentKey(
        aggregate.product(),
        subject(aggregate),
        environment,
        cohort(aggregate.cohort()),
        aggregate.cluster().id());
  }

  /// The cohort of those in the cohort of an aggregate whom no switch touches; nothing where that
  /// names a segment of its own, of which nobody reports a holdout.
  public static Optional<String> holdout(Aggregate aggregate) {
    Aggregate.Cohort cohort = aggregate.cohort();
    return cohort.segment() == null ? Optional.of(cohort(cohort.inHoldout())) : Optional.empty();
  }

  private static String subject(Aggregate aggregate) {
    Aggregate.Exposure exposure = aggregate.exposure();
    if (exposure != null && !exposure.flags().isEmpty()) {
      return "flag:" + exposure.flags().getFirst().key();
    }
    Aggregate.Release release = aggregate.release();
    String version = release == null ? null : release.version();
    return "release:" + (version == null ? "unknown" : version);
  }

  private static String cohort(Aggregate.Cohort cohort) {
    if (!cohort.isNamed()) {
      return "everyone";
    }
    StringJoiner parts = new StringJoiner(",");
    part(parts, "platform", cohort.platform());
    part(parts, "deviceFamily", cohort.deviceFamily());
    part(parts, "region", cohort.region());
    part(parts, "locale", cohort.locale());
    part(parts, "customerTier", cohort.customerTier());
    part(parts, "segment", cohort.segment());
    return parts.toString();
  }

  private static void part(StringJoiner parts, String name, @Nullable String value) {
    if (value != null) {
      parts.add(name + "=" + value);
    }
  }
}
