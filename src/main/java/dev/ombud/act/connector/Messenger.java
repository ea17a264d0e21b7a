package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.Receipt;
import java.time.Instant;

/// A system that takes messages and keeps no state that we would change. [MessageConnector] takes
/// care that each is said once; this only says it. Thread-safe.
interface Messenger {

  /// What is known about a message that was sent and not answered.
  sealed interface Sighting {
    record Arrived(Receipt receipt) implements Sighting {}

    /// It did not arrive, or it does no harm to send it again: the other side drops the second.
    record SendAgain() implements Sighting {}

    /// The system lets nobody see what it took.
    record Unknowable() implements Sighting {}
  }

  Receipt post(Message message) throws DeliveryException;

  /// @param since when it was sent
  Sighting look(Message message, Instant since) throws DeliveryException;
}
