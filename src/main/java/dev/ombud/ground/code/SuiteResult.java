package dev.ombud.ground.code;

/// The result of a regression suite.
public enum SuiteResult {
  PASSED,
  FAILED,
  NOT_RUN
}
