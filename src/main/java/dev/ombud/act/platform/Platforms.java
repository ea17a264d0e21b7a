package dev.ombud.act.platform;

import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagPlatform;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.Outbound;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// All platforms that there are. Stateless.
public final class Platforms {
  private Platforms() {}

  /// By the names that flags in the registry use.
  ///
  /// @param recorded what keeps switches of other platforms on record
  public static Map<String, FlagPlatform> of(
      FlagPlatform builtin,
      List<PlatformConfig> configured,
      UnaryOperator<FlagPlatform> recorded,
      Outbound outbound,
      Clock clock) {
    Map<String, FlagPlatform> platforms = new LinkedHashMap<>();
    platforms.put(Flag.BUILTIN, builtin);
    for (PlatformConfig each : configured) {
      platforms.put(
          each.name(),
          recorded.apply(
              switch (each.kind()) {
                case UNLEASH -> new UnleashPlatform(each, outbound, clock);
                case LAUNCHDARKLY -> new LaunchDarklyPlatform(each, outbound, clock);
                case FLAGD -> new FlagdPlatform(each);
              }));
    }
    return platforms;
  }

  /// Where they are spoken to; for whoever makes the [Outbound].
  public static List<Destination> destinations(List<PlatformConfig> configured) {
    return configured.stream()
        .filter(each -> each.kind() != PlatformConfig.Kind.FLAGD)
        .map(each -> Destination.of(each.address(), each.inside()))
        .toList();
  }
}
