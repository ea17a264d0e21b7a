package dev.ombud.act.action;

/// Carries orders out in one system outside. A worker calls [#look], then [#write] where it is
/// [RemoteState.Open], then [#look] again, which must say [RemoteState.Done] or
/// [RemoteState.Pending]. Thread-safe.
public interface Connector {
  /// Reads how the order stands. Changes nothing.
  RemoteState look(Order order) throws DeliveryException;

  /// Carries the order out.
  ///
  /// @param before what [#look] has just found
  Receipt write(Order order, RemoteState.Open before) throws DeliveryException;
}
