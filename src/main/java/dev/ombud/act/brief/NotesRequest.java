package dev.ombud.act.brief;

import dev.ombud.ground.code.Severity;
import dev.ombud.ground.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Notes of a release that are made of an evaluation of it. Immutable.
///
/// @param gist equal where the notes would say the same but for their numbers: those are written
///   once
public record NotesRequest(String product, String release, UUID evaluationId, String gist) {
  private static final String EVALUATION = "evaluationId";

  /// @param id that the brief will have
  public BriefRequest request(UUID id, Instant at, Severity severity) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put(EVALUATION, evaluationId.toString());
    input.put("gist", gist);
    input.put("release", release);
    return new BriefRequest(
        id,
        at,
        BriefKind.RELEASE_NOTES,
        Optional.empty(),
        Optional.empty(),
        severity,
        product,
        // What comes back from the database compares equal to what was asked.
        Optional.of(Json.readMembers(Json.write(input))),
        0);
  }

  /// The evaluation that notes are made of; nothing where a person typed what they say.
  public static Optional<UUID> evaluation(BriefRequest request) {
    return request
        .input()
        .flatMap(input -> Optional.ofNullable(input.get(EVALUATION)))
        .map(id -> UUID.fromString(String.valueOf(id)));
  }
}
