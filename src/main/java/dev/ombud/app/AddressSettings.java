package dev.ombud.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Reads settings that are addresses. Problems go where those of all settings do, and none quotes
/// what may be a secret. Belongs to one thread.
final class AddressSettings {
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
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return Optional.of(address);
      }
    } catch (URISyntaxException e) {
      // The same problem as another scheme. The message would quote what may be a secret.
    }
    problem.accept(
        Setting.CHECKPOINT_WEBHOOK, "is no address: write https://, a host and a path behind it");
    return Optional.empty();
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
}
