package dev.ombud.record.verify;

import java.util.Optional;

/// Something that is not as the log says.
///
/// @param leaf the index of the first leaf that it concerns, where there is one
/// @param subject `decision 019…`, `event 019…`, `checkpoint of 300 leaves`, `key 8c1f2e3d`
public record LogFinding(Kind kind, Optional<Long> leaf, String subject, String text) {

  /// What was done.
  public enum Kind {
    CHANGED,
    REMOVED,
    INSERTED,
    MOVED,
    /// The end of the log is gone.
    TRUNCATED,
    /// The log is older than a checkpoint that is kept outside, or another one.
    ROLLED_BACK,
    /// Signed by nobody who may.
    FORGED
  }

  static LogFinding of(Kind kind, long leaf, String subject, String text) {
    return new LogFinding(kind, Optional.of(leaf), subject, text);
  }

  static LogFinding of(Kind kind, String subject, String text) {
    return new LogFinding(kind, Optional.empty(), subject, text);
  }

  /// For people, on one line.
  public String line() {
    String place = leaf.map(index -> "leaf " + index + ", ").orElse("");
    String word = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return place + subject + ": " + word + ": " + text;
  }
}
