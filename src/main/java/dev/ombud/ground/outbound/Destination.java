package dev.ombud.ground.outbound;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/// A place that the configuration allows to be spoken to.
///
/// @param host in lower case, a name or a literal address
/// @param inside whether it may be a private or loopback address; without it, only public ones are
///   connected to
public record Destination(String host, int port, boolean inside) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  public Destination {
    host = host.toLowerCase(Locale.ROOT);
  }

  /// Where an address points.
  ///
  /// @throws IllegalArgumentException where it is no `http` or `https` address with a host
  public static Destination of(URI address, boolean inside) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    boolean known = scheme.equals("http") || scheme.equals("https");
    if (!known || address.getHost() == null || address.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "is no address: write https://, a host and a path, without user and password");
    }
    int usual = scheme.equals("http") ? HTTP : HTTPS;
    return new Destination(
        address.getHost(), address.getPort() < 0 ? usual : address.getPort(), inside);
  }

  /// Whether its name alone says that it is this machine.
  public boolean isLoopback() {
    return LOOPBACK.contains(host);
  }
}
