package dev.ombud.act.flag;

/// How a wanted switch stands on a platform.
public sealed interface Standing {

  /// The cohort gets the safe variation.
  record Switched(Trail trail) implements Standing {}

  /// It does not yet.
  ///
  /// @param state what stands there, in the platform's own words: [FlagPlatform#restore] needs it
  /// @param version of what was read, to notice a change between
  record Open(String state, String version) implements Standing {}

  /// Somebody has to consent on the platform.
  record Pending(Trail trail) implements Standing {}

  /// It must not be, for example because a person changed the flag since.
  record Refused(String why) implements Standing {}

  /// What a switch left on the platform.
  ///
  /// @param reference its identity there
  /// @param address where a person can see it; empty where nobody can
  /// @param state what stands there now, in the platform's own words
  record Trail(String reference, String address, String state) {}
}
