package dev.ombud.act.action;

/// How far an action has come by now. [dev.ombud.ground.code.ActionState] is only what its decision
/// said.
public enum LiveState {
  /// Waits for a worker, for its next try, or for its parent.
  QUEUED,
  /// Waits for a person who agrees.
  AWAITING_APPROVAL,
  /// Is only said; nothing will happen by itself.
  RECOMMENDED,
  /// Waits for the daily digest.
  DIGEST,
  /// A worker is at it.
  RUNNING,
  /// The system that carries it out waits for somebody of its own.
  WAITING,
  /// Was carried out, and was seen to be.
  DONE,
  /// Must not be carried out, for example because a person changed its target since.
  REFUSED,
  /// Is not started by itself: the stop switch, a freeze, the budget. A person may retry it.
  HELD,
  /// A dead letter: it failed for good, or too often. A person may retry or drop it.
  DEAD,
  /// A person decided against it.
  DROPPED,
  /// Nobody agreed in time.
  EXPIRED,
  /// Was decided on historic evidence, so that it is on record and never done.
  SUPPRESSED;

  /// Whether nothing comes after it.
  public boolean isFinal() {
    return switch (this) {
      case DONE, REFUSED, DROPPED, EXPIRED, SUPPRESSED -> true;
      case QUEUED, AWAITING_APPROVAL, RECOMMENDED, DIGEST, RUNNING, WAITING, HELD, DEAD -> false;
    };
  }

  /// Whether a worker may take it up. One that is running is taken up where its worker died.
  public boolean isRunnable() {
    return switch (this) {
      case QUEUED, RUNNING, WAITING -> true;
      case AWAITING_APPROVAL,
          RECOMMENDED,
          DIGEST,
          DONE,
          REFUSED,
          HELD,
          DEAD,
          DROPPED,
          EXPIRED,
          SUPPRESSED ->
          false;
    };
  }
}
