package dev.ombud.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the service knew besides the aggregate when it decided. Stored with the decision, so that
/// replay needs nothing else.
///
/// @param incident the open incident of the same key, or null
public record Context(@Nullable Incident incident) {

  public static final Context NONE = new Context(null);

  /// @param breaches windows in a row that called for somebody
  /// @param clears windows in a row since then that did not
  /// @param tierReached the widest mitigation that was asked for
  /// @param mitigatedAt when a mitigation last ran, or null
  /// @param laterWindows how many windows of the incident that end after this one, or were revised
  ///   later, were decided before it; what comes out of order settles nothing
  public record Incident(
      UUID id,
      int breaches,
      int clears,
      Tier tierReached,
      @Nullable Instant mitigatedAt,
      int laterWindows) {

    public Incident(
        UUID id, int breaches, int clears, Tier tierReached, @Nullable Instant mitigatedAt) {
      this(id, breaches, clears, tierReached, mitigatedAt, 0);
    }
  }
}
