package dev.ombud.audit;

import java.util.List;
import java.util.Optional;

/// What whoever verifies a log knows from elsewhere than from the log. Immutable.
///
/// @param key a public key of the log
/// @param checkpoints signed checkpoints that were kept outside
public record Trust(Optional<LogKey> key, List<Checkpoint.Note> checkpoints) {
  public Trust {
    checkpoints = List.copyOf(checkpoints);
  }
}
