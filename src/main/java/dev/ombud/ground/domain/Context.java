package dev.ombud.ground.domain;

import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.code.Tier;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the service knew besides the aggregate when it decided. Stored with the decision, so that
/// replay needs nothing else.
///
/// @param incident the incident of the same key that was running at the window's time, with what
///   the windows before it in event time amount to; or null
/// @param laterWindows how many windows of the same key that come after this one in event time were
///   decided before it; what comes out of order settles nothing
/// @param masking how sure it is that its masked texts say nothing of who somebody is
public record Context(@Nullable Incident incident, int laterWindows, MaskingConfidence masking) {

  public static final Context NONE = new Context(null);

  /// With texts that nothing speaks against.
  public Context(@Nullable Incident incident, int laterWindows) {
    this(incident, laterWindows, MaskingConfidence.HIGH);
  }

  public Context with(MaskingConfidence masking) {
    return masking == this.masking ? this : new Context(incident, laterWindows, masking);
  }

  /// In order.
  public Context(@Nullable Incident incident) {
    this(incident, 0);
  }

  /// @param breaches windows in a row that called for somebody
  /// @param clears windows in a row since then that did not
  /// @param tierReached the widest mitigation that was asked for
  /// @param mitigatedAt when a mitigation last ran, by our clock; where the evidence is historic,
  ///   the end of the last window that would have acted by itself; or null
  public record Incident(
      UUID id, int breaches, int clears, Tier tierReached, @Nullable Instant mitigatedAt) {}
}
