package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.target.Block;
import dev.ombud.ground.code.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A system in which tickets live on: opened, commented, closed, reopened. [TicketConnector]
/// decides which; this only does it. Thread-safe.
interface Tracker {

  /// How a ticket stands.
  enum Standing {
    OPEN,
    /// Done with, and can be opened again.
    RESOLVED,
    /// Done with for good: there it can only be followed by another one.
    FINAL,
    /// Somebody decided to leave it as it is.
    WONT_FIX
  }

  /// @param reference its identity there
  /// @param address where a person sees it
  /// @param closedAt empty where it is open or nobody knows
  record Ticket(String reference, String address, Standing standing, Optional<Instant> closedAt) {}

  /// @param marker by which it is found again
  /// @param parent the reference of the ticket that it is a part of, in the same tracker
  /// @param follows the reference of the closed ticket that it takes up
  record Draft(
      String marker,
      String title,
      List<Block> text,
      Severity severity,
      List<String> labels,
      Optional<String> parent,
      Optional<String> follows) {}

  /// The ticket with this marker.
  Optional<Ticket> find(String marker) throws DeliveryException;

  /// How one stands now; nothing where it was deleted.
  Optional<Ticket> read(String reference) throws DeliveryException;

  Ticket open(Draft draft) throws DeliveryException;

  /// Whether a comment with this marker is on it.
  ///
  /// @param since no such comment is older
  boolean hasNote(String reference, String marker, Instant since) throws DeliveryException;

  /// @param marker stands in the text, and is the comment's identity where that can be chosen
  void note(String reference, String marker, List<Block> text) throws DeliveryException;

  /// @param marker of the order that asks for it
  void reopen(String reference, String marker) throws DeliveryException;

  /// How long [#find] may miss what was just written.
  default Duration settles() {
    return Duration.ZERO;
  }
}
