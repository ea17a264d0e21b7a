package dev.ombud.domain;

import java.util.Locale;

/// What somebody who signed in may do.
public enum Role {
  /// Posts aggregates and asks the gate: pipelines and CI/CD.
  CALLER,
  /// Edits decision tables.
  OWNER,
  /// Approves, rejects and amends what the rules propose.
  REVIEWER,
  /// Reads everything, changes nothing.
  AUDITOR,
  /// Runs the service: the stop switch, workers, flags.
  OPERATOR,
  /// Gives out tokens and roles.
  ADMIN;

  /// The name on the wire and in settings, for example `caller`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
