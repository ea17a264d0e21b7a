package dev.ombud.door.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ombud.testing.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A system outside that writes down what it is told, and answers as Slack does.
final class Ear implements AutoCloseable {
  private final HttpServer server;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger toRefuse;

  /// @param taken whether it was not refused
  record Heard(String path, JsonNode body, boolean taken) {}

  /// @param refused how many requests to `/events` are refused first
  Ear(int refused) {
    toRefuse = new AtomicInteger(refused);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean isRefused = path.startsWith("/events") && toRefuse.getAndDecrement() > 0;
    heard.add(new Heard(path, ApiClient.json(text.isEmpty() ? "{}" : text), !isRefused));
    byte[] answer =
        "{\"ok\":true,\"channel\":\"C0REVIEWS\",\"ts\":\"17.25\"}".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(isRefused ? 503 : 200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// All that was said, wherever.
  List<JsonNode> all() {
    return heard.stream().map(Heard::body).toList();
  }

  List<Heard> at(String path) {
    return heard.stream().filter(each -> each.path().equals(path)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
