package dev.ombud.action;

/// Carries orders out in one system outside. A worker calls [#look], then [#write] where it is
/// [Look.Open], then [#look] again, which must say [Look.Done] or [Look.Pending]. Thread-safe.
public interface Connector {
  /// Reads how the order stands. Changes nothing.
  Look look(Order order) throws DeliveryException;

  /// Carries the order out.
  ///
  /// @param before what [#look] has just found
  Receipt write(Order order, Look.Open before) throws DeliveryException;
}
