package dev.ombud.act.connector;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.News;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.target.TargetConfig;
import java.time.InstantSource;
import java.util.Optional;

/// Says things once. That it is about to say something is on record before it does; where no answer
/// came, it looks at the other side, and where nobody can look there, it asks a person: a retry by
/// a person sends it again. Thread-safe.
final class MessageConnector implements Connector {
  private final Messenger messenger;
  private final TargetConfig target;
  private final DeliveryStore deliveries;
  private final InstantSource clock;

  MessageConnector(
      Messenger messenger, TargetConfig target, DeliveryStore deliveries, InstantSource clock) {
    this.messenger = messenger;
    this.target = target;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  @Override
  public RemoteState look(Order order) throws DeliveryException {
    return look(Message.of(order));
  }

  @Override
  public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
    return write(Message.of(order));
  }

  /// A connector that says something to whom an order told something before.
  Connector saying(News news) {
    return new Connector() {
      @Override
      public RemoteState look(Order order) throws DeliveryException {
        return MessageConnector.this.look(Message.of(order, news));
      }

      @Override
      public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
        return MessageConnector.this.write(Message.of(order, news));
      }
    };
  }

  RemoteState look(Message message) throws DeliveryException {
    Optional<DeliveryStore.Delivery> known = deliveries.find(message.key(), target.name());
    if (known.isEmpty()) {
      return new RemoteState.Open("not sent", "");
    }
    if (known.get().receipt().isPresent()) {
      return new RemoteState.Done(known.get().receipt().get());
    }
    return switch (messenger.look(message, known.get().at())) {
      case Messenger.Sighting.Arrived(Receipt receipt) -> {
        deliveries.arrived(message.key(), target.name(), receipt);
        yield new RemoteState.Done(receipt);
      }
      case Messenger.Sighting.SendAgain() -> new RemoteState.Open("not sent", "");
      case Messenger.Sighting.Unknowable() -> {
        deliveries.forget(message.key(), target.name());
        throw new DeliveryException(
            Kind.NEVER,
            "target `%s`: nobody can tell whether this arrived: look there, then drop or retry it"
                .formatted(target.name()));
      }
    };
  }

  Receipt write(Message message) throws DeliveryException {
    deliveries.begin(message.key(), target.name(), clock.instant());
    Receipt receipt;
    try {
      receipt = messenger.post(message);
    } catch (DeliveryException e) {
      if (e.kind() != Kind.UNKNOWN) {
        deliveries.forget(message.key(), target.name());
      }
      throw e;
    }
    deliveries.arrived(message.key(), target.name(), receipt);
    return receipt;
  }
}
