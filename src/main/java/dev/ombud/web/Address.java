package dev.ombud.web;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Nearest;
import dev.ombud.domain.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decodes the parts of an address strictly: an escape that is none, or that is not UTF-8, is
/// refused rather than guessed.
final class Address {
  private Address() {}

  static String decodeSegment(String raw) {
    try {
      return decode(raw, false);
    } catch (CharacterCodingException e) {
      throw new ServiceException(
          ErrorCode.MALFORMED_REQUEST,
          "path segment `"
              + raw
              + "` has a bad escape: write % and two hexadecimal digits of UTF-8");
    }
  }

  /// @param raw the query as it stands in the request, or null for none
  /// @return the values of each parameter, in their order
  /// @throws ServiceException BAD_PARAMETER for an unknown or wrongly escaped parameter
  static Map<String, List<String>> query(@Nullable String raw, Set<String> known) {
    Map<String, List<String>> parameters = raw == null ? Map.of() : form(raw);
    if (!known.contains(Route.ANY)) {
      requireKnown(parameters.keySet(), known);
    }
    return parameters;
  }

  /// @throws ServiceException BAD_PARAMETER
  static void requireKnown(Set<String> names, Set<String> known) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw refusal("query parameter `" + name + "` is not known here" + hint(name, known));
      }
    }
  }

  /// @param raw `application/x-www-form-urlencoded`, in UTF-8
  /// @return the values of each field, in their order
  /// @throws ServiceException BAD_PARAMETER for a wrong escape
  static Map<String, List<String>> form(String raw) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int start = 0; start <= raw.length(); ) {
      int ampersand = raw.indexOf('&', start);
      int end = ampersand < 0 ? raw.length() : ampersand;
      if (end > start) {
        int equals = raw.indexOf('=', start);
        int split = equals < 0 || equals > end ? end : equals;
        String name = decodeParameter(raw.substring(start, split));
        String value = split == end ? "" : decodeParameter(raw.substring(split + 1, end));
        fields.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
      }
      start = end + 1;
    }
    return fields;
  }

  private static String hint(String name, Set<String> known) {
    if (known.isEmpty()) {
      return ": leave it out";
    }
    return Nearest.of(name, known)
        .map(nearest -> ": did you mean `" + nearest + "`?")
        .orElseGet(() -> ": use one of " + String.join(", ", new TreeSet<>(known)));
  }

  private static String decodeParameter(String raw) {
    try {
      return decode(raw, true);
    } catch (CharacterCodingException e) {
      throw refusal(
          "query part `" + raw + "` has a bad escape: write % and two hexadecimal digits of UTF-8");
    }
  }

  private static ServiceException refusal(String detail) {
    return new ServiceException(ErrorCode.BAD_PARAMETER, detail);
  }

  private static String decode(String raw, boolean plusIsSpace) throws CharacterCodingException {
    if (raw.indexOf('%') < 0 && (!plusIsSpace || raw.indexOf('+') < 0)) {
      return raw;
    }
    byte[] in = raw.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      byte each = in[i];
      if (each == '%') {
        if (i + 2 >= in.length) {
          throw new CharacterCodingException();
        }
        each = (byte) (digit(in[i + 1]) << 4 | digit(in[i + 2]));
        i += 2;
      } else if (each == '+' && plusIsSpace) {
        each = ' ';
      }
      out[length++] = each;
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(out, 0, length)).toString();
  }

  private static int digit(byte each) throws CharacterCodingException {
    int digit = Character.digit(each, 16);
    if (digit < 0) {
      throw new CharacterCodingException();
    }
    return digit;
  }
}
