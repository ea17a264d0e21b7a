package dev.ombud.act.brief;

import dev.ombud.ground.code.Severity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Which briefs to list, newest first.
///
/// @param kinds any of them; none for all, as with the others
/// @param judged whether a person said something about it
/// @param limit at most so many, 1 to 200
public record BriefQuery(
    List<BriefKind> kinds,
    List<Brief.Origin> origins,
    List<Severity> severities,
    Optional<String> product,
    Optional<UUID> decisionId,
    Optional<Boolean> judged,
    int limit,
    Optional<UUID> before) {
  public static final int MAX_LIMIT = 200;

  public BriefQuery {
    kinds = List.copyOf(kinds);
    origins = List.copyOf(origins);
    severities = List.copyOf(severities);
  }
}
