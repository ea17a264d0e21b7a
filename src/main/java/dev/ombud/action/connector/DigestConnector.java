package dev.ombud.action.connector;

import dev.ombud.action.Connector;
import dev.ombud.action.Look;
import dev.ombud.action.Order;
import dev.ombud.action.Receipt;
import java.time.InstantSource;

/// Puts an order into the daily digest of its team: that is what `ADD_TO_DIGEST` asks for, and what
/// becomes of anything that is milder than its route wants. Thread-safe.
final class DigestConnector implements Connector {
  private final DigestStore digest;
  private final InstantSource clock;
  private final String why;

  DigestConnector(DigestStore digest, InstantSource clock, String why) {
    this.digest = digest;
    this.clock = clock;
    this.why = why;
  }

  @Override
  public Look look(Order order) {
    return digest.holds(order.key())
        ? new Look.Done(receipt(order))
        : new Look.Open("not in the digest", "");
  }

  @Override
  public Receipt write(Order order, Look.Open before) {
    digest.add(DigestLine.of(order, why), clock.instant());
    return receipt(order);
  }

  private static Receipt receipt(Order order) {
    return new Receipt("digest:" + order.brief().owner(), "", "in the digest");
  }
}
