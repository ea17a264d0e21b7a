package dev.ombud.ground.database;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// A port before a PostgreSQL: shut until it is opened, slow to let each connection through, or
/// silent.
final class Door implements AutoCloseable {
  /// Not the common pool, which has one thread on a small machine.
  static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final InetSocketAddress server;
  private final int port;
  private final Duration delay;
  private volatile boolean isSilent;
  private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();

  private Door(DatabaseConfig config, int port, Duration delay) {
    URI address = URI.create(config.url().substring("jdbc:".length()));
    this.server = new InetSocketAddress(address.getHost(), address.getPort());
    this.port = port;
    this.delay = delay;
  }

  /// Nobody listens until [#openAfter].
  static Door shut(DatabaseConfig config) throws IOException {
    return new Door(config, free(), Duration.ZERO);
  }

  /// A port that no connection of anybody is given for its own end meanwhile.
  private static int free() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket free = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (BindException e) {
        // Somebody listens there: the next one.
      }
    }
  }

  /// @param delay until the first byte of a connection gets through
  static Door slow(DatabaseConfig config, Duration delay) throws IOException {
    Door door = new Door(config, free(), delay);
    door.openAfter(Duration.ZERO);
    return door;
  }

  int port() {
    return port;
  }

  /// Lets everybody through from then on.
  void openAfter(Duration wait) {
    CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, THREADS)
        .execute(() -> {
          try {
            ServerSocket listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            open.add(listening);
            Thread.ofVirtual().start(() -> accept(listening));
          } catch (IOException e) {
            throw new AssertionError("somebody else took the port", e);
          }
        });
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Socket client = listening.accept();
        open.add(client);
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, THREADS)
            .execute(() -> join(client));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void join(Socket client) {
    try {
      Socket inner = new Socket(server.getAddress(), server.getPort());
      open.add(inner);
      Thread.ofVirtual().start(() -> copy(client, inner));
      Thread.ofVirtual().start(() -> copy(inner, client));
    } catch (IOException e) {
      // Whoever waits sees that nothing comes.
    }
  }

  /// Lets nothing through any more, and ends no connection.
  void hush() {
    isSilent = true;
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[8_192];
      for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
        if (!isSilent) {
          out.write(piece, 0, size);
        }
      }
    } catch (IOException e) {
      // One of the two is gone.
    }
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : open) {
      each.close();
    }
  }
}
