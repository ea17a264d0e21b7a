package dev.ombud.act.action;

import java.time.Duration;
import java.util.Optional;

/// An order was not carried out, or nobody knows. The message holds no secret and goes on record.
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What to do about it.
  public enum Kind {
    /// It was not carried out, and may be later: try again.
    LATER,
    /// It may have been carried out: look before trying again.
    UNKNOWN,
    /// It never will be: a person has to see to it.
    NEVER
  }

  private final Kind kind;
  private final transient Optional<Duration> after;

  public DeliveryException(Kind kind, String message) {
    this(kind, message, Optional.empty());
  }

  /// @param after how long the other side asked us to wait
  public DeliveryException(Kind kind, String message, Optional<Duration> after) {
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
