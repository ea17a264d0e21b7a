package dev.ombud.door.casepages;

import dev.ombud.door.console.PageWords;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.record.decision.StoredDecision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/// One decision as a line of a list. Immutable.
///
/// @param title what it is about, in a few words
/// @param done what becomes of it, in words
public record DecisionLine(
    UUID id,
    Instant at,
    String severity,
    String title,
    String product,
    String surface,
    String release,
    String cohort,
    String cluster,
    String done,
    String owner,
    boolean isDrill) {
  /// As long as a day is written.
  private static final int DAY = 10;

  private static final AggregateReader READER = new AggregateReader();

  public static DecisionLine of(StoredDecision stored) {
    Decision decision = stored.decision();
    Aggregate aggregate = aggregate(stored);
    Aggregate.Release release = aggregate.release();
    String version = release == null ? null : release.version();
    return new DecisionLine(
        decision.decisionId(),
        decision.decidedAt(),
        decision.judgement().severity().name(),
        title(aggregate),
        aggregate.product(),
        aggregate.surface(),
        version == null ? "not known" : version,
        IncidentKey.of(aggregate).cohort(),
        aggregate.cluster().id(),
        done(decision),
        decision.judgement().owner().team(),
        decision.isDrill());
  }

  /// What was decided on, in the form that was kept.
  public static Aggregate aggregate(StoredDecision stored) {
    return READER.readAggregate(stored.aggregateJson().getBytes(StandardCharsets.UTF_8));
  }

  /// What the complaints are about.
  public static String title(Aggregate aggregate) {
    String summary = aggregate.cluster().summary();
    if (summary != null && !summary.isBlank()) {
      return summary;
    }
    String categories = String.join(", ", aggregate.cluster().categories()).replace('_', ' ');
    return categories.isEmpty() ? "Cluster " + aggregate.cluster().id() : categories;
  }

  private static String done(Decision decision) {
    Tier tier = decision.judgement().mitigation().tier();
    String disposition = PageWords.name(decision.judgement().disposition());
    return tier == Tier.NONE ? disposition : disposition + ", " + PageWords.name(tier);
  }

  public String path() {
    return "/decisions/" + id;
  }

  public String when() {
    return PageWords.time(at);
  }

  public String day() {
    return when().substring(0, DAY);
  }

  public String hour() {
    return when().substring(DAY + 1);
  }
}
