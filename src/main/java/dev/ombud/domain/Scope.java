package dev.ombud.domain;

/// Whom a mitigation touches.
public enum Scope {
  COHORT,
  GLOBAL
}
