package dev.ombud.record.verify;

import dev.ombud.record.log.Checkpoint;
import dev.ombud.record.log.LogKey;
import java.util.List;
import java.util.Optional;

/// What whoever verifies a log knows from elsewhere than from the log. Immutable.
///
/// @param key a public key of the log
/// @param checkpoints signed checkpoints that were kept outside
public record TrustAnchors(Optional<LogKey> key, List<Checkpoint.Note> checkpoints) {
  public TrustAnchors {
    checkpoints = List.copyOf(checkpoints);
  }
}
