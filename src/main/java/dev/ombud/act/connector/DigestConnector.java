package dev.ombud.act.connector;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.target.DigestLine;
import dev.ombud.act.target.DigestStore;
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
  public RemoteState look(Order order) {
    return digest.holds(order.key())
        ? new RemoteState.Done(receipt(order))
        : new RemoteState.Open("not in the digest", "");
  }

  @Override
  public Receipt write(Order order, RemoteState.Open before) {
    digest.add(DigestLine.of(order, why), clock.instant());
    return receipt(order);
  }

  private static Receipt receipt(Order order) {
    return new Receipt("digest:" + order.brief().owner(), "", "in the digest");
  }
}
