package dev.ombud.ground.code;

/// Who has to look at a decision.
public enum Attention {
  NONE,
  REVIEWER
}
