package dev.ombud.ground.text;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// The form of a link (RFC 3986, a part of it):
///
/// ```
/// https:// host [: port] [/ path] [? query] [# fragment]
/// ```
///
/// The host is letters, digits, `.` and `-`; nobody's name stands before it, so that no link looks
/// as if it led elsewhere. Behind it stands what RFC 3986 lets stand there and nothing else: no
/// space, quote, angle bracket or backslash, a `%` only before two hexadecimal digits. By hand, so
/// that it takes time in proportion to the text. Stateless.
public final class LinkShape {
  private static final String SCHEME = "https://";
  private static final int MAX_PORT_DIGITS = 5;

  private LinkShape() {}

  public static boolean admits(String text) {
    if (!text.startsWith(SCHEME)) {
      return false;
    }
    int end = hostEnd(text);
    if (end <= SCHEME.length()
        || !isAlphanumeric(text.charAt(SCHEME.length()))
        || !isAlphanumeric(text.charAt(end - 1))) {
      return false;
    }
    int at = portEnd(text, end);
    return at == text.length()
        || (at > 0 && "/?#".indexOf(text.charAt(at)) >= 0 && isRest(text, at));
  }

  /// A link, and what is left of it without its fragment, its query too, and its path too.
  public static Stream<String> shorter(String link) {
    String query = before(link, '#');
    String path = before(query, '?');
    return Stream.of(link, query, path, link.substring(0, portEnd(link, hostEnd(link))));
  }

  private static String before(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }

  /// As people read it: `%40` is an at sign, `+` a space.
  public static String decoded(String link) {
    return URLDecoder.decode(link, StandardCharsets.UTF_8);
  }

  private static int hostEnd(String text) {
    int at = SCHEME.length();
    while (at < text.length()
        && (isAlphanumeric(text.charAt(at)) || ".-".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at;
  }

  /// Where the port ends, or the host where there is none; -1 where it is none.
  private static int portEnd(String text, int hostEnd) {
    if (hostEnd == text.length() || text.charAt(hostEnd) != ':') {
      return hostEnd;
    }
    int at = hostEnd + 1;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    int digits = at - hostEnd - 1;
    return digits >= 1 && digits <= MAX_PORT_DIGITS ? at : -1;
  }

  private static boolean isRest(String text, int start) {
    boolean isFragment = false;
    for (int at = start; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean allowed =
          switch (c) {
            case '#' -> !isFragment;
            case '%' -> isHex(text, at + 1) && isHex(text, at + 2);
            default -> isAlphanumeric(c) || "-._~:/?@!$&'()*+,;=".indexOf(c) >= 0;
          };
      if (!allowed) {
        return false;
      }
      isFragment |= c == '#';
    }
    return true;
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && text.charAt(at) < 128 && Character.digit(text.charAt(at), 16) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
