package dev.ombud.door.web;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/// Whom a request comes from, as far as an address tells: the key to all that one address may have.
/// Of IPv6 that is the network, since whoever has one address there has all of its 2^64.
final class Principal {
  private static final int NETWORK_BYTES = 8;
  private static final HexFormat HEX = HexFormat.ofDelimiter(":");

  private Principal() {}

  /// Behind a proxy, what that says last in `X-Forwarded-For`; what stands before that, anybody may
  /// have written.
  static String of(HttpServerRequest http, boolean isBehindProxy) {
    List<String> forwarded = http.headers().getAll("X-Forwarded-For");
    if (isBehindProxy && !forwarded.isEmpty()) {
      String[] hops = forwarded.getLast().split(",", -1);
      return of(hops[hops.length - 1]);
    }
    return of(String.valueOf(http.remoteAddress().hostAddress()));
  }

  /// @param address some proxies write the port behind it (RFC 7239, section 6)
  static String of(String address) {
    String host = before('%', withoutPort(address.strip()));
    try {
      InetAddress found = InetAddress.ofLiteral(host);
      byte[] bytes = found.getAddress();
      return bytes.length > 4
          ? HEX.formatHex(bytes, 0, NETWORK_BYTES) + "/64"
          : found.getHostAddress();
    } catch (IllegalArgumentException e) {
      return host;
    }
  }

  private static String withoutPort(String address) {
    if (address.startsWith("[")) {
      return before(']', address.substring(1));
    }
    boolean isPlain = address.indexOf(':') == address.lastIndexOf(':');
    return isPlain ? before(':', address) : address;
  }

  private static String before(char end, String text) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }
}
