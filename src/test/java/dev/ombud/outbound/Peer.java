package dev.ombud.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Takes one connection, reads one request, says one thing and hangs up; or says nothing.
final class Peer implements AutoCloseable {
  private final ServerSocket listening;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  Peer(@Nullable String answer) throws IOException {
    this(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), answer);
  }

  Peer(SSLContext tls, @Nullable String answer) throws IOException {
    this(
        tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress()),
        answer);
  }

  private Peer(ServerSocket listening, @Nullable String answer) {
    this.listening = listening;
    Thread.ofVirtual().start(() -> serve(answer));
  }

  private void serve(@Nullable String answer) {
    try {
      Socket socket = listening.accept();
      byte[] buffer = new byte[8192];
      int length = socket.getInputStream().read(buffer);
      requests.add(new String(buffer, 0, Math.max(length, 0), StandardCharsets.UTF_8));
      if (answer != null) {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
      }
      while (socket.getInputStream().read(buffer) >= 0) {
        // Until the other side hangs up.
      }
      socket.close();
    } catch (IOException e) {
      requests.add("nothing: " + e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  String request() throws InterruptedException {
    return requests.take();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
