package dev.ombud.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One HTTP/1.1 connection on a plain socket, for what a well-behaved client cannot do: half a
/// body, one byte at a time, no reading. A read that waits longer than ten seconds fails.
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /// @param headers by their names in lower case
  public record Answer(int status, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  public RawClient(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(60_000);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends text as it stands; `\n` becomes a carriage return and a line feed.
  public RawClient head(String text) {
    return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  public RawClient send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  public RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends one chunk of a body with `Transfer-Encoding: chunked`; an empty one ends it.
  public RawClient chunk(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return send(Integer.toHexString(bytes.length) + "\r\n").send(bytes).send("\r\n");
  }

  /// Lets every further read wait for so long.
  public RawClient patient(int millis) {
    try {
      socket.setSoTimeout(millis);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a whole answer.
  public Answer read() {
    Answer head = readHead();
    try {
      if (head.header("transfer-encoding").equals("chunked")) {
        StringBuilder body = new StringBuilder();
        for (String chunk = readChunk(); !chunk.isEmpty(); chunk = readChunk()) {
          body.append(chunk);
        }
        return new Answer(head.status(), head.headers(), body.toString());
      }
      int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
      byte[] body = in.readNBytes(length);
      return new Answer(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads the status line and the headers.
  public Answer readHead() {
    String[] status = line().split(" ", -1);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(Integer.parseInt(status[1]), headers, "");
  }

  /// Reads one chunk of a body; the last is empty.
  public String readChunk() {
    try {
      int length = Integer.parseInt(line(), 16);
      String chunk = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      line();
      return chunk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until the server closes the connection, and says whether it did so without sending more.
  public boolean isClosedByServer() {
    return isClosedWithin(10_000);
  }

  public boolean isClosedWithin(int millis) {
    try {
      socket.setSoTimeout(millis);
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private String line() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int each = in.read(); each != '\n'; each = in.read()) {
        if (each < 0) {
          throw new IllegalStateException("the connection ended after `" + line + "`");
        }
        if (each != '\r') {
          line.write(each);
        }
      }
      return line.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
