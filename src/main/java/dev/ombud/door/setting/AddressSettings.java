package dev.ombud.door.setting;

import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.text.Excerpt;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads settings that are addresses. Problems go where those of all settings do, and none quotes
/// what may be a secret. Belongs to one thread.
public final class AddressSettings {
  /// As browsers write it: no path, and no port where it is the usual one.
  private static final Pattern ORIGIN =
      Pattern.compile(
          "(https://(?!.*:443$)|http://(?!.*:80$))([a-z0-9.-]{1,253}|\\[[0-9a-f:.]{2,45}])(:[1-9][0-9]{0,4})?");

  private static final int MAX_ORIGINS = 100;

  private final Function<Setting, String> text;
  private final BiConsumer<Setting, String> problem;

  AddressSettings(Function<Setting, String> text, BiConsumer<Setting, String> problem) {
    this.text = text;
    this.problem = problem;
  }

  /// Where each checkpoint goes.
  Optional<URI> webhook() {
    String given = text.apply(Setting.CHECKPOINT_WEBHOOK).strip();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI address = new URI(given);
      boolean isLoopback = Destination.of(address, true).isLoopback();
      if (isLoopback || address.getScheme().equalsIgnoreCase("https")) {
        return Optional.of(address);
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // The same problem as one in the clear. The message would quote what may be a secret.
    }
    problem.accept(
        Setting.CHECKPOINT_WEBHOOK,
        "is no address: write https://, a host and a path behind it; http:// on loopback alone");
    return Optional.empty();
  }

  /// The web pages whose scripts may ask for flags.
  Set<String> origins() {
    Set<String> origins = new LinkedHashSet<>();
    for (String each : text.apply(Setting.FLAG_ORIGINS).split(",", -1)) {
      String origin = each.strip();
      if (ORIGIN.matcher(origin).matches()) {
        origins.add(origin);
      } else if (!origin.isEmpty()) {
        problem.accept(
            Setting.FLAG_ORIGINS,
            "has `%s`, which is no origin: write `https://` and a host in lower case, without a path"
                .formatted(Excerpt.of(origin)));
      }
    }
    if (origins.size() > MAX_ORIGINS) {
      problem.accept(
          Setting.FLAG_ORIGINS,
          "names %d origins: name at most %d".formatted(origins.size(), MAX_ORIGINS));
    }
    return origins;
  }

  /// Where people reach the service. The console lives at the root of a host, so a path would lead
  /// every link astray.
  ///
  /// @param host that it listens at itself, which is the answer where nothing is set
  /// @param isTls whether it ends TLS itself
  URI home(String host, int port, boolean isTls) {
    String given = text.apply(Setting.PUBLIC_URL);
    if (given.isEmpty()) {
      return listening(host, port, isTls);
    }
    try {
      URI url = new URI(given);
      boolean isHome =
          url.getHost() != null
              && String.valueOf(url.getScheme()).matches("https?")
              && url.getPath().matches("/?")
              && url.getUserInfo() == null
              && url.getQuery() == null
              && url.getFragment() == null;
      if (isHome) {
        return url.getPath().isEmpty() ? URI.create(url + "/") : url;
      }
    } catch (URISyntaxException e) {
      // Told below, as any other address that is none.
    }
    problem.accept(
        Setting.PUBLIC_URL,
        "is no address of a host alone: write one such as `https://ombud.example/`, without a path");
    return listening("127.0.0.1", port, isTls);
  }

  /// On this machine, where it listens everywhere.
  private static URI listening(String host, int port, boolean isTls) {
    boolean isEverywhere = host.equals("0.0.0.0") || host.equals("::");
    try {
      return new URI(
          isTls ? "https" : "http", null, isEverywhere ? "127.0.0.1" : host, port, "/", null, null);
    } catch (URISyntaxException e) {
      // Nothing can listen there either: the start will say so.
      return URI.create("http://127.0.0.1/");
    }
  }

  /// Whether only this machine reaches a host.
  public static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
