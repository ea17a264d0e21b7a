package dev.ombud.act.brief;

/// What the worker tells whoever counts. Called on its thread: be quick.
@FunctionalInterface
public interface BriefMeter {
  /// A brief has been committed.
  void made(Brief brief);
}
