package dev.ombud.console.flag;

import dev.ombud.console.Entrance;
import dev.ombud.flag.Flags;
import dev.ombud.flag.Lifting;
import dev.ombud.web.Route;
import java.util.List;

/// The routes of the pages about flags.
public final class FlagRoutes {
  private FlagRoutes() {}

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
