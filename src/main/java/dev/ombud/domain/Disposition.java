package dev.ombud.domain;

/// What becomes of an aggregate.
public enum Disposition {
  ACT,
  REVIEW,
  TICKET,
  DIGEST,
  QUARANTINE
}
