/// What follows a decision: what it asks for is stored with it and carried out after it, people are
/// asked where it takes one, and afterwards somebody looks whether it helped.
///
/// Here the parts meet that know nothing of each other: the outbox, the flags and the human queue.
///
/// **Invariant:** nothing acts that is not stored with its decision, and nothing acts by itself
/// that the stop switch, a freeze window, an override or the budget forbids.
@NullMarked
package dev.ombud.act.response;

import org.jspecify.annotations.NullMarked;
