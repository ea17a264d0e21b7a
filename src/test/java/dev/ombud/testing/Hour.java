package dev.ombud.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One hour of a canary that customers complain about, or do not any more, as a pipeline posts it:
/// fresh times, and a part that a test changes. Immutable.
///
/// @param ago how many hours before now its window ended
/// @param sigma of its sentiment; below 1 it is quiet
public record Hour(Instant now, String cluster, double ago, int revision, double sigma) {
  private static final double SURGE = 2.6;
  private static final double QUIET = 0.1;

  /// A breach.
  public static Hour breach(Instant now, String cluster, double ago) {
    return new Hour(now, cluster, ago, 0, SURGE);
  }

  /// A clear.
  public static Hour quiet(Instant now, String cluster, double ago) {
    return new Hour(now, cluster, ago, 0, QUIET);
  }

  /// The next revision of the same window, which says the opposite.
  public Hour revised() {
    return new Hour(now, cluster, ago, revision + 1, isQuiet() ? SURGE : QUIET);
  }

  /// The next revision, which names another cluster.
  public Hour revised(String otherCluster) {
    return new Hour(now, otherCluster, ago, revision + 1, sigma);
  }

  private boolean isQuiet() {
    return sigma < 1;
  }

  /// Stays the same in each revision.
  public String id() {
    return "%.2f hours ago".formatted(ago);
  }

  public String json() {
    return json("storefront/" + cluster + "/" + id());
  }

  /// @param aggregateId to be used by no other
  public String json(String aggregateId) {
    Instant end = now.minusSeconds(Math.round(ago * 3600)).truncatedTo(ChronoUnit.SECONDS);
    String json =
        Aggregates.edit(
            Aggregates.surge(),
            "storefront/2026-03-02T18:00:00Z/7.19.0-rc1/payment_failure\"",
            aggregateId + "\", \"revision\": " + revision,
            "2026-03-02T18:00:00Z",
            end.toString(),
            "2026-03-01T18:00:00Z",
            end.minus(Duration.ofHours(1)).toString(),
            "2026-03-02T17:30:00Z",
            end.minus(Duration.ofMinutes(5)).toString(),
            "2026-03-02T11:00:00Z",
            end.minus(Duration.ofHours(7)).toString(),
            "card-authorization",
            cluster,
            "\"sigma\": 2.6",
            "\"sigma\": " + sigma);
    return isQuiet()
        ? Aggregates.edit(
            json,
            "\"payment_failure\"",
            "\"other\"",
            "\"confidence\": 0.92",
            "\"confidence\": 0.6",
            "\"count\": 120",
            "\"count\": 5",
            "\"customers\": 110",
            "\"customers\": 5",
            "\"negativeShare\": 0.8",
            "\"negativeShare\": 0.35",
            "0.046",
            "0.012",
            "\"value\": 310",
            "\"value\": 80",
            "48000",
            "0",
            "\"affectedCustomers\": 640",
            "\"affectedCustomers\": 5",
            "\"highValueCustomers\": 3",
            "\"highValueCustomers\": 0")
        : json;
  }
}
