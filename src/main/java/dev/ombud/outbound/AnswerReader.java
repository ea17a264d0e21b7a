package dev.ombud.outbound;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Reads one answer of HTTP/1.1 (RFC 9112) from a connection that is used for one call: status
/// line, headers, and a body that ends by its length, its chunks or the connection's end. What is
/// cut off is an [EOFException]. Belongs to one thread.
final class AnswerReader {
  private static final int MOST_BODY = 1 << 20;
  private static final int MOST_HEAD = 1 << 16;
  private static final int MOST_CHUNK_LINE = 1 << 12;

  private final InputStream in;
  private int headLeft = MOST_HEAD;

  AnswerReader(InputStream in) {
    this.in = in;
  }

  /// @param method of the request: the answer to `HEAD` has no body
  Reply.Answered read(String method) throws IOException {
    int status = status();
    Map<String, String> headers = headers();
    while (status / 100 == 1) {
      status = status();
      headers = headers();
    }
    boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
    return new Reply.Answered(status, headers, bodiless ? new byte[0] : body(headers));
  }

  private int status() throws IOException {
    String line = line();
    if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      throw new IOException("the answer is no HTTP");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("a header of the answer has no colon");
      }
      headers.putIfAbsent(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers
        .getOrDefault("transfer-encoding", "")
        .toLowerCase(Locale.ROOT)
        .endsWith("chunked")) {
      return chunks();
    }
    String length = headers.get("content-length");
    if (length == null) {
      return in.readNBytes(MOST_BODY);
    }
    long announced = number(length, 10);
    byte[] body = in.readNBytes((int) Math.min(announced, MOST_BODY));
    if (body.length < Math.min(announced, MOST_BODY)) {
      throw new EOFException("the answer was cut off");
    }
    return body;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < MOST_BODY) {
      headLeft = MOST_CHUNK_LINE;
      String line = line();
      int extension = line.indexOf(';');
      long size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      int wanted = (int) Math.min(size, MOST_BODY - body.size());
      byte[] chunk = in.readNBytes(wanted);
      body.writeBytes(chunk);
      if (chunk.length < wanted) {
        throw new EOFException("the answer was cut off");
      }
      if (wanted == size && !line().isEmpty()) {
        throw new IOException("a chunk of the answer has another length than it says");
      }
    }
    return body.toByteArray();
  }

  private static long number(String digits, int radix) throws IOException {
    try {
      long number = Long.parseLong(digits, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same as a negative one.
    }
    throw new IOException("a length in the answer is no number");
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the answer was cut off");
      }
      headLeft--;
      if (headLeft < 0) {
        throw new IOException("the head of the answer is too long");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
