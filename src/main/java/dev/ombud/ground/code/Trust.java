package dev.ombud.ground.code;

/// How far the producer trusts the source of the texts.
public enum Trust {
  HIGH,
  MEDIUM,
  LOW
}
