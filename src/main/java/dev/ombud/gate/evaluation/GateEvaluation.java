package dev.ombud.gate.evaluation;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.json.CanonicalObject;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One question to a gate and its answer, as they stand on record. Immutable.
///
/// Its digest is SHA-256 over one object in canonical JSON (RFC 8785), with the members `answer`,
/// `at`, `caller`, `engineVersion`, `evaluationId`, `gate`, `hearing`, `overrideId` (left out where
/// there is none), `request`, `rulesetDigest`, `rulesetVersion` and `traceId`.
///
/// @param id UUIDv7; its timestamp is `at`; its event of the log has the same
/// @param override what let it through although the verdict does not
/// @param request canonical JSON, as it was sent
/// @param hearing canonical JSON, what stood on record
/// @param answer canonical JSON, what follows from both
public record GateEvaluation(
    UUID id,
    Instant at,
    String gate,
    String product,
    String release,
    ReleaseStage stage,
    GateVerdict verdict,
    Optional<GateOverride> override,
    String caller,
    String traceId,
    String engineVersion,
    RulesetRef ruleset,
    List<UUID> decisions,
    String request,
    String hearing,
    String answer) {

  public GateEvaluation {
    decisions = List.copyOf(decisions);
  }

  /// Whether a pipeline may go on.
  public boolean isSafe() {
    return verdict.isSafe() || override.isPresent();
  }

  byte[] digest() {
    return Sha256.of(
        new CanonicalObject(answer.length() + hearing.length() + request.length() + 512)
            .document("answer", utf8(answer))
            .text("at", at.toString())
            .text("caller", caller)
            .text("engineVersion", engineVersion)
            .text("evaluationId", id.toString())
            .text("gate", gate)
            .document("hearing", utf8(hearing))
            .text("overrideId", override.map(each -> each.id().toString()).orElse(null))
            .document("request", utf8(request))
            .text("rulesetDigest", ruleset.digest())
            .number("rulesetVersion", ruleset.version())
            .text("traceId", traceId)
            .toBytes());
  }

  /// `sha256:` and 64 hexadecimal digits.
  public String digestText() {
    return Sha256.text(digest());
  }

  /// The parts of the answer: verdict, reasons, signals, themes, rows and near misses.
  public Map<String, @Nullable Object> parts() {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    Json.readMembers(utf8(answer)).forEach((name, part) -> parts.put(String.valueOf(name), part));
    return parts;
  }

  /// The reasons in words, what decides first.
  public List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    if (parts().get("reasons") instanceof List<?> all) {
      for (Object each : all) {
        Map<?, ?> reason = Json.members(each);
        String row = String.valueOf(reason.get("row"));
        reasons.add(
            "%s %s: %s%s"
                .formatted(
                    reason.get("verdict"),
                    reason.get("code"),
                    String.valueOf(reason.get("detail")).replaceAll("\\s+", " "),
                    row.isEmpty() ? "" : " [" + row + "]"));
      }
    }
    return reasons;
  }

  /// What was looked at, a line each.
  public List<String> signals() {
    List<String> signals = new ArrayList<>();
    if (parts().get("signals") instanceof List<?> all) {
      for (Object each : all) {
        Map<?, ?> signal = Json.members(each);
        signals.add(
            "%s (%s) is %s: %s"
                .formatted(
                    signal.get("name"),
                    signal.get("role"),
                    signal.get("status"),
                    signal.get("detail")));
      }
    }
    return signals;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
