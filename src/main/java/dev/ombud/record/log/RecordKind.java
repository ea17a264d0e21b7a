package dev.ombud.record.log;

/// What kinds of records have a leaf in the log.
public enum RecordKind {
  DECISION,
  EVENT
}
