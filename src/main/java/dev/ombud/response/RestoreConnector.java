package dev.ombud.response;

import dev.ombud.action.Connector;
import dev.ombud.action.DeliveryException;
import dev.ombud.action.Look;
import dev.ombud.action.Order;
import dev.ombud.action.Receipt;

/// Takes one switch of a flag back, because a person wants it. What others changed since stays.
/// Thread-safe.
///
/// @param made the order that switched it
/// @param before the state that it was switched upon
/// @param actor who wants it back
record RestoreConnector(FlagConnector flags, Order made, String before, String actor)
    implements Connector {
  @Override
  public Look look(Order order) throws DeliveryException {
    return flags.lookBack(made, actor);
  }

  @Override
  public Receipt write(Order order, Look.Open standing) throws DeliveryException {
    return switch (flags.restore(made, before, actor)) {
      case Look.Open(String state, String _) ->
          new Receipt(order.subject(), "", "restored: " + state);
      case Look.Done(Receipt receipt) -> receipt;
      case Look.Pending(Receipt receipt) ->
          throw new DeliveryException(
              DeliveryException.Kind.LATER,
              "it waits for consent at `%s`: give it there".formatted(receipt.address()));
      case Look.Refused(String why) ->
          throw new DeliveryException(DeliveryException.Kind.NEVER, why);
    };
  }
}
