package dev.ombud.act.action;

/// How an order stands in the system that carries it out.
public sealed interface RemoteState {

  /// It is carried out, by this order or an equal one.
  record Done(Receipt receipt) implements RemoteState {}

  /// It is not carried out.
  ///
  /// @param state what is there instead, in that system's own words, to undo it by
  /// @param version of what was read, to notice a change between; empty where there is none
  record Open(String state, String version) implements RemoteState {}

  /// The other system waits for somebody of its own, as with an approval request.
  record Pending(Receipt receipt) implements RemoteState {}

  /// It must not be carried out, for example because a person changed it since.
  record Refused(String why) implements RemoteState {}
}
