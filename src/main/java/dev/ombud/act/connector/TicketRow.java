package dev.ombud.act.connector;

import dev.ombud.act.target.Marker;
import java.time.Instant;
import java.util.Optional;

/// What is on record about one ticket.
///
/// @param generation 1 for the first of its incident, one more for each that follows a closed one
/// @param openedBy the key of the order that opens or opened it
/// @param intendedAt when that order was about to; empty where its attempt came to nothing
/// @param reference empty as long as it is not known to exist
record TicketRow(
    String incidentKey,
    Marker.Part part,
    String target,
    int generation,
    String openedBy,
    Optional<Instant> intendedAt,
    String reference,
    String address) {

  boolean exists() {
    return !reference.isEmpty();
  }
}
