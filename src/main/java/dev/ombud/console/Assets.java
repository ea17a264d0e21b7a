package dev.ombud.console;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Sha256;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Styles, scripts and pictures, each at an address that holds the digest of its content, so that
/// browsers may keep it for a year. Read from the class path at the start, so a missing file stops
/// it. Immutable, so thread-safe.
public final class Assets {
  private static final String FOLDER = "console/";
  private static final String WEB_JARS = "META-INF/resources/webjars/";
  private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";
  private static final int DIGEST_BYTES = 6;

  /// Name to where it stands on the class path. Modules of ours import nothing from each other.
  private static final Map<String, String> FILES =
      Map.of(
          "console.css", FOLDER + "console.css",
          "console.js", FOLDER + "console.js",
          "facets.js", FOLDER + "facets.js",
          "jobs.js", FOLDER + "jobs.js",
          "now.js", FOLDER + "now.js",
          "review.js", FOLDER + "review.js",
          "mark.svg", FOLDER + "mark.svg",
          "chart.js", WEB_JARS + "chart.js/4.5.1/dist/chart.umd.min.js");

  /// Those of the pages about tables and releases.
  private static final Map<String, String> OF_TABLES =
      Map.of(
          "tables.css", FOLDER + "tables/tables.css",
          "grid.js", FOLDER + "tables/grid.js",
          "backtest.js", FOLDER + "tables/backtest.js",
          "release.js", FOLDER + "releases/release.js",
          "tabulator.css", WEB_JARS + "tabulator-tables/6.3.1/dist/css/tabulator_simple.min.css",
          "tabulator.js", WEB_JARS + "tabulator-tables/6.3.1/dist/js/tabulator.min.js");

  private record Asset(String mediaType, byte[] plain, byte[] zipped) {}

  private final Map<String, String> addresses = new HashMap<>();
  private final Map<String, Asset> byFile = new LinkedHashMap<>();

  public Assets() {
    add(FILES);
    add(OF_TABLES);
  }

  private void add(Map<String, String> files) {
    files.forEach((name, resource) -> {
      byte[] content = resource(resource);
      int dot = name.lastIndexOf('.');
      String digest = HexFormat.of().formatHex(Sha256.of(content), 0, DIGEST_BYTES);
      String file = name.substring(0, dot) + "." + digest + name.substring(dot);
      addresses.put(name, "/assets/" + file);
      byFile.put(file, new Asset(mediaType(name.substring(dot)), content, zipped(content)));
    });
  }

  /// The address of a file, for templates.
  public String address(String name) {
    String address = addresses.get(name);
    if (address == null) {
      throw new IllegalStateException("there is no asset `" + name + "`");
    }
    return address;
  }

  Route route() {
    return Route.of("GET", "/assets/{file}", this::serve);
  }

  private Response serve(Request request) {
    Asset asset = byFile.get(request.parameter("file"));
    if (asset == null) {
      throw new ServiceException(
          ErrorCode.NOT_FOUND,
          "there is no asset `" + request.parameter("file") + "`: load the page again");
    }
    boolean isZipped = request.header("Accept-Encoding").orElse("").contains("gzip");
    Response response =
        Response.of(200, asset.mediaType(), isZipped ? asset.zipped() : asset.plain())
            .with("Cache-Control", FOR_A_YEAR)
            .with("Vary", "Accept-Encoding");
    return isZipped ? response.with("Content-Encoding", "gzip") : response;
  }

  private static String mediaType(String extension) {
    return switch (extension) {
      case ".css" -> "text/css; charset=utf-8";
      case ".js" -> "text/javascript; charset=utf-8";
      case ".svg" -> "image/svg+xml";
      default -> throw new IllegalStateException("no media type for `" + extension + "`");
    };
  }

  private static byte[] zipped(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] resource(String name) {
    try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("`" + name + "` is missing on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
