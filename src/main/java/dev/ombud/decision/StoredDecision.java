package dev.ombud.decision;

import dev.ombud.contract.AggregateReader;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Context;
import dev.ombud.domain.Decision;
import java.nio.charset.StandardCharsets;

/// A decision with all that is needed to judge it again.
///
/// @param aggregateJson the aggregate as received
/// @param digest SHA-256 of the aggregate's canonical form
public record StoredDecision(
    Decision decision,
    String aggregateJson,
    byte[] digest,
    Context context,
    String engineVersion) {
  /// The aggregate, read.
  public Aggregate aggregate() {
    return new AggregateReader().readAggregate(aggregateJson.getBytes(StandardCharsets.UTF_8));
  }
}
