package dev.ombud.console;

import dev.ombud.domain.Sha256;
import dev.ombud.web.Route;
import dev.ombud.web.StaticFiles;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Styles, scripts and pictures, each at an address that holds the digest of its content, so that
/// browsers may keep it for a year. Read from the class path at the start, so a missing file stops
/// it. Immutable, so thread-safe.
public final class Assets {
  private static final int DIGEST_BYTES = 6;

  /// Folders on the class path by the name that their addresses begin with.
  private static final Map<String, String> FOLDERS =
      Map.of(
          "own", "console",
          "chart", "META-INF/resources/webjars/chart.js/4.5.1/dist",
          "tabulator", "META-INF/resources/webjars/tabulator-tables/6.3.1/dist");

  /// Name to the folder, and the path in it. Modules of ours import nothing from each other.
  private static final Map<String, String> FILES =
      Map.ofEntries(
          Map.entry("console.css", "own/console.css"),
          Map.entry("console.js", "own/console.js"),
          Map.entry("facets.js", "own/facets.js"),
          Map.entry("jobs.js", "own/jobs.js"),
          Map.entry("now.js", "own/now.js"),
          Map.entry("review.js", "own/review.js"),
          Map.entry("mark.svg", "own/mark.svg"),
          Map.entry("tables.css", "own/tables/tables.css"),
          Map.entry("grid.js", "own/tables/grid.js"),
          Map.entry("backtest.js", "own/tables/backtest.js"),
          Map.entry("release.js", "own/releases/release.js"),
          Map.entry("chart.js", "chart/chart.umd.min.js"),
          Map.entry("tabulator.css", "tabulator/css/tabulator_simple.min.css"),
          Map.entry("tabulator.js", "tabulator/js/tabulator.min.js"));

  private final Map<String, String> addresses =
      FILES.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, each -> addressOf(each.getValue())));

  private static String addressOf(String file) {
    int slash = file.indexOf('/');
    String folder = file.substring(0, slash);
    byte[] content = StaticFiles.read(FOLDERS.get(folder) + file.substring(slash));
    String digest = HexFormat.of().formatHex(Sha256.of(content), 0, DIGEST_BYTES);
    return "/assets/" + folder + "/" + digest + file.substring(slash);
  }

  /// The address of a file, for templates.
  public String address(String name) {
    String address = addresses.get(name);
    if (address == null) {
      throw new IllegalStateException("there is no asset `" + name + "`");
    }
    return address;
  }

  List<Route> routes() {
    return FOLDERS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(each ->
            StaticFiles.routes(
                "/assets/" + each.getKey() + "/{digest}", each.getValue(), filesOf(each.getKey()))
                .stream())
        .toList();
  }

  private static Set<String> filesOf(String folder) {
    return FILES.values().stream()
        .filter(file -> file.startsWith(folder + "/"))
        .map(file -> file.substring(folder.length() + 1))
        .collect(Collectors.toSet());
  }
}
