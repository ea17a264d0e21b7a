package dev.ombud.act.action;

import java.time.Instant;
import java.util.UUID;

/// One thing that was done about an action.
///
/// @param attempt counts from 1; 0 for what a person did before the first
/// @param detail JSON, an object
public record Step(UUID id, Instant at, int attempt, Kind kind, String detail) {

  /// In the order of an attempt that succeeds.
  public enum Kind {
    /// An attempt begins.
    INTENT,
    /// How the target stood.
    LOOK,
    /// It is about to be written. Whether it was, only reading back tells.
    WRITE,
    /// How the target stood afterwards.
    READ_BACK,
    /// How the attempt ended.
    RESULT,
    /// What a person asked for.
    PERSON
  }
}
