package dev.ombud.ground.code;

/// What becomes of an aggregate.
public enum Disposition {
  ACT,
  REVIEW,
  TICKET,
  DIGEST,
  QUARANTINE
}
