package dev.ombud.act.flag;

import java.time.Duration;
import java.util.Optional;

/// A platform did not do what was asked, or nobody knows. The message holds no secret.
public final class PlatformException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What to do about it.
  public enum Kind {
    /// Nothing was changed: try again.
    LATER,
    /// It may have been changed: look first.
    UNKNOWN,
    /// It never will be: a person has to see to it.
    NEVER
  }

  private final Kind kind;
  private final transient Optional<Duration> after;

  public PlatformException(Kind kind, String message) {
    this(kind, message, Optional.empty());
  }

  /// @param after how long the platform asked us to wait
  public PlatformException(Kind kind, String message, Optional<Duration> after) {
    super(message);
    this.kind = kind;
    this.after = after;
  }

  public Kind kind() {
    return kind;
  }

  public Optional<Duration> after() {
    return after;
  }
}
