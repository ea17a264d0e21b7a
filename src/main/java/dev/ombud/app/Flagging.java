package dev.ombud.app;

import dev.ombud.api.FlagRoutes;
import dev.ombud.api.OfrepRoutes;
import dev.ombud.database.Database;
import dev.ombud.domain.TimeIds;
import dev.ombud.flag.BuiltinPlatform;
import dev.ombud.flag.FlagPlatform;
import dev.ombud.flag.Flags;
import dev.ombud.flag.Lifting;
import dev.ombud.flag.LiveFlags;
import dev.ombud.flag.Overdue;
import dev.ombud.flag.RecordedPlatform;
import dev.ombud.flag.platform.PlatformConfig;
import dev.ombud.flag.platform.Platforms;
import dev.ombud.outbound.Outbound;
import dev.ombud.response.FlagConnector;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Flags, wired by hand: where people declare them, the platforms that serve them, and what is
/// asked of them. Thread-safe.
final class Flagging {
  private final Settings settings;
  private final Flags registry;
  private final Flags worked;
  private final Map<String, FlagPlatform> platforms;
  private final LiveFlags served;
  private final Lifting lifting;

  /// @param outbox the same database, for what is done while nobody waits
  /// @param served what the flags of our own platform are, not closed here
  Flagging(
      Settings settings,
      Database database,
      Database outbox,
      TimeIds ids,
      Clock clock,
      LiveFlags served,
      Outbound outbound) {
    this.settings = settings;
    this.served = served;
    this.registry = new Flags(database, ids, clock, settings.switchDays());
    this.worked = new Flags(outbox, ids, clock, settings.switchDays());
    this.platforms =
        Platforms.of(
            new BuiltinPlatform(outbox, served, ids, settings.address()),
            settings.flagPlatforms(),
            each -> new RecordedPlatform(each, outbox, ids),
            outbound,
            clock);
    this.lifting = new Lifting(registry, database, platforms);
  }

  /// What people declare of flags.
  Flags registry() {
    return registry;
  }

  /// The same, for those who carry out actions.
  Flags worked() {
    return worked;
  }

  /// How people take switches back.
  Lifting lifting() {
    return lifting;
  }

  FlagConnector connector() {
    return new FlagConnector(worked, platforms, settings.address());
  }

  List<Route> routes(Access access) {
    Set<String> names =
        settings.flagPlatforms().stream().map(PlatformConfig::name).collect(Collectors.toSet());
    List<Route> routes = new ArrayList<>(FlagRoutes.routes(access, registry, lifting, names));
    routes.addAll(
        OfrepRoutes.routes(access, served, settings.flagEnvironment(), settings.flagOrigins()));
    return routes;
  }

  /// A line for each flag that should be gone, by the team that owns it.
  Map<String, List<String>> overdue() {
    Map<String, List<String>> lines = new TreeMap<>();
    for (Overdue overdue : worked.overdue()) {
      lines.computeIfAbsent(overdue.owner(), _ -> new ArrayList<>()).add(overdue.line());
    }
    return lines;
  }
}
