package dev.ombud.door.actapi;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What Flagger posts to its webhooks (`confirm-promotion`, `confirm-rollout`): the canary's name,
/// namespace, phase, checksum and build id, and a map of texts, which says what a gate must know.
/// 2xx lets the canary go on, anything else does not. Immutable.
///
/// @param metadata `product` and `release`; `stage`, `surfaces`, `regressionSuite`,
///   `vulnerabilityScan` and `rollbackPlanAttached` where nothing else tells
record FlaggerHook(Map<String, String> metadata) {
  private static final Set<String> KNOWN =
      Set.of(
          "product",
          "release",
          "stage",
          "surfaces",
          "regressionSuite",
          "vulnerabilityScan",
          "rollbackPlanAttached");

  FlaggerHook {
    metadata = Map.copyOf(metadata);
  }

  /// @throws ServiceException INVALID_REQUEST
  static FlaggerHook read(JsonObject body) {
    body.requireOnly("name", "namespace", "phase", "checksum", "buildId", "type", "metadata");
    if (!(body.value("metadata") instanceof Map<?, ?> given)) {
      throw ServiceException.invalid("`metadata` is missing: name `product` and `release` there");
    }
    Json.requireWritable(given, "`metadata`");
    Map<String, String> metadata = new LinkedHashMap<>();
    given.forEach((name, value) -> {
      if (!KNOWN.contains(String.valueOf(name))) {
        throw ServiceException.invalid(
            "`metadata.%s` is no field here: use %s"
                .formatted(name, KNOWN.stream().sorted().toList()));
      }
      metadata.put(String.valueOf(name), String.valueOf(value));
    });
    if (!metadata.containsKey("product") || !metadata.containsKey("release")) {
      throw ServiceException.invalid("`metadata` lacks `product` or `release`: name both");
    }
    return new FlaggerHook(metadata);
  }

  String product() {
    return metadata.getOrDefault("product", "");
  }

  String release() {
    return metadata.getOrDefault("release", "");
  }

  /// The same as a question to a gate, in JSON.
  byte[] question() {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("product", product());
    question.put("release", release());
    question.put("stage", metadata.getOrDefault("stage", "CANARY"));
    String surfaces = metadata.getOrDefault("surfaces", "");
    if (!surfaces.isBlank()) {
      question.put("surfaces", Arrays.stream(surfaces.split(",")).map(String::strip).toList());
    }
    Map<String, Object> tests = new LinkedHashMap<>();
    for (String name : List.of("regressionSuite", "vulnerabilityScan")) {
      if (metadata.containsKey(name)) {
        tests.put(name, metadata.getOrDefault(name, ""));
      }
    }
    question.put("tests", tests);
    question.put("rollbackPlanAttached", isPlanAttached());
    return Json.write(question);
  }

  /// Flagger's metadata are texts.
  private boolean isPlanAttached() {
    String text = metadata.getOrDefault("rollbackPlanAttached", "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw ServiceException.invalid(
          "`metadata.rollbackPlanAttached` is `%s`: write `true` or `false`".formatted(text));
    }
    return text.equals("true");
  }
}
