package dev.ombud.door.start;

import dev.ombud.act.flag.BuiltinPlatform;
import dev.ombud.act.flag.FlagPlatform;
import dev.ombud.act.flag.Flags;
import dev.ombud.act.flag.Lifting;
import dev.ombud.act.flag.LiveFlags;
import dev.ombud.act.flag.RecordedPlatform;
import dev.ombud.act.platform.Platforms;
import dev.ombud.act.response.FlagConnector;
import dev.ombud.door.setting.Settings;
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
