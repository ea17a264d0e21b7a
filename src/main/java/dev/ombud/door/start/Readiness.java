package dev.ombud.door.start;

import dev.ombud.ground.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What has to be there before the service can decide.
///
/// @param engine whether it is warm
/// @param trouble what keeps the database from taking writes, and what to do about it; nothing
///   where it takes them
/// @param version of the ruleset by which this instance decides
/// @param digest of that ruleset
/// @param warning why that is not the active ruleset; the instance decides all the same
/// @param logWarnings why the audit log is not sealed, or its checkpoints are not handed out
public record Readiness(
    boolean migrations,
    boolean engine,
    Optional<String> trouble,
    long version,
    String digest,
    Optional<String> warning,
    List<String> logWarnings) {
  public Readiness {
    logWarnings = List.copyOf(logWarnings);
  }

  boolean isReady() {
    return migrations && engine && trouble.isEmpty();
  }

  byte[] json() {
    Map<String, Object> checks = new LinkedHashMap<>();
    checks.put("migrations", word(migrations));
    checks.put("ruleset", warning.isPresent() ? "warning" : "up");
    checks.put("engine", word(engine));
    checks.put("database", word(trouble.isEmpty()));
    checks.put("log", logWarnings.isEmpty() ? "up" : "warning");
    Map<String, Object> ruleset = new LinkedHashMap<>();
    ruleset.put("version", version);
    ruleset.put("digest", digest);
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("status", word(isReady()));
    whole.put("checks", checks);
    whole.put("reasons", trouble.stream().toList());
    whole.put("ruleset", ruleset);
    whole.put("warnings", Stream.concat(warning.stream(), logWarnings.stream()).toList());
    return Json.write(whole);
  }

  private static String word(boolean good) {
    return good ? "up" : "down";
  }
}
