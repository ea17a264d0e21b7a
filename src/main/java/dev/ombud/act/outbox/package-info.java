/// What a decision asks for is done after it, once each: an outbox.
///
/// An action is stored in the transaction of its decision and carried out by a worker afterwards,
/// always in the same steps: look whether it is done already, compare, write with the decision's
/// id, look again, record. A timeout is *unknown*: the next attempt looks before it writes.
///
/// **Invariant:** nothing is written outside before the row that says so is committed.
@NullMarked
package dev.ombud.act.outbox;

import org.jspecify.annotations.NullMarked;
