package dev.ombud.record.decision;

import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import java.nio.charset.StandardCharsets;

/// A decision with all that is needed to judge it again.
///
/// @param aggregateJson the aggregate as received
/// @param digest SHA-256 of the aggregate's canonical form
public record StoredDecision(
    Decision decision, String aggregateJson, byte[] digest, Context context, String engineVersion) {
  /// The aggregate, read.
  public Aggregate aggregate() {
    return new AggregateReader().readAggregate(aggregateJson.getBytes(StandardCharsets.UTF_8));
  }
}
