package dev.ombud.ground.code;

/// Whom a mitigation touches.
public enum Scope {
  COHORT,
  GLOBAL
}
