package dev.ombud.act.platform;

import dev.ombud.ground.outbound.Secret;
import java.net.URI;
import java.util.Map;

/// One flag platform as the operator configured it. Shows no secret. Immutable.
///
/// @param name by which flags in the registry refer to it
/// @param address of its API, or of the file
/// @param inside whether the address may be a private one
/// @param token that may write; empty for a file
/// @param actor the name that the platform gives whoever has the token, to tell people apart
/// @param readers tokens that read effects, by environment
public record PlatformConfig(
    String name,
    Kind kind,
    URI address,
    boolean inside,
    Secret token,
    String actor,
    Map<String, Secret> readers) {

  /// What is there.
  public enum Kind {
    UNLEASH,
    LAUNCHDARKLY,
    FLAGD
  }

  public PlatformConfig {
    readers = Map.copyOf(readers);
  }
}
