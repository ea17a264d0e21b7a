package dev.ombud.ground.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/// Takes connections, reads a request from each, says one thing and ends as a test wants it.
final class Peer implements AutoCloseable {
  private static final int PACE_MILLIS = 20;

  /// What follows the answer.
  enum End {
    HANGS_UP,
    KEEPS_THE_CONNECTION,
    RESETS,
    /// Says a byte at a time, long before it is through.
    DRIPS,
    /// Reads nothing at all.
    IS_DEAF
  }

  private final ServerSocket listening;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final List<String> names = new CopyOnWriteArrayList<>();
  private final CountDownLatch left = new CountDownLatch(1);

  /// @param answer nothing for silence
  Peer(@Nullable String answer) throws IOException {
    this(answer, End.HANGS_UP);
  }

  Peer(@Nullable String answer, End end) throws IOException {
    this(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), answer, end);
  }

  Peer(SSLContext tls, @Nullable String answer) throws IOException {
    this(
        tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress()),
        answer,
        End.HANGS_UP);
  }

  private Peer(ServerSocket listening, @Nullable String answer, End end) {
    this.listening = listening;
    if (listening instanceof SSLServerSocket secured) {
      // INVARIANT: before the first is accepted.
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setSNIMatchers(List.of(noting()));
      secured.setSSLParameters(parameters);
    }
    Thread.ofVirtual()
        .start(() -> {
          while (!listening.isClosed()) {
            serve(answer, end);
          }
        });
  }

  private SNIMatcher noting() {
    return new SNIMatcher(0) {
      @Override
      public boolean matches(SNIServerName name) {
        return names.add(new SNIHostName(name.getEncoded()).getAsciiName());
      }
    };
  }

  private void serve(@Nullable String answer, End end) {
    try (Socket socket = listening.accept()) {
      if (end == End.IS_DEAF) {
        left.await();
        return;
      }
      byte[] buffer = new byte[8192];
      InputStream in = socket.getInputStream();
      int length = in.read(buffer);
      if (length > 0) {
        requests.add(new String(buffer, 0, length, StandardCharsets.UTF_8));
      }
      if (answer != null) {
        say(socket, answer.getBytes(StandardCharsets.UTF_8), end);
      }
      if (end == End.RESETS) {
        socket.setSoLinger(true, 0);
        return;
      }
      while (in.read(buffer) >= 0) {
        // Until the other side hangs up.
      }
    } catch (IOException e) {
      // The other side broke off, or the test is over.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      left.countDown();
    }
  }

  private static void say(Socket socket, byte[] answer, End end) throws IOException {
    if (end != End.DRIPS) {
      socket.getOutputStream().write(answer);
      if (end == End.HANGS_UP) {
        socket.shutdownOutput();
      }
      return;
    }
    socket.setSoTimeout(PACE_MILLIS);
    for (byte each : answer) {
      socket.getOutputStream().write(each);
      try {
        if (socket.getInputStream().read() < 0) {
          return;
        }
      } catch (SocketTimeoutException e) {
        // Time for the next one.
      }
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /// The first that is not taken yet.
  String request() throws InterruptedException {
    return requests.take();
  }

  /// How many came that are not taken yet.
  int requests() {
    return requests.size();
  }

  /// What callers indicated as the name that they want to speak to.
  List<String> names() {
    return names;
  }

  /// Waits until somebody hung up.
  void awaitEnd() throws InterruptedException {
    left.await();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    left.countDown();
  }
}
