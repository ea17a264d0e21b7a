package dev.ombud.app;

import dev.ombud.flag.BuiltinPlatform;
import dev.ombud.flag.FlagPlatform;
import dev.ombud.flag.Flags;
import dev.ombud.flag.Lifting;
import dev.ombud.flag.LiveFlags;
import dev.ombud.flag.RecordedPlatform;
import dev.ombud.flag.platform.Platforms;
import dev.ombud.response.FlagConnector;
import java.util.Map;

/// Flags: where people declare them, the platforms that serve them, and what is asked of them.
final class Flagging {
  final LiveFlags served;
  final Flags registry;
  final Lifting lifting;
  final FlagConnector connector;

  Flagging(Base base, Started started) {
    Settings settings = base.settings;
    served = started.add(new LiveFlags(base.vital));
    registry = new Flags(base.database, base.ids, base.clock, settings.switchDays());
    base.meters.watchFlags(() -> base.vital.during(registry::overdueCount));
    Map<String, FlagPlatform> platforms =
        Platforms.of(
            new BuiltinPlatform(base.outbox, served, base.ids, settings.address()),
            settings.flagPlatforms(),
            each -> new RecordedPlatform(each, base.outbox, base.ids),
            base.outbound,
            base.clock);
    lifting = new Lifting(registry, base.database, platforms);
    connector = new FlagConnector(registry, platforms, settings.address());
  }
}
