package dev.ombud.domain;

/// Who has to look at a decision.
public enum Attention {
  NONE,
  REVIEWER
}
