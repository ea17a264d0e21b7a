package dev.ombud.action;

import java.time.Instant;
import java.util.Optional;

/// How an attempt ends.
///
/// @param why why it is so, where that does not go without saying
/// @param again when it is taken up again; empty where it is not by itself
record Ending(
    LiveState state, Optional<String> why, Optional<Receipt> receipt, Optional<Instant> again) {

  static Ending done(Receipt receipt) {
    return new Ending(LiveState.DONE, Optional.empty(), Optional.of(receipt), Optional.empty());
  }

  static Ending waiting(Receipt receipt, Instant again) {
    return new Ending(
        LiveState.WAITING, Optional.empty(), Optional.of(receipt), Optional.of(again));
  }

  static Ending again(String why, Instant again) {
    return new Ending(LiveState.QUEUED, Optional.of(why), Optional.empty(), Optional.of(again));
  }

  static Ending because(LiveState state, String why) {
    return new Ending(state, Optional.of(why), Optional.empty(), Optional.empty());
  }
}
