package dev.ombud.ground.code;

/// How bad it is, most severe first; the order is the order of the PRIORITY hit policy.
public enum Severity {
  P1,
  P2,
  P3,
  P4
}
