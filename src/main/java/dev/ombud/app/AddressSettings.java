package dev.ombud.app;

import dev.ombud.outbound.Destination;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
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

  /// Where people reach the service.
  ///
  /// @param port that it listens on
  URI home(int port) {
    String given = text.apply(Setting.PUBLIC_URL);
    if (given.isEmpty()) {
      return URI.create("http://127.0.0.1:%s/".formatted(port));
    }
    try {
      URI url = new URI(given);
      if (url.getHost() != null && String.valueOf(url.getScheme()).matches("https?")) {
        return url.getPath().endsWith("/") ? url : URI.create(url + "/");
      }
    } catch (URISyntaxException e) {
      // Told below, as any other address that is none.
    }
    problem.accept(Setting.PUBLIC_URL, "is no address: write one such as `https://ombud.example/`");
    return URI.create("http://127.0.0.1/");
  }

  /// Whether only this machine reaches a host.
  static boolean isLoopback(String host) {
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
