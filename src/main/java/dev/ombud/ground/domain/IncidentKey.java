package dev.ombud.ground.domain;

import dev.ombud.ground.base.Percent;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What makes two aggregates speak of the same incident: product, flags or else release,
/// environment, cohort and cluster. Never the severity, and never an empty part: what is not known
/// has a word.
///
/// The key is canonical: other flags, another release or another cohort make another text, whatever
/// callers put into their names (`%`, `,` and `=` in a name of a cohort stand as `%25`, `%2C` and
/// `%3D`; names of flags and releases as in [ActionTarget]), and the same flags in another order
/// make the same one. In the aggregate their order has a meaning, the likeliest first, and it is
/// the first that is acted on; whom that is taken for may change from window to window, and it is
/// still the same trouble.
///
/// @param subject `flag:` and the keys in their order, `flag:banner,new-checkout`, or `release:`
///   and the version, or `release:unknown`
/// @param cohort for example `platform=ios,region=emea`, or `everyone`
public record IncidentKey(
    String product, String subject, String environment, String cohort, String cluster) {

  /// The environment of drills, in which nothing real is touched.
  public static final String DRILL = "drill";

  /// As much as an index can hold; nothing that people name is as long.
  private static final int MAX_BYTES = 2_000;

  private static final String FLAGS = "flag:";

  public IncidentKey {
    if (product.isEmpty()
        || subject.isEmpty()
        || environment.isEmpty()
        || cohort.isEmpty()
        || cluster.isEmpty()) {
      throw new IllegalStateException("an incident key has no empty part");
    }
  }

  /// Whether it is of a drill.
  public boolean isDrill() {
    return environment.equals(DRILL);
  }

  public static IncidentKey of(Aggregate aggregate) {
    Aggregate.Exposure exposure = aggregate.exposure();
    String environment =
        exposure == null || exposure.environment() == null ? "unknown" : exposure.environment();
    return new IncidentKey(
        aggregate.product(),
        Percent.bounded(subject(aggregate), MAX_BYTES),
        environment,
        Percent.bounded(cohort(aggregate.cohort()), MAX_BYTES),
        aggregate.cluster().id());
  }

  /// The subject as targets of actions have it, one for each flag.
  public List<String> subjects() {
    return subject.startsWith(FLAGS)
        ? Stream.of(subject.substring(FLAGS.length()).split(",", -1)).map(FLAGS::concat).toList()
        : List.of(subject);
  }

  /// The cohort of those in the cohort of an aggregate whom no switch touches; nothing where that
  /// names a segment of its own, of which nobody reports a holdout.
  public static Optional<String> holdout(Aggregate aggregate) {
    Aggregate.Cohort cohort = aggregate.cohort();
    return cohort.segment() == null
        ? Optional.of(Percent.bounded(cohort(cohort.inHoldout()), MAX_BYTES))
        : Optional.empty();
  }

  private static String subject(Aggregate aggregate) {
    Aggregate.Exposure exposure = aggregate.exposure();
    if (exposure != null && !exposure.flags().isEmpty()) {
      return exposure.flags().stream()
          .map(flag -> ActionTarget.encoded(flag.key()))
          .distinct()
          .sorted()
          .collect(Collectors.joining(",", FLAGS, ""));
    }
    Aggregate.Release release = aggregate.release();
    return ActionTarget.release(release == null ? null : release.version()).toString();
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
    part(parts, "browser", cohort.browser());
    part(parts, "os", cohort.os());
    part(parts, "fulfilmentCentre", cohort.fulfilmentCentre());
    return parts.toString();
  }

  private static void part(StringJoiner parts, String name, @Nullable String value) {
    if (value != null) {
      parts.add(name + "=" + Percent.escape(value, ",="));
    }
  }
}
