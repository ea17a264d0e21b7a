package dev.ombud.record.decision;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Stores what decisions set off, in their own transaction: it is there if they are, and not if
/// they are not. Called by several lanes at once; what it costs, every decision costs. Thread-safe.
@FunctionalInterface
public interface FollowUp {
  /// Sets nothing off.
  FollowUp NONE = (connection, decided) -> {};

  /// A decision, and what it was made of.
  ///
  /// @param digest SHA-256 of the aggregate as it is kept, not to be changed
  /// @param revises the decision on the earlier revision of the aggregate, or null
  /// @param endsIncident whether the decision ended its incident; never where it is historic
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Decided(
      Aggregate aggregate,
      byte[] digest,
      Context context,
      Decision decision,
      @Nullable UUID revises,
      boolean endsIncident) {}

  /// @param decided in the order in which they were decided
  void store(Connection connection, List<Decided> decided) throws SQLException;
}
