package dev.ombud.door.casepages;

import dev.ombud.act.outbox.Automation;
import dev.ombud.door.console.Entrance;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/// The routes of the first page.
public final class NowRoutes {
  private static final Set<Role> EVERYBODY = Role.EVERYBODY;

  private NowRoutes() {}

  public static List<Route> routes(
      Entrance entrance, Pulse pulse, Health health, Automation automation, Clock clock) {
    NowPage now = new NowPage(pulse, health, automation, clock);
    return List.of(
        entrance.page("/", EVERYBODY, now::show),
        entrance.data("/now/data", EVERYBODY, now::data),
        entrance.events("/now/events", EVERYBODY, pulse),
        entrance.form("/automation/stop", NowPage.SWITCHERS, now::stop, now::show),
        entrance.form("/automation/resume", NowPage.SWITCHERS, now::resume, now::show));
  }
}
