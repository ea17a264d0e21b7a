package dev.ombud.act.flag;

/// How much hangs on a flag.
public enum Criticality {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
