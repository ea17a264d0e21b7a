package dev.ombud.door.recordpages;

import dev.ombud.act.flag.Flags;
import dev.ombud.act.flag.Lifting;
import dev.ombud.door.console.Entrance;
import dev.ombud.door.web.Route;
import java.util.List;

/// The routes of the pages about flags.
public final class FlagPageRoutes {
  private FlagPageRoutes() {}

  public static List<Route> routes(Entrance entrance, Flags flags, Lifting lifting) {
    FlagPage one = new FlagPage(flags, lifting);
    return List.of(
        entrance.page("/flags", FlagPage.READERS, new FlagListPage(flags)::show, "after"),
        entrance.page("/flags/{key}", FlagPage.READERS, one::show),
        entrance.form(
            "/flags/{key}/environments/{environment}/lift",
            FlagPage.LIFTERS,
            one::lift,
            one::show));
  }
}
