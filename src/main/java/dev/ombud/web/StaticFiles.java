package dev.ombud.web;

import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

/// Files of the class path that never change at their address: browsers may keep them for a year.
public final class StaticFiles {
  private StaticFiles() {}

  /// @param path ends with `/*`
  /// @param folder on the class path
  /// @param files paths in the folder; nothing else of it is served
  public static Route route(String path, String folder, Set<String> files) {
    StaticHandler handler =
        StaticHandler.create(folder)
            .setIncludeHidden(false)
            .setDirectoryListing(false)
            .setMaxAgeSeconds(Duration.ofDays(365).toSeconds())
            .setFilesReadOnly(true);
    return Route.files(
        path,
        routing -> {
          if (files.contains(String.valueOf(routing.pathParam("*")).replaceFirst("^/", ""))) {
            handler.handle(routing);
          } else {
            routing.next();
          }
        });
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
