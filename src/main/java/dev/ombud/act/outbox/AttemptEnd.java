package dev.ombud.act.outbox;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.Receipt;
import java.time.Instant;
import java.util.Optional;

/// How an attempt ends.
///
/// @param why why it is so, where that does not go without saying
/// @param again when it is taken up again; empty where it is not by itself
record AttemptEnd(
    LiveState state, Optional<String> why, Optional<Receipt> receipt, Optional<Instant> again) {

  static AttemptEnd done(Receipt receipt) {
    return new AttemptEnd(LiveState.DONE, Optional.empty(), Optional.of(receipt), Optional.empty());
  }

  static AttemptEnd waiting(Receipt receipt, Instant again) {
    return new AttemptEnd(
        LiveState.WAITING, Optional.empty(), Optional.of(receipt), Optional.of(again));
  }

  static AttemptEnd again(String why, Instant again) {
    return new AttemptEnd(LiveState.QUEUED, Optional.of(why), Optional.empty(), Optional.of(again));
  }

  static AttemptEnd because(LiveState state, String why) {
    return new AttemptEnd(state, Optional.of(why), Optional.empty(), Optional.empty());
  }
}
