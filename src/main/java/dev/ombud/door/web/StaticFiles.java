package dev.ombud.door.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Files of the class path that never change at their address: browsers may keep them for a year.
///
/// They are read at the start. (`StaticHandler` of Vert.x Web unpacks the whole folder around a
/// file from its jar while a request waits.)
public final class StaticFiles {
  private static final String CACHED =
      "public, immutable, max-age=" + Duration.ofDays(365).toSeconds();

  private StaticFiles() {}

  /// @param path of the folder, for browsers
  /// @param folder on the class path
  /// @param files paths in the folder; nothing else of it is served
  /// @throws IllegalStateException where one is missing
  public static List<Route> routes(String path, String folder, Set<String> files) {
    return files.stream()
        .sorted()
        .map(file -> {
          Response response =
              Response.of(200, mediaType(file), read(folder + "/" + file))
                  .with("Cache-Control", CACHED);
          return Route.of("GET", path + "/" + file, request -> response, Route.ANY).in(Work.OPEN);
        })
        .toList();
  }

  private static String mediaType(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "css" -> "text/css;charset=UTF-8";
      case "js" -> "text/javascript;charset=UTF-8";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      default -> throw new IllegalStateException("`" + file + "` is of no kind that is served");
    };
  }

  /// @throws IllegalStateException where there is no such file
  public static byte[] read(String file) {
    try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("`" + file + "` is missing on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
