/// What follows a decision, where the parts meet that know nothing of each other: actions and
/// reviews are stored in its own transaction ([Responder]), each action finds whoever carries it
/// out ([Dispatch]), what people answer goes to the outbox, and those who were told hear what has
/// become of it ([Endings]).
///
/// **Invariant:** nothing acts that is not stored with its decision, and nothing acts by itself
/// that the stop switch, a freeze window, an override or the budget forbids.
///
/// Start with [Responder].
@NullMarked
package dev.ombud.act.response;

import org.jspecify.annotations.NullMarked;
