package dev.ombud.testing;

import dev.ombud.act.action.Order;
import dev.ombud.act.action.PublicBrief;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Aggregate;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Orders for connectors, as the outbox hands them out.
public final class Orders {
  private Orders() {}

  /// The idempotency key of a test's own word.
  public static String key(String word) {
    return HexFormat.of().formatHex(Sha256.of(word));
  }

  /// @param key any word; orders of one word have one idempotency key
  public static Order of(
      String key, ActionKind kind, String subject, Instant evidenceAt, Aggregate aggregate) {
    UUID id = new UUID(0, key.hashCode());
    return new Order(
        id,
        key(key),
        kind,
        subject,
        "production",
        evidenceAt,
        aggregate,
        Optional.empty(),
        new PublicBrief(
            id,
            Optional.empty(),
            key("incident"),
            aggregate.product(),
            aggregate.surface(),
            Optional.empty(),
            "everyone",
            Severity.P1,
            1,
            0.9,
            "checkout fails",
            "Checkout fails.",
            List.of(),
            "because",
            List.of(),
            List.of(),
            List.of(),
            "payments",
            evidenceAt,
            evidenceAt,
            "complaints",
            "Checkout of shop, for android.",
            "Mitigation: the flag or variation off for android, started by the service.",
            List.of(),
            URI.create("https://ombud.example/decisions/" + id)));
  }
}
