package dev.ombud.act.flag;

import java.util.List;

/// What people get after a switch, as somebody else than the writer evaluated it.
///
/// @param cohort those in the cohort and not in the holdout
/// @param rest those outside of the cohort
/// @param holdout those in the cohort and in the holdout
/// @param faults what is not as it should be, in words; empty where the switch works
public record Effect(Tally cohort, Tally rest, Tally holdout, List<String> faults) {
  public Effect {
    faults = List.copyOf(faults);
  }

  /// @param asked how many evaluations were made
  /// @param safe how many of them came out as the safe variation
  public record Tally(int asked, int safe) {
    public static final Tally NONE = new Tally(0, 0);

    public Tally plus(boolean isSafe) {
      return new Tally(asked + 1, safe + (isSafe ? 1 : 0));
    }
  }
}
