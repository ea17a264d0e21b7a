package dev.ombud.ground.outbound;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// One HTTP request to a system outside. Immutable.
///
/// @param body empty where there is none
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Call(String method, URI address, Map<String, String> headers, byte[] body) {
  private static final byte[] NONE = {};

  public Call {
    address = URI.create(address.toASCIIString());
    headers = Map.copyOf(headers);
  }

  public static Call of(String method, URI address) {
    return new Call(method, address, Map.of(), NONE);
  }

  /// With a further header.
  public Call with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Call(method, address, more, body);
  }

  public Call with(String contentType, byte[] content) {
    return new Call(method, address, headers, content).with("Content-Type", contentType);
  }

  /// Without headers, which hold secrets.
  @Override
  public String toString() {
    return method + " " + address.getHost() + address.getPath();
  }
}
