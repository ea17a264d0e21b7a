package dev.ombud.act.action;

import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.testing.Aggregates;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Orders as short as they can be.
public final class Orders {
  private static final Aggregate SURGE = Aggregates.surgeWith();

  private Orders() {}

  public static Order of(StoredAction action) {
    PublicBrief brief =
        new PublicBrief(
            action.decisionId(),
            action.incidentId(),
            action.key(),
            action.product(),
            "checkout",
            Optional.empty(),
            "everyone",
            Severity.P1,
            1,
            1,
            "title",
            "paragraph",
            List.of(),
            "because",
            List.of(),
            List.of(),
            List.of(),
            "payments",
            Instant.EPOCH,
            Instant.EPOCH,
            "measure",
            "Checkout of shop, for android.",
            "Mitigation: the flag or variation off for android, started by the service.",
            List.of(),
            URI.create("http://127.0.0.1/"));
    return new Order(
        action.id(),
        action.key(),
        action.kind(),
        action.target(),
        action.environment(),
        Instant.EPOCH,
        SURGE,
        action.parentReceipt(),
        brief);
  }
}
