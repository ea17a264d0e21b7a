package dev.ombud.door.setting;

import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagReader;
import dev.ombud.act.platform.PlatformConfig;
import dev.ombud.act.platform.PlatformConfig.Kind;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.ground.outbound.SecretSource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the file of flag platforms: a JSON array with an object each, as `docs/flags.md` says. No
/// token stands in it, but where each is. Stateless.
final class FlagPlatformsReader {
  private static final int MAX_TEXT_CHARS = 1_000;

  private FlagPlatformsReader() {}

  /// @throws ServiceException with what is wrong; no token stands in it
  static List<PlatformConfig> read(Path file, SecretSource secrets) {
    try {
      if (!(Json.read(Files.readAllBytes(file)) instanceof List<?> list)) {
        throw ServiceException.invalid("it is no array: write one object a platform, in brackets");
      }
      List<PlatformConfig> platforms = new ArrayList<>();
      Set<String> names = new HashSet<>(Set.of(Flag.BUILTIN));
      for (Object each : list) {
        PlatformConfig platform = platform(JsonObject.of(each), secrets);
        if (!FlagReader.isKey(platform.name()) || !names.add(platform.name())) {
          throw ServiceException.invalid(
              "`name` `" + platform.name() + "` is taken or no name: take another one");
        }
        platforms.add(platform);
      }
      return platforms;
    } catch (IOException e) {
      throw ServiceException.invalid(
          "`" + file + "` cannot be read: let the service's user read it");
    }
  }

  private static PlatformConfig platform(JsonObject object, SecretSource secrets) {
    object.requireOnly("name", "kind", "address", "inside", "token", "actor", "readerTokens");
    String name = text(object, "name");
    Kind kind = kind(text(object, "kind"));
    String address = text(object, "address");
    return switch (kind) {
      case FLAGD ->
          new PlatformConfig(
              name, kind, path(address).toUri(), false, new Secret(""), "", Map.of());
      case UNLEASH, LAUNCHDARKLY ->
          new PlatformConfig(
              name,
              kind,
              web(address),
              Boolean.TRUE.equals(object.value("inside")),
              secret("token", text(object, "token"), secrets),
              text(object, "actor"),
              readers(object.value("readerTokens"), secrets));
    };
  }

  private static Kind kind(String text) {
    return Arrays.stream(Kind.values())
        .filter(each -> word(each).equals(text))
        .findFirst()
        .orElseThrow(() ->
            ServiceException.invalid(
                "`kind` is `%s`: use one of %s"
                    .formatted(
                        text,
                        Arrays.stream(Kind.values()).map(FlagPlatformsReader::word).toList())));
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static URI web(String text) {
    try {
      URI address = new URI(text);
      Destination _ = Destination.of(address, false);
      return address;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw ServiceException.invalid("`address` is `" + text + "`: write https:// and a host");
    }
  }

  private static Map<String, Secret> readers(@Nullable Object value, SecretSource secrets) {
    Map<String, Secret> readers = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> places) {
      places.forEach((environment, where) ->
          readers.put(
              String.valueOf(environment),
              secret("readerTokens." + environment, String.valueOf(where), secrets)));
    } else if (value != null) {
      throw ServiceException.invalid(
          "`readerTokens` needs an object, environment to token: correct it");
    }
    return readers;
  }

  private static Secret secret(String name, String where, SecretSource secrets) {
    try {
      return secrets.read(where);
    } catch (IllegalArgumentException e) {
      throw ServiceException.invalid("`" + name + "`: " + e.getMessage());
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw ServiceException.invalid("`" + text + "` is no path: " + e.getReason());
    }
  }

  private static String text(JsonObject object, String name) {
    return object
        .text(name, MAX_TEXT_CHARS)
        .orElseThrow(() ->
            ServiceException.invalid("`" + name + "` is missing: every such platform needs it"));
  }
}
