package dev.ombud.ground.code;

import java.util.Arrays;
import java.util.List;

/// Why a release gate says what it says: a closed, documented list (`docs/gates.md`). A code is
/// never renamed and never reused for something else.
public enum GateReason {
  HIGH_SEVERITY_COMPLAINTS("customers complain gravely about one surface"),
  CANDIDATE_COMPLAINTS("complaints are tied to the candidate itself"),
  REGRESSION_FAILED("the regression suite failed"),
  REGRESSION_NOT_RUN("nobody can say that the regression suite passed"),
  VULNERABLE("the vulnerability scan failed"),
  ROLLBACK_PLAN_MISSING("complaints are tied to the candidate and no rollback plan is attached"),
  FIX_NOT_VALIDATED("a fix was not validated against a theme that customers complain about"),
  FIX_WITHOUT_THEME("nobody on record complained about what a fix mends"),
  ROOT_CAUSE_UNCERTAIN("the root cause of a fix is less certain than the policy asks for"),
  ROOT_CAUSE_UNKNOWN("a fix does not say how certain its root cause is"),
  TELEMETRY_DEGRADED("at least one fresh metric got worse than the policy allows"),
  TELEMETRY_MISSING("no health metric was sent"),
  TELEMETRY_UNDEFINED(
      "a health metric was sent that has no usable value, nothing to be compared with, or no row"),
  TELEMETRY_STALE("a health metric was observed too long ago, or ahead of our clock"),
  TELEMETRY_BROKEN("the producer says that a health metric is wrong"),
  ENVIRONMENT_DRIFTED("what was tested in is not what it is promoted to"),
  FEEDBACK_MISSING("nothing was heard of the product, which is not the same as no complaints"),
  COMPLAINTS_DOUBTFUL("complaints are there that nobody should rely on yet"),
  COMPLAINTS_ADDRESSED("what customers complain about is fixed, by the candidate or already"),
  LOW_SEVERITY("customers complain about little things: note them in the release notes"),
  EXPERIMENT_LOSING("one variant of the experiment hurts, window after window"),
  NOTHING_UNUSUAL("no threshold of the policy was reached"),
  NO_ROW("no row of the table matches, so nobody can say"),
  TABLE_CONFLICT("rows of the table contradict each other, so nobody can say");

  private final String meaning;

  GateReason(String meaning) {
    this.meaning = meaning;
  }

  /// One clause that says what the code stands for, without numbers.
  public String meaning() {
    return meaning;
  }

  /// Those that a row of a table may conclude.
  public static List<GateReason> forTables() {
    return Arrays.stream(values())
        .filter(each -> each != NO_ROW && each != TABLE_CONFLICT)
        .toList();
  }
}
