package dev.ombud.record.log;

import java.time.Instant;
import java.util.Optional;

/// A key of the log as it stands in `log_keys`. Immutable by custom.
///
/// @param fromSize it signs checkpoints of more leaves than this
/// @param endorsement the signature of the key before over [LogKey#endorsed]; the first has none
public record KeyRow(LogKey key, long fromSize, Optional<byte[]> endorsement, Instant at) {
  /// Whether the key before handed over to this one.
  public boolean isEndorsedBy(LogKey before) {
    return before.name().equals(key.name())
        && endorsement
            .filter(signature -> before.verifies(key.endorsed(fromSize), signature))
            .isPresent();
  }
}
