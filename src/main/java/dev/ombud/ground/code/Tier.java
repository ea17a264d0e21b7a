package dev.ombud.ground.code;

/// How far a mitigation reaches: a switch, a reroute, a rollback.
public enum Tier {
  NONE,
  /// Switches off a flag or one variation.
  TIER_1,
  /// Reroutes, or serves a fallback.
  TIER_2,
  /// Rolls back to the previous stable release.
  TIER_3
}
