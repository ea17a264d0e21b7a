package dev.ombud.response;

import dev.ombud.action.Connector;
import dev.ombud.action.DeliveryException;
import dev.ombud.action.Look;
import dev.ombud.action.Order;
import dev.ombud.action.Receipt;
import dev.ombud.action.StoredAction;
import dev.ombud.action.Target;
import dev.ombud.action.connector.Connectors;
import dev.ombud.decision.StoredDecision;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.Aggregate;
import dev.ombud.flag.Flags;
import dev.ombud.review.HumanOverride;
import dev.ombud.review.HumanOverride.Effect;
import dev.ombud.review.Overrides;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Says which system carries an action out. Thread-safe.
public final class Dispatch {
  private final FlagConnector flags;
  private final Flags registry;
  private final Connectors connectors;
  private final Overrides overrides;
  private final Sandbox sandbox;
  private final Orders orders;

  public Dispatch(
      FlagConnector flags,
      Flags registry,
      Connectors connectors,
      Overrides overrides,
      Sandbox sandbox,
      Orders orders) {
    this.flags = flags;
    this.registry = registry;
    this.connectors = connectors;
    this.overrides = overrides;
    this.sandbox = sandbox;
    this.orders = orders;
  }

  /// Nothing where no system is configured for it.
  public Optional<Target> target(StoredAction action) {
    if (action.environment().equals(Sandbox.ENVIRONMENT)) {
      return Optional.of(new Target("sandbox", sandbox));
    }
    boolean isFlag = FlagConnector.takes(action.kind(), action.target());
    Optional<String> name = connectors.targetName(action.target(), action.product(), action.kind());
    if (!isFlag && name.isEmpty() && action.kind() != ActionKind.ADD_TO_DIGEST) {
      return Optional.empty();
    }
    StoredDecision stored = orders.decision(action.decisionId());
    if (isFlag) {
      return Optional.of(new Target(platform(action.target()), guarded(action, stored, flags)));
    }
    return connectors
        .forTarget(
            action.target(),
            action.product(),
            action.kind(),
            stored.decision().judgement().severity())
        .map(connector ->
            new Target(
                name.orElse("digest"),
                action.kind().mitigates() ? guarded(action, stored, connector) : connector));
  }

  /// So that each platform has a circuit breaker of its own.
  private String platform(String subject) {
    String name = subject.substring(subject.indexOf(':') + 1);
    int slash = name.indexOf('/');
    return registry
        .find(slash < 0 ? name : name.substring(0, slash))
        .map(found -> "flags-" + found.flag().platform())
        .orElse("flags");
  }

  private Connector guarded(StoredAction action, StoredDecision stored, Connector connector) {
    Aggregate aggregate = orders.aggregate(stored);
    List<String> subjects = List.of(action.target(), "cluster:" + aggregate.cluster().id());
    return new Guarded(connector, () -> objection(action, subjects));
  }

  private Optional<String> objection(StoredAction action, Collection<String> subjects) {
    return overrides.inForce(action.product()).stream()
        .filter(override -> override.covers(action.product(), subjects))
        .filter(override -> override.effect() == Effect.FORBID_MITIGATION || action.automatic())
        .findFirst()
        .map(Dispatch::words);
  }

  private static String words(HumanOverride override) {
    return "`%s` forbade it until %s: %s"
        .formatted(override.placedBy(), override.until(), override.reason());
  }

  /// A connector that a person's override keeps from writing.
  private record Guarded(Connector connector, Supplier<Optional<String>> objection)
      implements Connector {
    @Override
    public Look look(Order order) throws DeliveryException {
      Look look = connector.look(order);
      if (look instanceof Look.Open) {
        Optional<String> why = objection.get();
        if (why.isPresent()) {
          return new Look.Refused(why.get());
        }
      }
      return look;
    }

    @Override
    public Receipt write(Order order, Look.Open before) throws DeliveryException {
      return connector.write(order, before);
    }
  }
}
