package dev.ombud.ground.base;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What somebody who signed in may do.
public enum Role {
  /// Posts aggregates and asks the gate: pipelines and CI/CD.
  CALLER,
  /// Asks what flags serve, and nothing else: the clients in a product.
  FLAGS,
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

  /// All who have to do with decisions: clients of flags have not.
  public static final Set<Role> EVERYBODY =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(FLAGS)));

  /// All that are given to people rather than to programs.
  public static final Set<Role> PEOPLE =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(CALLER, FLAGS)));

  /// The name on the wire and in settings, for example `caller`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role with such a word; nothing where there is none.
  public static Optional<Role> find(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
