package dev.ombud.act.brief;

/// Why the words of a brief are whose they are: the model's, or the template's in its place.
public enum FallbackReason {
  /// The model answered, and its answer holds.
  ANSWERED,
  /// No endpoint is configured.
  NO_ENDPOINT,
  /// The policy gives this kind of thing to the template.
  NOT_ASKED,
  /// No customer's words were there to read, and the template says all the numbers.
  NOTHING_TO_READ,
  /// The budget of the hour or the day is spent.
  BUDGET_SPENT,
  /// The endpoint failed a moment ago, and is left alone for a while.
  PAUSED,
  /// The model refused.
  REFUSED,
  /// The endpoint's content filter stopped the question or the answer.
  FILTERED,
  /// The answer ends in the middle.
  TRUNCATED,
  /// There was no answer in the answer.
  EMPTY,
  /// The answer is not of the schema.
  WRONG_SCHEMA,
  /// The answer says what nobody supplied.
  NOT_GROUNDED,
  /// The endpoint has no room for now (429).
  RATE_LIMITED,
  /// No answer came in time.
  TIMED_OUT,
  /// The endpoint does not answer, or fails.
  UNAVAILABLE,
  /// The endpoint does not take the question: key, deployment, parameters.
  NOT_TAKEN,
  /// The service stopped in the middle of it, again and again.
  INTERRUPTED
}
