package dev.ombud.act.response;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.connector.Connectors;
import dev.ombud.act.connector.Digest;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.words.Orders;
import dev.ombud.act.words.Sandbox;
import dev.ombud.ground.code.Severity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts what decisions left for the digest into it, and sends it once a day. A chore; several
/// instances may run it at once, since a line and a day's digest have one key each.
public final class DigestFeed {
  private static final Logger log = LoggerFactory.getLogger(DigestFeed.class);
  private static final int AT_ONCE = 500;

  private final ActionStore actions;
  private final Connectors connectors;
  private final Digest digest;
  private final Orders orders;
  private final Digest.Words words;

  /// @param words of a team's day
  public DigestFeed(
      ActionStore actions,
      Connectors connectors,
      Digest digest,
      Orders orders,
      Digest.Words words) {
    this.actions = actions;
    this.connectors = connectors;
    this.digest = digest;
    this.orders = orders;
    this.words = words;
  }

  /// Sends what came in before today (UTC).
  ///
  /// @param more further lines, by team; sent with the others
  public void send(Instant now, Map<String, List<String>> more) throws DeliveryException {
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
    List<StoredAction> waiting = actions.forDigest(midnight, AT_ONCE);
    while (!waiting.isEmpty()) {
      List<UUID> added = new ArrayList<>();
      for (StoredAction action : waiting) {
        add(action);
        added.add(action.id());
      }
      actions.digested(added, now);
      waiting = actions.forDigest(midnight, AT_ONCE);
    }
    Map<String, String> failures = new TreeMap<>(digest.send(more, this::words));
    failures.forEach((team, why) -> log.warn("the digest of `{}` waits: {}", team, why));
  }

  /// A digest without words is better than none.
  private Optional<List<String>> words(String team, LocalDate day) {
    try {
      return words.of(team, day);
    } catch (RuntimeException e) {
      log.warn("the digest of `{}` goes without words: {}", team, e.getMessage());
      return Optional.of(List.of());
    }
  }

  private void add(StoredAction action) throws DeliveryException {
    if (action.environment().equals(Sandbox.ENVIRONMENT)) {
      // Nobody reads of a drill among what is real.
      return;
    }
    Order order = orders.of(action);
    Connector connector =
        connectors
            .forTarget(action.target(), action.product(), action.kind(), Severity.P4)
            .orElseThrow();
    if (connector.look(order) instanceof RemoteState.Open open) {
      connector.write(order, open);
    }
  }
}
