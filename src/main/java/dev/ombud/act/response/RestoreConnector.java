package dev.ombud.act.response;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;

/// Takes one switch of a flag back, because a person wants it. What others changed since stays.
/// Thread-safe.
///
/// @param made the order that switched it
/// @param before the state that it was switched upon
/// @param actor who wants it back
record RestoreConnector(FlagConnector flags, Order made, String before, String actor)
    implements Connector {
  @Override
  public RemoteState look(Order order) throws DeliveryException {
    return flags.lookBack(made, actor);
  }

  @Override
  public Receipt write(Order order, RemoteState.Open standing) throws DeliveryException {
    return switch (flags.restore(made, before, actor)) {
      case RemoteState.Open(String state, String _) ->
          new Receipt(order.subject(), "", "restored: " + state);
      case RemoteState.Done(Receipt receipt) -> receipt;
      case RemoteState.Pending(Receipt receipt) ->
          throw new DeliveryException(
              DeliveryException.Kind.LATER,
              "it waits for consent at `%s`: give it there".formatted(receipt.address()));
      case RemoteState.Refused(String why) ->
          throw new DeliveryException(DeliveryException.Kind.NEVER, why);
    };
  }
}
