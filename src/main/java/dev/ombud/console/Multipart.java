package dev.ombud.console;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.web.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A form with a file, as browsers send it (RFC 7578): the texts, and the first file that somebody
/// chose. Immutable by custom.
public record Multipart(Fields fields, Optional<Chosen> file) {
  private static final String TYPE = "multipart/form-data";
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]{1,70})\"?");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"\r\n]*)\"");
  private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"\r\n]*)\"");
  private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_PARTS = 20;

  /// @param name as it was on the disk of whoever chose it
  public record Chosen(String name, byte[] content) {}

  /// @param most bytes of the whole form
  /// @throws ServiceException UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE, INVALID_REQUEST where the
  ///   body is no such form
  static Multipart read(Request request, int most) throws InterruptedException {
    request.requireMediaType(TYPE);
    Matcher matcher = BOUNDARY.matcher(request.header("Content-Type").orElse(""));
    if (!matcher.find()) {
      throw refusal();
    }
    return read(matcher.group(1), request.body(most));
  }

  static Multipart read(String boundary, byte[] body) {
    byte[] line = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    byte[] first = Arrays.copyOfRange(line, 2, line.length);
    if (find(body, first, 0) != 0) {
      throw refusal();
    }
    Map<String, List<String>> texts = new LinkedHashMap<>();
    Optional<Chosen> file = Optional.empty();
    int start = first.length;
    for (int part = 0; !startsWith(body, start, "--"); part++) {
      int headers = find(body, END_OF_HEADERS, start);
      int end = find(body, line, start);
      if (headers < 0 || end < headers || part == MOST_PARTS) {
        throw refusal();
      }
      String header = new String(body, start, headers - start, StandardCharsets.UTF_8);
      int content = headers + END_OF_HEADERS.length;
      byte[] bytes = Arrays.copyOfRange(body, Math.min(content, end), end);
      Matcher fileName = FILE_NAME.matcher(header);
      Matcher name = NAME.matcher(header);
      if (fileName.find()) {
        // A browser sends an empty name where nobody chose a file.
        if (file.isEmpty() && !fileName.group(1).isEmpty()) {
          file = Optional.of(new Chosen(fileName.group(1), bytes));
        }
      } else if (name.find()) {
        texts
            .computeIfAbsent(name.group(1), _ -> new ArrayList<>(1))
            .add(new String(bytes, StandardCharsets.UTF_8));
      }
      start = end + line.length;
    }
    return new Multipart(new Fields(texts), file);
  }

  private static boolean startsWith(byte[] body, int at, String text) {
    return find(body, text.getBytes(StandardCharsets.US_ASCII), at) == at;
  }

  /// -1 where it is not there.
  private static int find(byte[] body, byte[] wanted, int from) {
    for (int at = from; at <= body.length - wanted.length; at++) {
      if (body[at] == wanted[0]
          && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  private static ServiceException refusal() {
    return new ServiceException(
        ErrorCode.INVALID_REQUEST,
        "the form is not as browsers send it: load the page again, then send the form again");
  }
}
