/// What follows a decision: its actions, and what becomes of them.
///
/// Start with [FlagConnector], which carries out what a decision asks of flags.
///
/// **Invariant:** nothing here decides; what is done stands in the decision's actions.
@NullMarked
package dev.ombud.response;

import org.jspecify.annotations.NullMarked;
