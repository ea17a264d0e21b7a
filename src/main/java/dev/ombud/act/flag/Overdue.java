package dev.ombud.act.flag;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A flag that is in use longer than its owner declared, or over which a switch of automation lies
/// longer than it was meant to.
///
/// @param owner the team that has to see to it
/// @param what the gravest thing that was due
/// @param since the day on which that was due
/// @param days since then
/// @param environment where the switch lies; empty for the flag itself
/// @param switched the switch's key; empty for the flag itself
public record Overdue(
    String key,
    String product,
    String owner,
    Criticality criticality,
    What what,
    LocalDate since,
    long days,
    Optional<String> environment,
    Optional<String> switched) {

  /// What was due.
  public enum What {
    /// Automation moved people, and nobody decided whether that stays.
    NOT_LIFTED,
    EXPIRED,
    NOT_REMOVED,
    /// The gravest that a flag can be.
    NOT_CLEANED_UP
  }

  /// Of the flag itself.
  ///
  /// @param today later than the day on which it was to end
  static Overdue of(Flag flag, LocalDate today) {
    What what = What.EXPIRED;
    LocalDate since = flag.expiresOn();
    if (flag.cleanUpBy().isBefore(today)) {
      what = What.NOT_CLEANED_UP;
      since = flag.cleanUpBy();
    } else if (flag.removeOn().isBefore(today)) {
      what = What.NOT_REMOVED;
      since = flag.removeOn();
    }
    return new Overdue(
        flag.key(),
        flag.product(),
        flag.owner(),
        flag.criticality(),
        what,
        since,
        ChronoUnit.DAYS.between(since, today),
        Optional.empty(),
        Optional.empty());
  }

  /// Of a switch that lies over a flag.
  ///
  /// @param today later than the day on which it was to end
  static Overdue of(
      String key, String product, Criticality criticality, FlagSwitch over, LocalDate today) {
    return new Overdue(
        key,
        product,
        over.owner(),
        criticality,
        What.NOT_LIFTED,
        over.endsOn(),
        ChronoUnit.DAYS.between(over.endsOn(), today),
        Optional.of(over.environment()),
        Optional.of(over.key()));
  }

  /// In one line, for a digest.
  public String line() {
    String due =
        switch (what) {
          case NOT_LIFTED ->
              "is switched by automation in `%s`: keep that by declaring it, or lift it; due"
                  .formatted(environment.orElse(""));
          case EXPIRED -> "should be out of use";
          case NOT_REMOVED -> "should be removed";
          case NOT_CLEANED_UP -> "should be gone from the code";
        };
    return "flag `%s` of %s (%s) %s since %s, %d days ago"
        .formatted(key, owner, product, due, since, days);
  }
}
