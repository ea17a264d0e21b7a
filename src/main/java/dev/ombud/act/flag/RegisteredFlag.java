package dev.ombud.act.flag;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A flag as the registry has it. Immutable.
///
/// @param revision counts its changes, from 1
/// @param changedBy a person, by the name of the token
/// @param archivedAt when it was taken out of use; it is served no more
/// @param environments as of [Flag#environments]
public record RegisteredFlag(
    Flag flag,
    long revision,
    Instant changedAt,
    String changedBy,
    Optional<Instant> archivedAt,
    Map<String, Environment> environments) {
  public RegisteredFlag {
    environments = Map.copyOf(environments);
  }

  /// The history of one environment.
  ///
  /// @param version counts the changes of people and of automation
  /// @param changedAt when a person last changed who gets what there
  /// @param switches those that lie over it now, the oldest first
  public record Environment(
      long version, Instant changedAt, String changedBy, List<FlagSwitch> switches) {
    public Environment {
      switches = List.copyOf(switches);
    }
  }

  public String tag() {
    return Long.toString(revision);
  }
}
