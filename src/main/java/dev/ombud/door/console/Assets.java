package dev.ombud.door.console;

import dev.ombud.door.web.Route;
import dev.ombud.door.web.StaticFiles;
import dev.ombud.ground.base.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Styles, scripts and pictures, each at an address that holds the digest of its folder's content,
/// so that browsers may keep it for a year, and a module finds those that it imports beside it, of
/// the same version. Read from the class path at the start, so a missing file stops it. Immutable,
/// so thread-safe.
public final class Assets {
  private static final int DIGEST_BYTES = 6;

  /// Folders on the class path by the name that their addresses begin with.
  private static final Map<String, String> FOLDERS =
      Map.of(
          "own", "console",
          "chart", "META-INF/resources/webjars/chart.js/4.5.1/dist",
          "tabulator", "META-INF/resources/webjars/tabulator-tables/6.3.1/dist");

  /// What pages name: to the folder, and the path in it.
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

  /// What modules import.
  private static final Set<String> MODULES =
      Set.of(
          "own/tables/grid/blocks.js",
          "own/tables/grid/choices.js",
          "own/tables/grid/drawing.js",
          "own/tables/grid/editor.js",
          "own/tables/grid/elements.js",
          "own/tables/grid/findings.js",
          "own/tables/grid/frame.js",
          "own/tables/grid/history.js",
          "own/tables/grid/holding.js",
          "own/tables/grid/keys.js",
          "own/tables/grid/model.js",
          "own/tables/grid/rows.js",
          "own/tables/grid/selection.js",
          "own/tables/grid/server.js",
          "own/tables/grid/sheet.js");

  private final Map<String, String> addresses = addresses();

  private static Map<String, String> addresses() {
    Map<String, String> digests =
        FOLDERS.keySet().stream().collect(Collectors.toMap(each -> each, Assets::digest));
    Map<String, String> addresses = new HashMap<>();
    FILES.forEach((name, file) -> {
      int slash = file.indexOf('/');
      String folder = file.substring(0, slash);
      addresses.put(name, "/assets/" + folder + "/" + digests.get(folder) + file.substring(slash));
    });
    return Map.copyOf(addresses);
  }

  private static String digest(String folder) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    filesOf(folder).stream()
        .sorted()
        .map(file -> StaticFiles.read(FOLDERS.get(folder) + "/" + file))
        .forEach(content::writeBytes);
    return HexFormat.of().formatHex(Sha256.of(content.toByteArray()), 0, DIGEST_BYTES);
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
    return Stream.concat(FILES.values().stream(), MODULES.stream())
        .filter(file -> file.startsWith(folder + "/"))
        .map(file -> file.substring(folder.length() + 1))
        .collect(Collectors.toSet());
  }
}
