package dev.ombud.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// One keep-alive connection that posts one aggregate at a time. As little work as possible: the
/// request is copied together in a direct buffer, of the answer only status and length are read.
final class Poster implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int LENGTH_DIGITS = 7;
  private static final byte[] CREATED = "HTTP/1.1 201".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LENGTH = "\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private final byte[] head;
  private final ByteBuffer request = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private int expected;
  private long sentAt;

  private Poster(SocketChannel channel, byte[] head) {
    this.channel = channel;
    this.head = head;
  }

  static Poster open(int port, Selector selector) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    String head =
        "POST /v1/decisions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + ServiceProcess.TOKEN
            + "\r\nContent-Type: application/json\r\nContent-Length: ";
    Poster poster = new Poster(channel, head.getBytes(StandardCharsets.US_ASCII));
    channel.register(selector, SelectionKey.OP_READ, poster);
    return poster;
  }

  void send(Corpus corpus, long number) throws IOException {
    request.clear().put(head);
    int length = corpus.length(number);
    int divisor = 1_000_000;
    for (int i = 0; i < LENGTH_DIGITS; i++) {
      request.put((byte) ('0' + length / divisor % 10));
      divisor /= 10;
    }
    request.put((byte) '\r').put((byte) '\n').put((byte) '\r').put((byte) '\n');
    corpus.put(request, number);
    request.flip();
    answer.clear();
    expected = 0;
    sentAt = System.nanoTime();
    while (request.hasRemaining()) {
      // The socket's own buffer holds many requests, so this does not spin.
      channel.write(request);
    }
  }

  /// When the request under way was sent, in nanoseconds of the JVM.
  long sentAt() {
    return sentAt;
  }

  /// Takes what has come in. True when the answer is complete.
  ///
  /// @throws IllegalStateException where it is anything but 201
  boolean receive() throws IOException {
    if (channel.read(answer) < 0) {
      throw new EOFException("the service closed a connection");
    }
    if (expected == 0) {
      expected = answerBytes();
    }
    if (expected == 0 || answer.position() < expected) {
      return false;
    }
    if (!startsWith(0, CREATED)) {
      throw new IllegalStateException("not 201 but:\n" + text());
    }
    return true;
  }

  /// Head and body together, or 0 where the head is not all there.
  private int answerBytes() {
    int end = answer.position();
    int length = -1;
    for (int i = 0; i + 3 < end; i++) {
      if (answer.get(i) != '\n') {
        continue;
      }
      if (answer.get(i + 1) == '\r' && answer.get(i + 2) == '\n') {
        if (length < 0) {
          throw new IllegalStateException("an answer without a length:\n" + text());
        }
        return i + 3 + length;
      }
      if (startsWith(i, LENGTH)) {
        length = number(i + LENGTH.length);
      }
    }
    return 0;
  }

  private int number(int at) {
    int number = 0;
    for (int i = at; i < answer.position() && answer.get(i) != '\r'; i++) {
      if (answer.get(i) != ' ') {
        number = number * 10 + answer.get(i) - '0';
      }
    }
    return number;
  }

  /// Without regard to case, as names of headers are.
  private boolean startsWith(int at, byte[] text) {
    if (at + text.length > answer.position()) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      int is = answer.get(at + i);
      boolean same = is == text[i] || (is >= 'A' && is <= 'Z' && (is | 0x20) == text[i]);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private String text() {
    byte[] bytes = new byte[Math.min(answer.position(), 2000)];
    answer.get(0, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
