package dev.ombud.action;

/// How an order stands in the system that carries it out.
public sealed interface Look {

  /// It is carried out, by this order or an equal one.
  record Done(Receipt receipt) implements Look {}

  /// It is not carried out.
  ///
  /// @param state what is there instead, in that system's own words, to undo it by
  /// @param version of what was read, to notice a change between; empty where there is none
  record Open(String state, String version) implements Look {}

  /// The other system waits for somebody of its own, as with an approval request.
  record Pending(Receipt receipt) implements Look {}

  /// It must not be carried out, for example because a person changed it since.
  record Refused(String why) implements Look {}
}
