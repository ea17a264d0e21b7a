package dev.ombud.act.action;

/// What an attempt needs to know about an action before it begins.
@FunctionalInterface
public interface Lookup<T> {
  /// @throws DeliveryException where it cannot be known, now or ever
  T of(StoredAction action) throws DeliveryException;
}
