package dev.ombud.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// One NDJSON batch over one connection: a thread writes the lines, another reads the answers as
/// they come. For one thread.
final class BatchLoad {
  private static final int CHUNK_BYTES = 60 * 1024;
  private static final int CHUNK_HEAD = 6;
  private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int SOCKET_BYTES = 1 << 20;

  private final Corpus corpus;
  private final int port;

  BatchLoad(int port, Corpus corpus) {
    this.port = port;
    this.corpus = corpus;
  }

  /// @param time from the first byte sent to the last line of the answer
  /// @param cpu what both threads took of the processors
  record Outcome(long answers, Duration time, Duration cpu) {
    double perSecond() {
      return answers / (time.toNanos() / 1e9);
    }
  }

  /// Sends the aggregates of some numbers.
  ///
  /// @param perSecond how many to send a second at most
  /// @throws IllegalStateException where a line is answered with a problem, or one has no answer
  Outcome run(long first, int count, double perSecond) throws Exception {
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      FutureTask<Duration> writing =
          new FutureTask<>(() -> write(channel, first, count, perSecond));
      BatchAnswers answers = new BatchAnswers();
      FutureTask<Duration> reading = new FutureTask<>(() -> read(channel, answers));
      long start = System.nanoTime();
      Thread.ofPlatform().name("batch-writer").start(writing);
      Thread.ofPlatform().name("batch-reader").start(reading);
      Duration cpu = await(reading).plus(await(writing));
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      if (answers.lines() != count) {
        throw new IllegalStateException(
            count + " lines were sent, " + answers.lines() + " were answered");
      }
      return new Outcome(count, time, cpu);
    }
  }

  private static Duration await(FutureTask<Duration> task) throws Exception {
    try {
      return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new IllegalStateException("a batch did not end within " + PATIENCE, e);
    }
  }

  private Duration write(SocketChannel channel, long first, int count, double perSecond)
      throws IOException {
    ByteBuffer out = ByteBuffer.allocateDirect(SOCKET_BYTES);
    String head =
        "POST /v1/decisions:batch HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + ServiceProcess.TOKEN
            + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
    out.put(head.getBytes(StandardCharsets.US_ASCII));
    long start = System.nanoTime();
    int sent = 0;
    while (sent < count) {
      int chunk = out.position();
      int begin = chunk + CHUNK_HEAD;
      out.position(begin);
      while (sent < count && out.position() - begin < CHUNK_BYTES) {
        corpus.put(out, first + sent);
        out.put((byte) '\n');
        sent++;
      }
      putHead(out, chunk, out.position() - begin);
      out.put((byte) '\r').put((byte) '\n');
      if (sent == count) {
        out.put(END);
      }
      flush(channel, out);
      pause(start, sent, perSecond);
    }
    return ownCpu();
  }

  /// The length of a chunk, in as many hexadecimal digits as there is room for.
  private static void putHead(ByteBuffer out, int at, int length) {
    for (int digit = 0; digit < CHUNK_HEAD - 2; digit++) {
      int value = (length >>> (4 * (CHUNK_HEAD - 3 - digit))) & 0xF;
      out.put(at + digit, (byte) Character.forDigit(value, 16));
    }
    out.put(at + CHUNK_HEAD - 2, (byte) '\r').put(at + CHUNK_HEAD - 1, (byte) '\n');
  }

  private static void flush(SocketChannel channel, ByteBuffer out) throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    out.clear();
  }

  private static void pause(long start, int sent, double perSecond) {
    long due = start + (long) (sent / perSecond * 1e9);
    for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
      LockSupport.parkNanos(due - now);
    }
  }

  private static Duration read(SocketChannel channel, BatchAnswers answers) {
    ByteBuffer in = ByteBuffer.allocateDirect(SOCKET_BYTES);
    byte[] bytes = new byte[SOCKET_BYTES];
    try {
      while (!answers.isComplete()) {
        int length = channel.read(in.clear());
        if (length < 0) {
          throw new EOFException("the service closed the connection of a batch");
        }
        in.flip().get(bytes, 0, length);
        answers.take(bytes, length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ownCpu();
  }

  private static Duration ownCpu() {
    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }
}
