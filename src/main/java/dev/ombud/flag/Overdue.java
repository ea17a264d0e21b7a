package dev.ombud.flag;

import java.time.LocalDate;

/// A flag that is in use longer than its owner declared.
///
/// @param what the gravest thing that was due
/// @param since the day on which that was due
/// @param days since then
public record Overdue(
    String key,
    String product,
    String owner,
    Criticality criticality,
    What what,
    LocalDate since,
    long days) {

  /// What was due, the gravest last.
  public enum What {
    EXPIRED,
    NOT_REMOVED,
    NOT_CLEANED_UP
  }

  /// In one line, for a digest.
  public String line() {
    String due =
        switch (what) {
          case EXPIRED -> "should be out of use";
          case NOT_REMOVED -> "should be removed";
          case NOT_CLEANED_UP -> "should be gone from the code";
        };
    return "flag `%s` of %s (%s) %s since %s, %d days ago"
        .formatted(key, owner, product, due, since, days);
  }
}
