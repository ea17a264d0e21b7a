/// The systems outside in which actions are carried out: issue trackers, pagers, channels, the
/// endpoints of teams.
///
/// Two protocols do for all. A [Tracker] holds tickets that live on: [TicketConnector] decides for
/// every one of them whether a case opens, updates, reopens or follows a ticket. A [Messenger] only
/// takes messages: [MessageConnector] keeps what was sent and finds out what is unknown. Each
/// writes down what it is about to do before it does it, for next to no vendor has an idempotency
/// key, and their searches lag behind. Start at [Connectors]; `docs/connectors.md` has the shapes.
///
/// **Invariant:** what was sent and not answered is looked for before it is sent again, and where
/// nobody can look, a person is asked.
///
/// **Invariant:** no secret and no text of a customer that is not masked stands in a message, a row
/// or an error.
@NullMarked
package dev.ombud.act.connector;

import org.jspecify.annotations.NullMarked;
