package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/// What the head of a request may be, whatever is asked. The transport reads longer ones than these
/// limits, so that people get a page for them too.
final class Head {
  /// The transport answers what is longer than this by itself.
  static final int MAX_READ_BYTES = 64 * 1024;

  private static final int MAX_ADDRESS_BYTES = 8 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  private Head() {}

  /// @throws ServiceException HEADERS_TOO_LARGE, MALFORMED_REQUEST, BAD_PARAMETER
  static void require(RoutingContext routing) {
    HttpServerRequest http = routing.request();
    int bytes = 0;
    for (Map.Entry<String, String> each : http.headers()) {
      bytes += each.getKey().length() + each.getValue().length() + ": \r\n".length();
    }
    if (http.uri().length() > MAX_ADDRESS_BYTES || bytes > MAX_HEADER_BYTES) {
      throw tooLarge();
    }
    requireEscapes(routing);
  }

  /// `Router` asks for both while it looks for a route, where no failure handler sees what is
  /// thrown.
  private static void requireEscapes(RoutingContext routing) {
    try {
      String _ = routing.normalizedPath();
    } catch (IllegalArgumentException e) {
      throw Request.badPath(routing.request());
    }
    try {
      var _ = routing.request().params();
    } catch (IllegalArgumentException e) {
      throw Request.badQuery(String.valueOf(routing.request().query()));
    }
  }

  static ServiceException tooLarge() {
    return new ServiceException(
        ErrorCode.HEADERS_TOO_LARGE,
        "the address or the headers are too long: send at most %d and %d bytes"
            .formatted(MAX_ADDRESS_BYTES, MAX_HEADER_BYTES));
  }

  /// The length of the body that it announces; -1 where that comes in chunks.
  ///
  /// @throws ServiceException MALFORMED_REQUEST
  static long bodyLength(HttpServerRequest http) {
    String length = http.getHeader("Content-Length");
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST,
          "the Content-Length is no number: send the body's length in bytes");
    }
  }
}
