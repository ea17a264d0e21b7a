package dev.ombud.act.words;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.ground.domain.IncidentKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Carries out what drills ask for: everything, and nowhere but in memory. Whatever is in the
/// environment `drill` goes here and to no other system. Thread-safe.
public final class Sandbox implements Connector {
  /// The environment of drills.
  public static final String ENVIRONMENT = IncidentKey.DRILL;

  private static final int MAX_KEPT = 10_000;

  private final Map<String, Receipt> done = new ConcurrentHashMap<>();

  @Override
  public RemoteState look(Order order) {
    Receipt receipt = done.get(order.key());
    return receipt == null ? new RemoteState.Open("untouched", "0") : new RemoteState.Done(receipt);
  }

  @Override
  public Receipt write(Order order, RemoteState.Open before) {
    if (done.size() >= MAX_KEPT) {
      done.clear();
    }
    Receipt receipt =
        new Receipt("sandbox:" + order.subject(), "", order.kind() + " of " + order.subject());
    done.put(order.key(), receipt);
    return receipt;
  }
}
