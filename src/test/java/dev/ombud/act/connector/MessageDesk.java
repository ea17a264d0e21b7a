package dev.ombud.act.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.target.SlackView;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.TargetRoute;
import dev.ombud.act.target.Targets;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.outbound.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A vendor's server and the connector to it.
record MessageDesk(Shaped server, Connector connector) implements AutoCloseable {
  static final Instant NOW = Orders.DECIDED.plusSeconds(30);

  static MessageDesk of(
      Database database,
      TargetKind kind,
      String path,
      String secret,
      Map<String, String> options,
      Shaped.Vendor vendor) {
    Shaped server = new Shaped(vendor);
    TargetConfig target =
        new TargetConfig(
            kind.word(), kind, server.url(path), Optional.of(new Secret(secret)), options, true);
    TargetRoute route =
        new TargetRoute("*", "*", Set.copyOf(kind.actions()), Severity.P4, kind.word(), Map.of());
    Connectors connectors =
        new Connectors(
            new Targets(Map.of(kind.word(), target), List.of(route)),
            server.outbound(),
            database,
            () -> NOW,
            SlackView.USUAL);
    ActionKind first = kind.actions().getFirst();
    return new MessageDesk(
        server, connectors.forTarget("team:payments", "shop", first, Severity.P1).orElseThrow());
  }

  static Order order(ActionKind kind, String subject) {
    return Orders.order(kind, subject, UUID.randomUUID().toString());
  }

  DeliveryException failure(Order order) {
    return catchThrowableOfType(DeliveryException.class, () -> carryOut(order));
  }

  Receipt carryOut(Order order) throws DeliveryException {
    RemoteState before = connector.look(order);
    assertThat(before).isInstanceOf(RemoteState.Open.class);
    Receipt receipt = connector.write(order, (RemoteState.Open) before);
    assertThat(connector.look(order)).isEqualTo(new RemoteState.Done(receipt));
    return receipt;
  }

  @Override
  public void close() {
    server.close();
    assertThat(server.violations()).isEmpty();
  }
}
