package dev.ombud.action.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.action.Connector;
import dev.ombud.action.DeliveryException;
import dev.ombud.action.Look;
import dev.ombud.action.Order;
import dev.ombud.action.Receipt;
import dev.ombud.database.Database;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.Severity;
import dev.ombud.outbound.Secret;
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
    Target target =
        new Target(
            kind.word(), kind, server.url(path), Optional.of(new Secret(secret)), options, true);
    Route route =
        new Route("*", "*", Set.copyOf(kind.actions()), Severity.P4, kind.word(), Map.of());
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
    Look before = connector.look(order);
    assertThat(before).isInstanceOf(Look.Open.class);
    Receipt receipt = connector.write(order, (Look.Open) before);
    assertThat(connector.look(order)).isEqualTo(new Look.Done(receipt));
    return receipt;
  }

  @Override
  public void close() {
    server.close();
    assertThat(server.violations()).isEmpty();
  }
}
