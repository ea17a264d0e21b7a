package dev.ombud.domain;

/// How far the producer trusts the source of the texts.
public enum Trust {
  HIGH,
  MEDIUM,
  LOW
}
