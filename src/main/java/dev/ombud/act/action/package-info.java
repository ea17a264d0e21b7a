/// What an action is, and what whoever carries one out must do: the words that the outbox, the
/// connectors and the flags share.
///
/// **Invariant:** nothing here runs, and nothing here writes.
///
/// Start with `StoredAction` and `Connector`.
@org.jspecify.annotations.NullMarked
package dev.ombud.act.action;
