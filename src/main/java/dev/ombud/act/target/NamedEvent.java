package dev.ombud.act.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What others can subscribe to. An order with the subject `event:decision-made` says that one of
/// them happened.
public enum NamedEvent {
  SENTIMENT_ANOMALY_DETECTED,
  DECISION_MADE,
  TICKET_OPENED,
  MITIGATION_EXECUTED,
  ROLLBACK_EXECUTED,
  ISSUE_RESOLVED;

  private static final String PREFIX = "event:";
  private static final String TYPE = "dev.ombud.";

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The subject of the action that says so, for example `event:decision-made`.
  public String subject() {
    return PREFIX + word();
  }

  /// The type of the CloudEvent, for example `dev.ombud.decision-made`.
  public String type() {
    return TYPE + word();
  }

  public static Optional<NamedEvent> of(String subject) {
    return Arrays.stream(values()).filter(event -> event.subject().equals(subject)).findFirst();
  }
}
