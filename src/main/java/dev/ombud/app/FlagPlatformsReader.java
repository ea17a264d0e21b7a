package dev.ombud.app;

import dev.ombud.contract.Json;
import dev.ombud.contract.JsonObject;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.flag.Flag;
import dev.ombud.flag.FlagReader;
import dev.ombud.flag.platform.PlatformConfig;
import dev.ombud.flag.platform.PlatformConfig.Kind;
import dev.ombud.outbound.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

/// Reads the file of flag platforms: a JSON array with an object each, as `docs/flags.md` says.
/// Tokens stand in files of their own. Stateless.
final class FlagPlatformsReader {
  private static final int LONGEST = 1_000;

  private FlagPlatformsReader() {}

  /// @throws ServiceException with what is wrong; no token stands in it
  static List<PlatformConfig> read(Path file) {
    try {
      if (!(Json.read(Files.readAllBytes(file)) instanceof List<?> list)) {
        throw refusal("it is no array: write one object a platform, in brackets");
      }
      List<PlatformConfig> platforms = new ArrayList<>();
      Set<String> names = new HashSet<>(Set.of(Flag.BUILTIN));
      for (Object each : list) {
        PlatformConfig platform = platform(JsonObject.of(each));
        if (!FlagReader.isKey(platform.name()) || !names.add(platform.name())) {
          throw refusal("`name` `" + platform.name() + "` is taken or no name: take another one");
        }
        platforms.add(platform);
      }
      return platforms;
    } catch (IOException e) {
      throw refusal("`" + file + "` cannot be read: let the service's user read it");
    }
  }

  private static PlatformConfig platform(JsonObject object) {
    object.requireOnly("name", "kind", "address", "tokenFile", "actor", "readerTokenFiles");
    String name = text(object, "name");
    Kind kind = kind(text(object, "kind"));
    String address = text(object, "address");
    return switch (kind) {
      case FLAGD ->
          new PlatformConfig(name, kind, path(address).toUri(), new Secret(""), "", Map.of());
      case UNLEASH, LAUNCHDARKLY ->
          new PlatformConfig(
              name,
              kind,
              web(address),
              secret(text(object, "tokenFile")),
              text(object, "actor"),
              readers(object.value("readerTokenFiles")));
    };
  }

  private static Kind kind(String text) {
    return Arrays.stream(Kind.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () -> refusal("`kind` is `" + text + "`: use `unleash`, `launchdarkly` or `flagd`"));
  }

  private static URI web(String text) {
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme());
      if (address.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
        return address;
      }
    } catch (java.net.URISyntaxException e) {
      throw refusal("`address` is `" + text + "`: write https://…");
    }
    throw refusal("`address` is `" + text + "`: write https://…");
  }

  private static Map<String, Secret> readers(@Nullable Object value) {
    Map<String, Secret> readers = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> files) {
      files.forEach((environment, file) ->
          readers.put(String.valueOf(environment), secret(String.valueOf(file))));
    } else if (value != null) {
      throw refusal("`readerTokenFiles` needs an object, environment to file: mend it");
    }
    return readers;
  }

  private static Secret secret(String file) {
    try {
      String text = Files.readString(path(file), StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw refusal("`" + file + "` is empty: write the token into it");
      }
      return new Secret(text);
    } catch (IOException e) {
      throw refusal("the token file `" + file + "` cannot be read: let the service's user read it");
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw refusal("`" + text + "` is no path: " + e.getReason());
    }
  }

  private static String text(JsonObject object, String name) {
    return object
        .text(name, LONGEST)
        .orElseThrow(() -> refusal("`" + name + "` is missing: every such platform needs it"));
  }

  private static ServiceException refusal(String detail) {
    return new ServiceException(ErrorCode.INVALID_REQUEST, detail);
  }
}
